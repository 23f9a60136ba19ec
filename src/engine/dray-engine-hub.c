/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The workspace's hub. Which one it is stands in the folder's hub.conf, so that the workspace finds it again; its tokens never do: whoever
 * shows the window keeps them, and gives them at each start.
 *
 *   [hub]
 *   url=https://hub.example:8470
 *   offline=false                  somebody wants to work without it */

#include "dray-engine-private.h"

#define GROUP "hub"

static char *
get_path (DrayEngine *self)
{
  return g_build_filename (self->folder, "hub.conf", NULL);
}

static void
on_line_changed (DraySyncLine *line,
                 DrayEngine   *self)
{
  g_signal_emit_by_name (self, "sync-changed");
}

static void
on_line_tokens (DraySyncLine *line,
                const char   *access,
                const char   *refresh,
                DrayEngine   *self)
{
  g_signal_emit_by_name (self, "hub-tokens", access, refresh);
}

static void
on_line_others (DraySyncLine *line,
                DrayEngine   *self)
{
  g_signal_emit_by_name (self, "others-changed");
}

static void
start_line (DrayEngine *self,
            const char *url,
            gboolean    is_off)
{
  dray_engine_stop_hub (self);
  self->line = dray_sync_line_new (self->workspace, url);
  g_signal_connect (self->line, "changed", G_CALLBACK (on_line_changed), self);
  g_signal_connect (self->line, "tokens", G_CALLBACK (on_line_tokens), self);
  g_signal_connect (self->line, "others", G_CALLBACK (on_line_others), self);
  dray_engine_follow_others (self);
  dray_sync_line_set_switched_off (self->line, is_off);
}

void
dray_engine_stop_hub (DrayEngine *self)
{
  if (self->line == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->line, self);
  dray_sync_line_stop (self->line);
  g_clear_object (&self->line);
}

/* When the workspace has opened: a hub that it joined before is its hub still. */
void
dray_engine_start_hub (DrayEngine *self)
{
  g_autofree char *path = get_path (self);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *url = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    url = g_key_file_get_string (file, GROUP, "url", NULL);
  if (url != NULL)
    start_line (self, url, g_key_file_get_boolean (file, GROUP, "offline", NULL));
}

static void
keep (DrayEngine *self,
      const char *url,
      gboolean    is_off)
{
  g_autofree char *path = get_path (self);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_set_string (file, GROUP, "url", url);
  g_key_file_set_boolean (file, GROUP, "offline", is_off);
  if (!g_key_file_save_to_file (file, path, &error))
    g_signal_emit_by_name (self, "failed", error);
}

/**
 * dray_engine_join_hub:
 * @url: "https://hub.example:8470", with no slash at its end
 * @access: of the hub's POST /v1/session, see dray-sync-login.h
 * @refresh: (nullable): likewise
 *
 * From now on the workspace belongs to the hub: all that was ever done in it waits to be submitted, and what the others do arrives.
 * Joining the same hub again only shows new tokens.
 */
void
dray_engine_join_hub (DrayEngine *self,
                      const char *url,
                      const char *access,
                      const char *refresh)
{
  if (self->line == NULL || g_strcmp0 (dray_sync_line_get_url (self->line), url) != 0)
    start_line (self, url, FALSE);
  keep (self, url, FALSE);
  dray_sync_line_set_switched_off (self->line, FALSE);
  dray_sync_line_set_tokens (self->line, access, refresh);
}

/* A refresh token that was kept from before: the line asks the hub for new ones with it. */
void
dray_engine_log_in (DrayEngine *self,
                    const char *refresh)
{
  if (self->line != NULL)
    dray_sync_line_set_tokens (self->line, NULL, refresh);
}

/* Returns: (transfer none) (nullable): the address of the workspace's hub */
const char *
dray_engine_get_hub (DrayEngine *self)
{
  return self->line != NULL ? dray_sync_line_get_url (self->line) : NULL;
}

/* "Work offline", kept over the next start. Does nothing where there is no hub. */
void
dray_engine_set_offline (DrayEngine *self,
                         gboolean    is_offline)
{
  if (self->line == NULL)
    return;
  keep (self, dray_sync_line_get_url (self->line), is_offline);
  dray_sync_line_set_switched_off (self->line, is_offline);
}

/* Returns: (transfer none) (nullable): how it stands with the hub, until the next `sync-changed`; %NULL where there is none */
const DraySyncStatus *
dray_engine_get_sync_status (DrayEngine *self)
{
  return self->line != NULL ? dray_sync_line_get_status (self->line) : NULL;
}
