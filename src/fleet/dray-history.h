/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-watch.h"
#include "dray-telemetry-writer.h"

G_BEGIN_DECLS

/**
 * DrayHistory:
 *
 * Where the trucks were: reads a workspace's positions on threads of its own, one for the replay and one for everything else, so that
 * no question waits for another kind. Trucks are counted as in the live fleet. All functions are for the main context.
 */
#define DRAY_TYPE_HISTORY (dray_history_get_type ())
G_DECLARE_FINAL_TYPE (DrayHistory, dray_history, DRAY, HISTORY, GObject)

/* A truck was in an area from the first to the last of these fixes, or crossed it between two. */
typedef struct {
  guint   truck;
  gint64  from_us;
  gint64  to_us;
  guint   n_fixes;   /* in the area; 0 where it went through between two */
} DrayPresence;

DrayHistory *dray_history_new                (const char           *path,
                                              DrayTelemetryWriter  *writer,
                                              const DrayId         *trucks,
                                              guint                 n_trucks);
void         dray_history_stop               (DrayHistory          *self);
guint        dray_history_get_n_trucks       (DrayHistory          *self);

/* The fixes of one truck: (element-type DrayFix), rising in time. */
void         dray_history_read_truck_async   (DrayHistory          *self,
                                              guint                 truck,
                                              gint64                from_us,
                                              gint64                to_us,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* Who was there then: (element-type DrayPresence), by truck and time. */
void         dray_history_find_present_async (DrayHistory          *self,
                                              const DrayShape      *area,
                                              gint64                from_us,
                                              gint64                to_us,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* Where every truck was at an instant: (element-type DrayFix), an element a truck; its at_us is DRAY_NEVER where nothing is known. */
void         dray_history_seek_async         (DrayHistory          *self,
                                              gint64                at_us,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* What these fences would have seen: (element-type DrayFenceEvent) whose names are the fences'. Nothing is recorded. */
void         dray_history_try_fences_async   (DrayHistory          *self,
                                              DrayFenceSet         *fences,
                                              gint64                from_us,
                                              gint64                to_us,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* How many trucks moved in each of some slots that follow each other: (element-type double). */
void         dray_history_count_activity_async (DrayHistory        *self,
                                              gint64                from_us,
                                              gint64                slot_us,
                                              guint                 n_slots,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* Returns: (transfer full) of every one of them */
GArray      *dray_history_finish             (DrayHistory          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* From when until when there are positions; both are DRAY_NEVER with none. */
void         dray_history_get_span_async     (DrayHistory          *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean     dray_history_get_span_finish    (DrayHistory          *self,
                                              GAsyncResult         *result,
                                              gint64               *from_us,
                                              gint64               *to_us,
                                              GError              **error);

/* Blocking, for programs and tests that have no main context to keep free: the same work on an open file. @numbers: of the trucks. */
GArray      *dray_history_find_present       (DrayTelemetry        *telemetry,
                                              const DrayShape      *area,
                                              gint64                from_us,
                                              gint64                to_us,
                                              GCancellable         *cancellable,
                                              GError              **error);
GArray      *dray_history_try_fences         (DrayTelemetry        *telemetry,
                                              DrayFenceSet         *fences,
                                              gint64                from_us,
                                              gint64                to_us,
                                              GCancellable         *cancellable,
                                              GError              **error);

G_END_DECLS
