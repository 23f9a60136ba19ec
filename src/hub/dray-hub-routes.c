/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hub-private.h"

/* Routes of one path stand together. */
const DrayRoute dray_hub_routes[] = {
  { "GET", "/health", NULL, DRAY_ROUTE_FREE, dray_hub_get_health, "Whether the process answers" },
  { "GET", "/live", NULL, DRAY_ROUTE_FREE, dray_hub_get_health, "Whether the process answers" },
  { "GET", "/ready", NULL, DRAY_ROUTE_FREE, dray_hub_get_ready, "Whether it takes work" },
  { "GET", "/metrics", NULL, DRAY_ROUTE_FREE, dray_hub_get_metrics, "Figures for Prometheus" },
  { "GET", "/v1/openapi.json", NULL, DRAY_ROUTE_FREE, dray_hub_get_openapi, "This document" },
  { "POST", "/v1/session", NULL, DRAY_ROUTE_FREE, dray_hub_post_session, "Log in: a person by name and password, a device by its key" },
  { "DELETE", "/v1/session", "", DRAY_ROUTE_FREE, dray_hub_delete_session, "Log out: every token of this session ends" },
  { "POST", "/v1/session/refresh", NULL, DRAY_ROUTE_FREE, dray_hub_post_refresh, "New tokens for a refresh token, which is good once" },
  { "POST", "/v1/invitations", "account.invite", DRAY_ROUTE_WRITE, dray_hub_post_invite, "Invite a person or a device" },
  { "POST", "/v1/invitations/redeem", NULL, DRAY_ROUTE_FREE, dray_hub_post_redeem, "Become an account or a device" },
  { "GET", "/v1/tables/{table}", "", DRAY_ROUTE_READ, dray_hub_get_rows, "Rows, filtered, in pages" },
  { "GET", "/v1/tables/{table}/{id}", "", DRAY_ROUTE_READ, dray_hub_get_row, "One row" },
  { "POST", "/v1/operations/{operation}", "", DRAY_ROUTE_WRITE, dray_hub_post_operation, "Submit an operation" },
  { "GET", "/v1/events", "sync.read", DRAY_ROUTE_READ, dray_hub_get_events, "Server-sent events: what is accepted, behind Last-Event-ID" },
  { "GET", "/v1/files/{hash}", "", DRAY_ROUTE_READ, dray_hub_get_file, "An attachment by its SHA-256, resumable by Range" },
  { "PUT", "/v1/files/{hash}", "", DRAY_ROUTE_WRITE, dray_hub_put_file, "Keep an attachment under its SHA-256" },
  { "GET", "/v1/regions", "", DRAY_ROUTE_READ, dray_hub_get_regions, "Region packs with their size and SHA-256" },
  { "GET", "/v1/regions/{name}", "", DRAY_ROUTE_READ, dray_hub_get_region, "A region pack, resumable by Range" },
  { "GET", "/v1/devices/osmand", "", DRAY_ROUTE_FREE, dray_hub_take_osmand, "A fix by the OsmAnd protocol, in the query" },
  { "POST", "/v1/devices/osmand", "", DRAY_ROUTE_FREE, dray_hub_take_osmand, "Fixes by the OsmAnd protocol, in the query or as JSON" },
  { "POST", "/v1/devices/owntracks", "", DRAY_ROUTE_FREE, dray_hub_take_owntracks, "A fix of OwnTracks" },
  { "GET", "/v1/devices/lane", "", DRAY_ROUTE_FREE, dray_hub_open_devices, "WebSocket: fixes in batches" },
  { "GET", "/v1/sync", "", DRAY_ROUTE_FREE, dray_hub_open_sync, "WebSocket: dray.sync.v1" },
  { "GET", "/v1/lane", "", DRAY_ROUTE_FREE, dray_hub_open_live, "WebSocket: the trucks as they move" },
  { NULL }
};
