/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* From an HTTP request to a connection of an I/O thread: libsoup does the handshake, then the connection is ours. */

#include "dray-hub-private.h"

typedef struct {
  DrayHub          *hub;
  DrayUpgradedFunc  func;
  gpointer          data;
} Upgrade;

static void
on_upgraded (SoupServerMessage *message,
             gpointer           data)
{
  g_autofree Upgrade *upgrade = data;
  DrayHub *hub = upgrade->hub;
  GIOStream *stream;
  GSocket *socket;

  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS) {
    upgrade->func (NULL, NULL, NULL, upgrade->data);
    return;
  }
  g_object_ref (message);
  stream = soup_server_message_steal_connection (message);
  g_object_unref (message);
  socket = dray_hub_get_socket (hub, stream);
  if (socket == NULL) {
    g_warning ("a connection came back without its socket");
    g_object_unref (stream);
    upgrade->func (NULL, NULL, NULL, upgrade->data);
    return;
  }
  upgrade->func (hub->ios->pdata[hub->next_io++ % hub->ios->len], stream, socket, upgrade->data);
}

/**
 * dray_hub_upgrade:
 * @protocol: (nullable): the subprotocol that is spoken
 * @func: gets the connection, or all %NULL where nothing came of it; not called where this returns %FALSE
 *
 * Makes a WebSocket of the request.
 *
 * Returns: %FALSE where it was answered with a refusal
 */
gboolean
dray_hub_upgrade (DrayRequest      *request,
                  const char       *protocol,
                  DrayUpgradedFunc  func,
                  gpointer          data)
{
  DrayHub *hub = request->hub;
  g_auto (GStrv) origins = g_strsplit (hub->config->origins, " ", -1);
  const char *origin = soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), "Origin");
  char *protocols[] = { (char *) protocol, NULL };
  Upgrade *upgrade;

  if (origin != NULL && !g_strv_contains ((const char *const *) origins, origin) && !g_strv_contains ((const char *const *) origins, "*")) {
    dray_request_refuse (request, "origin");
    dray_request_fail (request, 403, "FORBIDDEN", "not from this origin");
    return FALSE;
  }
  if (!soup_websocket_server_process_handshake (request->message, NULL, protocol != NULL ? protocols : NULL, NULL, NULL)) {
    dray_request_fail (request, 426, "UPGRADE", "a WebSocket is asked for");
    return FALSE;
  }
  upgrade = g_new0 (Upgrade, 1);
  upgrade->hub = hub;
  upgrade->func = func;
  upgrade->data = data;
  g_signal_connect (request->message, "wrote-informational", G_CALLBACK (on_upgraded), upgrade);
  return TRUE;
}
