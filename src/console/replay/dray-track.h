/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-history.h"
#include "dray-trip-detector.h"

G_BEGIN_DECLS

/**
 * DrayTrack:
 * @fixes: (element-type DrayFix): rising in time
 * @x: [fixes->len] Web Mercator in [0, 1); so @y
 * @stops: (element-type DrayDetectedStop): where it stood three minutes or more
 *
 * Where one truck was, ready to be drawn. Immutable and reference counted.
 */
typedef struct {
  guint   truck;
  gint64  from_us;
  gint64  to_us;
  GArray *fixes;
  double *x;
  double *y;
  GArray *stops;
} DrayTrack;

DrayTrack *dray_track_new         (guint                 truck,
                                   gint64                from_us,
                                   gint64                to_us,
                                   GArray               *fixes);
DrayTrack *dray_track_ref         (DrayTrack            *self);
void       dray_track_unref       (DrayTrack            *self);
guint      dray_track_find        (const DrayTrack      *self,
                                   gint64                at_us);

void       dray_track_load_async  (DrayHistory          *history,
                                   guint                 truck,
                                   gint64                from_us,
                                   gint64                to_us,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
DrayTrack *dray_track_load_finish (GAsyncResult         *result,
                                   GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTrack, dray_track_unref)

G_END_DECLS
