/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-history.h"
#include "dray-live-fleet.h"
#include "dray-map-source.h"
#include "dray-place-index.h"
#include "dray-plan-job.h"
#include "dray-plan-paths.h"
#include "dray-plan-quote.h"
#include "dray-plan-repair.h"
#include "dray-recurring-day.h"
#include "dray-region.h"
#include "dray-sync-line.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DrayEngine:
 *
 * One open workspace with all that works behind it: records, roads, base map, live fleet, ingestion, and in a demo the simulated day.
 * It owns every worker and stops them in order. A window, a command or a test is written against this header alone and never blocks.
 * All of it belongs to the main context in which it was opened.
 *
 * Signals:
 *   failed (#GError error): something in the background went wrong that no call could report; the engine goes on without it
 *   sync-changed: what dray_engine_get_sync_status() says
 *   hub-tokens (const char *access, const char *refresh): the hub gave new ones, and the old ones are void: keep these in the keyring
 */
#define DRAY_TYPE_ENGINE (dray_engine_get_type ())
G_DECLARE_FINAL_TYPE (DrayEngine, dray_engine, DRAY, ENGINE, GObject)

/**
 * DrayEngineFlags:
 * @DRAY_ENGINE_SIMULATE: let the simulated day of a demo run; without it a demo opens as its records stand
 * @DRAY_ENGINE_PAUSED: with the clock standing, for dray_engine_play_async()
 */
typedef enum {
  DRAY_ENGINE_DEFAULT  = 0,
  DRAY_ENGINE_SIMULATE = 1 << 0,
  DRAY_ENGINE_PAUSED   = 1 << 1,
} DrayEngineFlags;

void           dray_engine_open_async        (const char           *folder,
                                              DrayEngineFlags       flags,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
DrayEngine    *dray_engine_open_finish       (GAsyncResult         *result,
                                              GError              **error);
void           dray_engine_stop              (DrayEngine           *self);

const char    *dray_engine_get_folder        (DrayEngine           *self);
const char    *dray_engine_get_name          (DrayEngine           *self);
gboolean       dray_engine_is_demo           (DrayEngine           *self);
DrayClock     *dray_engine_get_clock         (DrayEngine           *self);
DrayLiveFleet *dray_engine_get_live_fleet    (DrayEngine           *self);
DrayHistory   *dray_engine_get_history       (DrayEngine           *self);
DrayMapSource *dray_engine_get_map_source    (DrayEngine           *self);
DrayGeoBox     dray_engine_get_box           (DrayEngine           *self);
DrayRegion    *dray_engine_get_region        (DrayEngine           *self);
const char *const *dray_engine_get_notices   (DrayEngine           *self);
DrayWorkspace *dray_engine_get_workspace     (DrayEngine           *self);
DrayId         dray_engine_make_id           (DrayEngine           *self);

/* The hub: which one stands in the folder, its tokens never; they are given at each start. */
void           dray_engine_join_hub          (DrayEngine           *self,
                                              const char           *url,
                                              const char           *access,
                                              const char           *refresh);
void           dray_engine_log_in            (DrayEngine           *self,
                                              const char           *refresh);
void           dray_engine_set_place         (DrayEngine           *self,
                                              gconstpointer         who,
                                              const DrayTable      *table,
                                              const DrayId         *id,
                                              gboolean              is_edited);
char          *dray_engine_dup_others        (DrayEngine           *self,
                                              const DrayId         *id,
                                              gboolean             *is_edited);
const char    *dray_engine_get_hub           (DrayEngine           *self);
void           dray_engine_set_offline       (DrayEngine           *self,
                                              gboolean              is_offline);
const DraySyncStatus *dray_engine_get_sync_status (DrayEngine      *self);

/* Planning: see dray-plan-job.h for the job, dray-plan-draft.h for its answer and dray-plan-board.h for working on that. */
DrayPlanJob   *dray_engine_plan_day          (DrayEngine           *self,
                                              const DrayPlanAsk    *ask);
void           dray_engine_draw_plan_async   (DrayEngine           *self,
                                              DrayPlanDraft        *draft,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
DrayPlanDrawing *dray_engine_draw_plan_finish (DrayEngine          *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           dray_engine_quote_async      (DrayEngine           *self,
                                              DrayPlanDraft        *draft,
                                              const DrayPlanNewOrder *order,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
DrayPlanQuote *dray_engine_quote_finish     (DrayEngine           *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           dray_engine_find_repairs_async (DrayEngine          *self,
                                              const DrayTrouble    *trouble,
                                              gint64                iterations,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray     *dray_engine_find_repairs_finish (DrayEngine         *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           dray_engine_take_recurring_async (DrayEngine        *self,
                                              gint64                day,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
DrayRecurringDay *dray_engine_take_recurring_finish (DrayEngine    *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void           dray_engine_release_async     (DrayEngine           *self,
                                              DrayPlanDraft        *draft,
                                              int                   truck,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       dray_engine_release_finish    (DrayEngine           *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Places of the region, as somebody types. */
void           dray_engine_find_places_async (DrayEngine           *self,
                                              const char           *words,
                                              const DrayGeoPoint   *near,
                                              int                   n_max,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray     *dray_engine_find_places_finish (DrayEngine          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* A demo's day step by step, the same every time. */
void           dray_engine_play_async        (DrayEngine           *self,
                                              gint64                until_us,
                                              double                speed,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       dray_engine_play_finish       (DrayEngine           *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/**
 * DrayEngineMakeFunc:
 * @what: what is being done, in words
 * @share: how far it is, 0 to 1
 */
typedef void (*DrayEngineMakeFunc) (const char *what,
                                    double      share,
                                    gpointer    user_data);

void           dray_engine_make_demo_async   (const char           *folder,
                                              GCancellable         *cancellable,
                                              DrayEngineMakeFunc    progress,
                                              gpointer              progress_data,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       dray_engine_make_demo_finish  (GAsyncResult         *result,
                                              GError              **error);

void           dray_engine_make_workspace_async (const char        *folder,
                                              const char           *roads,
                                              GCancellable         *cancellable,
                                              DrayEngineMakeFunc    progress,
                                              gpointer              progress_data,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       dray_engine_make_workspace_finish (GAsyncResult      *result,
                                              GError              **error);
void           dray_engine_import_roads_async (const char          *folder,
                                              const char           *roads,
                                              GCancellable         *cancellable,
                                              DrayEngineMakeFunc    progress,
                                              gpointer              progress_data,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       dray_engine_import_roads_finish (GAsyncResult        *result,
                                              GError              **error);

G_END_DECLS
