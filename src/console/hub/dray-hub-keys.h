/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The refresh tokens of hubs, in the desktop's Secret Service and nowhere else: where there is none, a token lives as long as the
 * program. Nothing here blocks. */

void  dray_hub_keys_save_async   (const char           *url,
                                  const char           *folder,
                                  const char           *refresh,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean dray_hub_keys_save_finish (GAsyncResult       *result,
                                  GError              **error);
void  dray_hub_keys_load_async   (const char           *url,
                                  const char           *folder,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
char *dray_hub_keys_load_finish  (GAsyncResult         *result,
                                  GError              **error);

G_END_DECLS
