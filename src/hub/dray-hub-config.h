/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every setting: group, key, field, default, least, most, and what it means (docs/hub.md is held to this list by a test). */
#define DRAY_HUB_NUMBERS(NUMBER) \
  NUMBER ("threads", "io", io_threads, 1, 1, 64, "threads that speak WebSocket") \
  NUMBER ("threads", "writers", writer_threads, 2, 1, 64, "threads that write; each tenant belongs to one") \
  NUMBER ("threads", "readers", reader_threads, 2, 1, 64, "threads that read for REST; each tenant belongs to one") \
  NUMBER ("limits", "connections", connections, 20000, 10, 1000000, "open connections of every kind") \
  NUMBER ("limits", "handshakes", handshakes, 1000, 10, 1000000, "connections that have not become WebSockets") \
  NUMBER ("limits", "request-seconds", request_s, 15, 1, 600, "silence after which an HTTP connection is closed") \
  NUMBER ("limits", "body-bytes", body_bytes, 1 << 20, 1024, 1 << 30, "of an HTTP request") \
  NUMBER ("limits", "frame-bytes", frame_bytes, 65536, 1024, 1 << 24, "of a WebSocket message, all its fragments together") \
  NUMBER ("limits", "fragments", fragments, 64, 1, 65536, "of a WebSocket message") \
  NUMBER ("limits", "unsent-bytes", unsent_bytes, 2 << 20, 65536, 1 << 30, "waiting for a slow reader before it is cut off") \
  NUMBER ("limits", "ping-seconds", ping_s, 20, 1, 3600, "silence after which a socket is pinged") \
  NUMBER ("limits", "dead-seconds", dead_s, 45, 2, 3600, "silence after which a socket is given up") \
  NUMBER ("limits", "reads-per-minute", reads_per_minute, 1000, 1, 10000000, "REST reads of one token") \
  NUMBER ("limits", "writes-per-minute", writes_per_minute, 3000, 1, 10000000, "REST operations of one token") \
  NUMBER ("limits", "fixes-per-minute", fixes_per_minute, 240, 1, 1000000, "fixes of one device; a batch after a dead zone may use ten times as many at once") \
  NUMBER ("limits", "tenant-fixes-per-second", tenant_fixes_per_s, 20000, 1, 10000000, "fixes of one tenant") \
  NUMBER ("limits", "failures", failures, 5, 1, 1000, "failed logins of an account or address in the time below") \
  NUMBER ("limits", "failure-minutes", failure_minutes, 15, 1, 1440, "how long failed logins count") \
  NUMBER ("limits", "page-rows", page_rows, 500, 1, 10000, "rows of one REST answer") \
  NUMBER ("limits", "batch-operations", batch_operations, 256, 1, 4096, "operations of one commit") \
  NUMBER ("limits", "batch-milliseconds", batch_ms, 5, 0, 1000, "how long a commit waits for company") \
  NUMBER ("tokens", "access-seconds", access_s, 900, 10, 86400, "life of an access token") \
  NUMBER ("tokens", "refresh-days", refresh_days, 30, 1, 3650, "life of a refresh token") \
  NUMBER ("tokens", "invite-hours", invite_hours, 72, 1, 8760, "life of an invitation") \
  NUMBER ("server", "drain-seconds", drain_s, 10, 1, 300, "how long an ending hub waits for its clients")

#define DRAY_HUB_TEXTS(TEXT) \
  TEXT ("server", "listen", listen, "127.0.0.1:8470", "address and port, [address]:port for IPv6; a port below 32768") \
  TEXT ("server", "certificate", certificate, "", "PEM file of the TLS certificate and its chain; empty: no TLS") \
  TEXT ("server", "private-key", private_key, "", "PEM file of its key") \
  TEXT ("server", "origins", origins, "", "web origins that may open WebSockets, separated by spaces; * for any") \
  TEXT ("server", "metrics-token", metrics_token, "", "what /metrics asks for as its bearer; empty: loopback alone") \
  TEXT ("server", "regions", regions, "", "folder of the region packs that consoles fetch; empty: none") \
  TEXT ("server", "ship", ship, "", "second folder, on another disk, that every change is shipped to; empty: none") \
  TEXT ("server", "trusted-proxies", trusted_proxies, "", "addresses whose X-Forwarded-For is believed, separated by spaces")

/**
 * DrayHubConfig:
 *
 * The settings of docs/hub.md, from a key file. Immutable once read.
 */
typedef struct {
#define DRAY_HUB_NUMBER_FIELD(group, key, field, ...) int field;
#define DRAY_HUB_TEXT_FIELD(group, key, field, ...) char *field;
  DRAY_HUB_NUMBERS (DRAY_HUB_NUMBER_FIELD)
  DRAY_HUB_TEXTS (DRAY_HUB_TEXT_FIELD)
#undef DRAY_HUB_NUMBER_FIELD
#undef DRAY_HUB_TEXT_FIELD
} DrayHubConfig;

DrayHubConfig *dray_hub_config_new   (void);
DrayHubConfig *dray_hub_config_load  (const char           *path,
                                      GError              **error);
void           dray_hub_config_free  (DrayHubConfig        *self);
char          *dray_hub_config_print (const DrayHubConfig  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayHubConfig, dray_hub_config_free)

G_END_DECLS
