/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hub-keys.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "org.dray.Dray.Hub", SECRET_SCHEMA_NONE,
  { { "url", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "workspace", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* @folder: of the workspace: two workspaces may have two people on one hub */
void
dray_hub_keys_save_async (const char          *url,
                          const char          *folder,
                          const char          *refresh,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autofree char *label = g_strdup_printf (_("Dray: hub at %s"), url);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, refresh, NULL, callback, user_data, "url", url, "workspace", folder, NULL);
}

/* Errors: where there is no Secret Service, or somebody keeps it locked */
gboolean
dray_hub_keys_save_finish (GAsyncResult  *result,
                           GError       **error)
{
  return secret_password_store_finish (result, error);
}

void
dray_hub_keys_load_async (const char          *url,
                          const char          *folder,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  secret_password_lookup (&schema, NULL, callback, user_data, "url", url, "workspace", folder, NULL);
}

/* Returns: (transfer full) (nullable): the token; %NULL where none is kept, without an error */
char *
dray_hub_keys_load_finish (GAsyncResult  *result,
                           GError       **error)
{
  return secret_password_lookup_finish (result, error);
}
