/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * DraySyncTokens:
 * @access: good for some minutes; what a line shows
 * @refresh: good once, for the next two
 */
typedef struct {
  char *access;
  char *refresh;
} DraySyncTokens;

void            dray_sync_tokens_free    (DraySyncTokens       *self);

void            dray_sync_log_in_async   (SoupSession          *session,
                                          const char           *url,
                                          const char           *name,
                                          const char           *password,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              data);
void            dray_sync_refresh_async  (SoupSession          *session,
                                          const char           *url,
                                          const char           *refresh,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              data);
DraySyncTokens *dray_sync_tokens_finish  (GAsyncResult         *result,
                                          GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySyncTokens, dray_sync_tokens_free)

G_END_DECLS
