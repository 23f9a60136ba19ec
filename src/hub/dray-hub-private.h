/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-hub.h"
#include "dray-io.h"
#include "dray-limiter.h"
#include "dray-tenant.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _DrayRequest DrayRequest;
typedef struct _DrayFixLane DrayFixLane;
typedef struct _DraySyncLane DraySyncLane;

/**
 * DrayRoute:
 * @path: its segments; {name} stands for any one
 * @permission: (nullable): asked of the table of grants with the scope tenant; "" asks for a good token alone and leaves the rest to
 *   the rows that it touches; %NULL is open to everyone
 * @counts: whether it uses the token's reads or writes
 *
 * One endpoint: the extension point of the REST interface. From this list come the dispatch, the OpenAPI document and the test of
 * who may what.
 */
typedef struct {
  const char *method;
  const char *path;
  const char *permission;
  enum { DRAY_ROUTE_FREE, DRAY_ROUTE_READ, DRAY_ROUTE_WRITE } counts;
  void      (*func) (DrayRequest *request);
  const char *summary;
} DrayRoute;

extern const DrayRoute dray_hub_routes[];

struct _DrayRequest {
  gatomicrefcount    references;
  DrayHub           *hub;
  SoupServerMessage *message;
  const DrayRoute   *route;
  char              *parts[2];    /* what stood for {…} */
  GHashTable        *query;       /* (nullable) */
  char              *address;
  DrayHolder         holder;
  DrayActor          actor;
  DrayTenant        *tenant;      /* NULL on open endpoints */
  gboolean           is_gone;     /* the client left */
  gboolean           is_paused;
  int                status;      /* on its way from a thread */
  char              *body;
};

struct _DrayHub {
  /* Owned */
  char                *folder;
  DraySigningKey      *key;
  DrayDirectory       *directory;
  DraySchema          *schema;
  SoupServer          *server;
  GSocket             *listener;
  GSource             *accepting;
  GTlsCertificate     *certificate;
  GPtrArray           *ios;          /* (element-type DrayIo) */
  GPtrArray           *writers;      /* (element-type DrayDesk) */
  GPtrArray           *readers;      /* (element-type DrayDesk) */
  GHashTable          *tenants;      /* (element-type DrayId DrayTenant): constant after start */
  GThreadPool         *doors;        /* logins: two at once */
  DrayFixLane         *lane;
  DraySyncLane        *sync;
  GPtrArray           *ledgers;      /* of dray-hub-ledger.c */
  GSource             *ledger_tick;
  GPtrArray           *streams;      /* of dray-hub-events.c */
  GSource             *event_tick;
  GPtrArray           *shipments;    /* of dray-hub-ship.c */
  GSource             *ship_tick;
  guint                n_ship_ticks;
  DrayLimiter         *reads;
  DrayLimiter         *writes;
  DrayLimiter         *fixes;
  DrayLimiter         *tenant_fixes;
  DrayLimiter         *failures;
  DrayLimiter         *refusals;
  GMainContext        *context;
  guint                next_io;
  guint                n_handshakes; /* atomic */
  GHashTable          *strangers;    /* (element-type GIOStream): borrowed; connections that are no WebSocket */
  GSource             *stranger_tick;
  guint64              n_requests;
  guint64              n_refused;
  guint64              n_failed;
  gint64               started_us;
  gboolean             is_draining;
  GSourceFunc          drained;
  gpointer             drained_data;
  gint64               drain_end_us;
  /* Borrowed */
  const DrayHubConfig *config;
};

/* dray-hub-listen.c */
gboolean     dray_hub_listen          (DrayHub            *self,
                                       GError            **error);
GSocket     *dray_hub_get_socket      (DrayHub            *self,
                                       GIOStream          *stream);
void         dray_hub_forget_strangers (DrayHub           *self);

/* dray-hub-upgrade.c */
typedef void (*DrayUpgradedFunc)      (DrayIo             *io,
                                       GIOStream          *stream,
                                       GSocket            *socket,
                                       gpointer            data);
gboolean     dray_hub_upgrade         (DrayRequest        *request,
                                       const char         *protocol,
                                       DrayUpgradedFunc    func,
                                       gpointer            data);

/* dray-hub-request.c */
void         dray_hub_handle          (SoupServer         *server,
                                       SoupServerMessage  *message,
                                       const char         *path,
                                       GHashTable         *query,
                                       gpointer            hub);
void         dray_hub_look_early      (SoupServer         *server,
                                       SoupServerMessage  *message,
                                       const char         *path,
                                       GHashTable         *query,
                                       gpointer            hub);
