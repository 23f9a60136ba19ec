/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-directory.h"

G_BEGIN_DECLS

struct _DrayDirectory {
  /* Owned */
  GMutex           mutex;      /* of everything but hashing */
  DrayDatabase    *database;
  gint64           shipped[2]; /* what it was like when it was shipped last: our changes, others' changes */
  GHashTable      *holders;    /* (element-type DrayId Known): read from the file when first asked for */
  GHashTable      *trackers;   /* (element-type GBytes DrayId): hash of a tracker's token */
  GHashTable      *revoked;    /* (element-type DrayId): families whose access tokens may still be about */
  GHashTable      *signed_tokens; /* (element-type GBytes): access tokens whose signature was found good */
  GMutex           hashing;
  GCond            hashed;
  int              n_hashing;
  /* Borrowed */
  const DraySigningKey *key;
  int              access_s;
  int              refresh_days;
  DrayPasswordCost cost;
};

/* What is known of a holder without asking the file. */
typedef struct {
  DrayHolder     holder;
  char          *password;
  gboolean       has_key;
  DrayPublicKey  key;
  gint64         proof_us;
} Known;

void     dray_directory_known_free   (gpointer              known);
gboolean dray_directory_load         (DrayDirectory        *self,
                                      GError              **error);
gboolean dray_directory_read_known   (DrayDirectory        *self,
                                      const DrayId         *id,
                                      GError              **error);
gboolean dray_directory_give_tokens  (DrayDirectory        *self,
                                      const Known          *known,
                                      DrayTokens           *tokens,
                                      GError              **error);
gboolean dray_directory_add_holder   (DrayDirectory        *self,
                                      const DrayInvitation *what,
                                      const char           *password,
                                      const DrayPublicKey  *key,
                                      const char           *tracker,
                                      DrayId               *id,
                                      GError              **error);
DrayId   dray_directory_make_id      (void);
char    *dray_directory_hash         (DrayDirectory        *self,
                                      const char           *password,
                                      GError              **error);
gboolean dray_directory_verify       (DrayDirectory        *self,
                                      const char           *password,
                                      const char           *hash);

G_END_DECLS
