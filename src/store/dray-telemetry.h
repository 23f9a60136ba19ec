/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-fix.h"
#include "dray-geo-box.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayTelemetry:
 *
 * The history of a fleet's positions: one SQLite file beside the workspace. Fixes are appended to a journal and from there compacted
 * into segments; every read is of segments. It may block and belongs to one thread at a time; #DrayTelemetryWriter gives it one.
 */
typedef struct _DrayTelemetry DrayTelemetry;

/* What the file is called, beside workspace.dray. */
#define DRAY_TELEMETRY_FILE "telemetry.dray"

DrayTelemetry *dray_telemetry_open          (const char           *path,
                                             DrayDatabaseMode      mode,
                                             GError              **error);
void           dray_telemetry_free          (DrayTelemetry        *self);
DrayDatabase  *dray_telemetry_get_database  (DrayTelemetry        *self);

/* Trucks have small numbers in the file, from 0 and never given anew. */
gboolean       dray_telemetry_put_trucks    (DrayTelemetry        *self,
                                             const DrayId         *ids,
                                             guint                 n_trucks,
                                             guint32              *numbers,
                                             GError              **error);
GArray        *dray_telemetry_list_trucks   (DrayTelemetry        *self,
                                             GError              **error);

/* Writing. */
gboolean       dray_telemetry_append        (DrayTelemetry        *self,
                                             const DrayFix        *fixes,
                                             gsize                 n_fixes,
                                             GError              **error);
gboolean       dray_telemetry_compact       (DrayTelemetry        *self,
                                             GError              **error);
gboolean       dray_telemetry_drop_before   (DrayTelemetry        *self,
                                             gint64                at_us,
                                             guint                *n_days,
                                             GError              **error);
gsize          dray_telemetry_get_n_waiting (DrayTelemetry        *self);

/**
 * DrayTelemetryVisitor:
 * @wants: (nullable): whether the truck's next segment is to be taken even if it lies outside the box
 * @take: takes a segment: fixes of one truck, rising in time, and whether it follows the one taken before of that truck with
 *   nothing left out between. %FALSE ends the scan
 */
typedef struct {
  gboolean (*wants) (guint32        truck,
                     gpointer       data);
  gboolean (*take)  (const DrayFix *fixes,
                     guint          n_fixes,
                     gboolean       follows,
                     gpointer       data);
} DrayTelemetryVisitor;

GArray        *dray_telemetry_read_truck    (DrayTelemetry        *self,
                                             guint32               truck,
                                             gint64                from_us,
                                             gint64                to_us,
                                             GError              **error);
gboolean       dray_telemetry_scan          (DrayTelemetry        *self,
                                             const DrayGeoBox     *box,
                                             gint64                from_us,
                                             gint64                to_us,
                                             const DrayTelemetryVisitor *visitor,
                                             gpointer              data,
                                             GCancellable         *cancellable,
                                             GError              **error);
GArray        *dray_telemetry_count_activity (DrayTelemetry       *self,
                                             gint64                from_us,
                                             gint64                slot_us,
                                             guint                 n_slots,
                                             GError              **error);
gboolean       dray_telemetry_get_span      (DrayTelemetry        *self,
                                             gint64               *from_us,
                                             gint64               *to_us,
                                             gint64               *n_fixes,
                                             GError              **error);

/**
 * DrayTelemetrySeal:
 * @from_us: the hour's begin
 * @hash: SHA-256 over the hashes of the hour's segments, in the order of their trucks' ids and then their time
 * @segments: (element-type DrayTelemetryProof)
 *
 * What an hour of telemetry amounts to. The hash goes into the ledger; with the segments' hashes and one truck's segments a
 * stranger proves that the track is what was sealed, and learns nothing of the other trucks.
 */
typedef struct {
  gint64  from_us;
  gint64  n_fixes;
  guint8  hash[32];
  GArray *segments;
} DrayTelemetrySeal;

/* One segment of a seal; @hash is SHA-256 of the truck's 16 bytes and then of the segment as it lies in the file. */
typedef struct {
  DrayId  truck;
  gint64  start_us;
  guint   n_fixes;
  guint8  hash[32];
} DrayTelemetryProof;

GArray        *dray_telemetry_list_unsealed (DrayTelemetry        *self,
                                             gint64                before_us,
                                             GError              **error);
DrayTelemetrySeal *dray_telemetry_hash_hour (DrayTelemetry        *self,
                                             gint64                from_us,
                                             GError              **error);
gboolean       dray_telemetry_set_sealed    (DrayTelemetry        *self,
                                             const DrayTelemetrySeal *seal,
                                             GError              **error);
void           dray_telemetry_seal_free     (DrayTelemetrySeal    *self);
GBytes        *dray_telemetry_get_segment   (DrayTelemetry        *self,
                                             guint32               truck,
                                             gint64                start_us,
                                             GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTelemetry, dray_telemetry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTelemetrySeal, dray_telemetry_seal_free)

/**
 * DrayTelemetryCursor:
 *
 * Where every truck is at an instant: stands at one, and steps to another, forwards or backwards, at the price of the segments that
 * it has to change.
 */
typedef struct _DrayTelemetryCursor DrayTelemetryCursor;

DrayTelemetryCursor *dray_telemetry_cursor_new  (DrayTelemetry        *telemetry,
                                                 const guint32        *trucks,
                                                 guint                 n_trucks);
void                 dray_telemetry_cursor_free (DrayTelemetryCursor  *self);
gboolean             dray_telemetry_cursor_seek (DrayTelemetryCursor  *self,
                                                 gint64                at_us,
                                                 DrayFix              *fixes,
                                                 GError              **error);
void                 dray_telemetry_cursor_forget (DrayTelemetryCursor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTelemetryCursor, dray_telemetry_cursor_free)

G_END_DECLS