DrayRequest *dray_request_ref         (DrayRequest        *self);
void         dray_request_unref       (DrayRequest        *self);
void         dray_request_pause       (DrayRequest        *self);
void         dray_request_answer      (DrayRequest        *self,
                                       int                 status,
                                       const char         *type,
                                       char               *taken);
void         dray_request_fail        (DrayRequest        *self,
                                       int                 status,
                                       const char         *code,
                                       const char         *format,
                                       ...) G_GNUC_PRINTF (4, 5);
void         dray_request_fail_error  (DrayRequest        *self,
                                       const GError       *error);
void         dray_request_finish      (DrayRequest        *self,
                                       int                 status,
                                       char               *taken);
void         dray_request_finish_error (DrayRequest       *self,
                                       const GError       *error);
JsonObject  *dray_request_parse       (DrayRequest        *self,
                                       JsonNode          **node);
const char  *dray_request_get         (DrayRequest        *self,
                                       const char         *name);
void         dray_request_refuse      (DrayRequest        *self,
                                       const char         *why);

/* dray-hub-events.c */
void         dray_hub_begin_events    (DrayHub            *self);
void         dray_hub_end_events      (DrayHub            *self);
void         dray_hub_get_events      (DrayRequest        *request);

/* dray-hub-files.c */
void         dray_hub_get_regions     (DrayRequest        *request);
void         dray_hub_get_region      (DrayRequest        *request);
void         dray_hub_get_file        (DrayRequest        *request);
void         dray_hub_put_file        (DrayRequest        *request);

/* dray-hub-ledger.c */
void         dray_hub_begin_ledgers   (DrayHub            *self);
void         dray_hub_end_ledgers     (DrayHub            *self);

/* dray-hub-ship.c */
gboolean     dray_hub_begin_shipping  (DrayHub            *self,
                                       GError            **error);
void         dray_hub_end_shipping    (DrayHub            *self);
guint        dray_hub_count_unshipped (DrayHub            *self);

/* dray-hub-session.c */
void dray_hub_post_session   (DrayRequest *request);
void dray_hub_post_refresh   (DrayRequest *request);
void dray_hub_delete_session (DrayRequest *request);
void dray_hub_post_redeem    (DrayRequest *request);
void dray_hub_post_invite    (DrayRequest *request);
void dray_hub_run_door       (gpointer     door,
                              gpointer     hub);

/* dray-hub-rest.c */
void dray_hub_get_rows       (DrayRequest *request);
void dray_hub_get_row        (DrayRequest *request);
void dray_hub_post_operation (DrayRequest *request);

/* dray-hub-state.c */
void dray_hub_get_health     (DrayRequest *request);
void dray_hub_get_ready      (DrayRequest *request);
void dray_hub_get_metrics    (DrayRequest *request);
void dray_hub_get_openapi    (DrayRequest *request);

/* dray-fix-lane.c */
DrayFixLane *dray_fix_lane_new         (DrayHub     *hub);
void      dray_fix_lane_free        (DrayFixLane    *self);
void      dray_fix_lane_turn        (DrayIo      *io,
                                 gpointer     hub);
void      dray_fix_lane_stop        (DrayFixLane    *self);
guint64   dray_fix_lane_count       (DrayFixLane    *self,
                                 guint        verdict);
guint     dray_fix_lane_get_n_consoles (DrayFixLane *self);
void      dray_fix_lane_look_at (DrayFixLane       *self,
                                 DrayTenant        *tenant,
                                 const DrayEffects *effects);
guint64   dray_fix_lane_count_events (DrayFixLane *self);
void      dray_hub_take_osmand  (DrayRequest *request);
void      dray_hub_take_owntracks (DrayRequest *request);
void      dray_hub_open_devices (DrayRequest *request);
void      dray_hub_open_live    (DrayRequest *request);

/* dray-sync-lane.c */
DraySyncLane *dray_sync_lane_new      (DrayHub      *hub);
void          dray_sync_lane_add      (DraySyncLane *self,
                                       DrayTenant   *tenant);
void          dray_sync_lane_stop     (DraySyncLane *self);
void          dray_sync_lane_free     (DraySyncLane *self);
guint         dray_sync_lane_get_n    (DraySyncLane *self);
void          dray_sync_lane_tell     (DraySyncLane *self,
                                       DrayTenant   *tenant);
DrayNewsFunc  dray_sync_lane_get_news (void);
void          dray_hub_open_sync      (DrayRequest  *request);

G_END_DECLS
