/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-fence-watch.h"
#include "dray-fix-gate.h"
#include "dray-live-fleet.h"
#include "dray-route-tracker.h"
#include "dray-telemetry-writer.h"

G_BEGIN_DECLS

/**
 * DrayIngest:
 *
 * The thread that fixes arrive on. It judges them, follows the trucks along their routes, and hands what is new to the live fleet.
 * What a fix made known (an arrival, a departure) is told in the main context, where an operation comes of it.
 */
#define DRAY_TYPE_INGEST (dray_ingest_get_type ())
G_DECLARE_FINAL_TYPE (DrayIngest, dray_ingest, DRAY, INGEST, GObject)

DrayIngest *dray_ingest_new       (DrayLiveFleet   *fleet,
                                   DrayClock       *clock,
                                   DrayTrackerFunc  func,
                                   DrayFenceFunc    fence_func,
                                   gpointer         user_data,
                                   GMainContext    *context);
void        dray_ingest_stop      (DrayIngest      *self);

/* From any thread. */
void        dray_ingest_put_fixes (DrayIngest      *self,
                                   const DrayFix   *fixes,
                                   gsize            n_fixes);
void        dray_ingest_set_route (DrayIngest      *self,
                                   guint            truck,
                                   DrayLiveRoute   *route,
                                   guint            n_done);
void        dray_ingest_set_fences (DrayIngest     *self,
                                   DrayFenceSet    *fences);
void        dray_ingest_set_history (DrayIngest    *self,
                                   DrayTelemetryWriter *writer,
                                   const guint32   *numbers);
void        dray_ingest_set_alarm (DrayIngest      *self,
                                   guint            truck,
                                   gboolean         alarm);
void        dray_ingest_flush     (DrayIngest      *self,
                                   GSourceFunc      func,
                                   gpointer         data,
                                   GDestroyNotify   destroy);
void        dray_ingest_count     (DrayIngest      *self,
                                   guint64          counts[DRAY_FIX_N_VERDICTS]);

G_END_DECLS
