/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"
#include "dray-password.h"
#include "dray-signing-key.h"

G_BEGIN_DECLS

/**
 * DrayHolder:
 * @id: of the account or device
 * @tenant: whose records it sees: from here alone, never from a request
 * @subject: the driver or truck that it is; none otherwise
 * @family: of the token that was shown
 * @is_tracker: came by a write-only token
 *
 * Who shows a token.
 */
typedef struct {
  DrayId   id;
  DrayId   tenant;
  DrayId   subject;
  DrayId   depot;
  DrayId   family;
  char     role[24];
  gint64   expires_us;
  gboolean is_tracker;
} DrayHolder;

/* Tokens just made, told once. */
typedef struct {
  char   *access;
  char   *refresh;
  gint64  expires_us;
} DrayTokens;

void dray_tokens_clear (DrayTokens *self);

typedef struct {
  DrayId  id;
  char   *name;
  gint64  epoch;
} DrayTenantEntry;

void dray_tenant_entry_free (DrayTenantEntry *self);

/**
 * DrayInvitation:
 *
 * What an invitation, redeemed, makes: an account where the guest brings a password, a device where it brings a key.
 */
typedef struct {
  DrayId      tenant;
  const char *name;
  const char *role;
  DrayId      subject;
  DrayId      depot;
} DrayInvitation;

/**
 * DrayDirectory:
 *
 * Tenants, accounts, devices and their tokens: the file directory.db. Its calls may come from any thread; those that hash a password
 * take some 100 ms and 64 MiB, so that at most two run at once.
 */
typedef struct _DrayDirectory DrayDirectory;

DrayDirectory *dray_directory_open            (const char            *path,
                                               const DraySigningKey  *key,
                                               int                    access_s,
                                               int                    refresh_days,
                                               GError               **error);
void           dray_directory_close           (DrayDirectory         *self);
void           dray_directory_set_cost        (DrayDirectory         *self,
                                               DrayPasswordCost       cost);

gboolean       dray_directory_add_tenant      (DrayDirectory         *self,
                                               const char            *name,
                                               DrayId                *id,
                                               GError               **error);
GPtrArray     *dray_directory_list_tenants    (DrayDirectory         *self,
                                               GError               **error);
gboolean       dray_directory_add_account     (DrayDirectory         *self,
                                               const DrayInvitation  *what,
                                               const char            *password,
                                               GError               **error);
char          *dray_directory_add_tracker     (DrayDirectory         *self,
                                               const DrayInvitation  *what,
                                               GError               **error);
char          *dray_directory_invite          (DrayDirectory         *self,
                                               const DrayInvitation  *what,
                                               int                    hours,
                                               GError               **error);

gboolean       dray_directory_redeem          (DrayDirectory         *self,
                                               const char            *invitation,
                                               const char            *password,
                                               const DrayPublicKey   *key,
                                               DrayId                *id,
                                               DrayTokens            *tokens,
                                               GError               **error);
gboolean       dray_directory_log_in          (DrayDirectory         *self,
                                               const char            *name,
                                               const char            *password,
                                               DrayTokens            *tokens,
                                               GError               **error);
gboolean       dray_directory_prove           (DrayDirectory         *self,
                                               const DrayId          *device,
                                               gint64                 at_us,
                                               const DraySignature   *signature,
                                               DrayTokens            *tokens,
                                               GError               **error);
gboolean       dray_directory_refresh         (DrayDirectory         *self,
                                               const char            *refresh,
                                               DrayTokens            *tokens,
                                               GError               **error);
gboolean       dray_directory_revoke          (DrayDirectory         *self,
                                               const DrayId          *family,
                                               GError               **error);

gboolean       dray_directory_check           (DrayDirectory         *self,
                                               const char            *token,
                                               DrayHolder            *holder,
                                               GError               **error);
gboolean       dray_directory_ship            (DrayDirectory         *self,
                                               const char            *folder,
                                               gint64                 now_us,
                                               GError               **error);
char          *dray_directory_dup_name        (DrayDirectory         *self,
                                               const DrayHolder      *holder);
void           dray_directory_note_refusal    (DrayDirectory         *self,
                                               const DrayHolder      *holder,
                                               const char            *address,
                                               const char            *what,
                                               const char            *why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayDirectory, dray_directory_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrayTokens, dray_tokens_clear)

G_END_DECLS
