/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-telemetry.h"

G_BEGIN_DECLS

/**
 * DrayTelemetryWriter:
 *
 * The thread that owns a telemetry file for writing. Whoever has fixes puts them and goes on; they are committed in groups, every 30 ms
 * at most, with one wait for the disk a group, and compacted every minute. Reference counted; dray_telemetry_writer_stop() ends it.
 */
typedef struct _DrayTelemetryWriter DrayTelemetryWriter;

/* On the writer's thread: what was put is on the disk. */
typedef void (*DrayTelemetryDone) (gpointer data);

/* On the writer's thread: the disk refused; the fixes are kept and tried again. */
typedef void (*DrayTelemetryFailed) (const GError *error,
                                     gpointer      data);

/* On the writer's thread, alone with the file. Returns: whether it went well; the answer of dray_telemetry_writer_run() */
typedef gboolean (*DrayTelemetryFunc) (DrayTelemetry  *telemetry,
                                       gpointer        data,
                                       GError        **error);

DrayTelemetryWriter *dray_telemetry_writer_new    (DrayTelemetry       *taken,
                                                   DrayTelemetryFailed  failed,
                                                   gpointer             data);
DrayTelemetryWriter *dray_telemetry_writer_ref    (DrayTelemetryWriter *self);
void                 dray_telemetry_writer_unref  (DrayTelemetryWriter *self);
void                 dray_telemetry_writer_stop   (DrayTelemetryWriter *self);

/* From any thread but the writer's. */
void                 dray_telemetry_writer_put    (DrayTelemetryWriter *self,
                                                   const DrayFix       *fixes,
                                                   gsize                n_fixes,
                                                   DrayTelemetryDone    done,
                                                   gpointer             data);
gboolean             dray_telemetry_writer_run    (DrayTelemetryWriter *self,
                                                   DrayTelemetryFunc    func,
                                                   gpointer             data,
                                                   GError             **error);
gboolean             dray_telemetry_writer_settle (DrayTelemetryWriter *self,
                                                   GError             **error);
guint64              dray_telemetry_writer_get_n_lost (DrayTelemetryWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTelemetryWriter, dray_telemetry_writer_unref)

G_END_DECLS
