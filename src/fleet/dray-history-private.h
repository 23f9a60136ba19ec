/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-history.h"

G_BEGIN_DECLS

/* As the blocking functions of dray-history.h, for trucks that are counted otherwise than in the file. @indices: [n_numbers] the truck's
 * index by its number in the file, %G_MAXUINT32 for one that is left out; %NULL where number and index are the same. */
GArray *dray_history_find_present_of (DrayTelemetry     *telemetry,
                                      const guint32     *indices,
                                      guint              n_numbers,
                                      const DrayShape   *area,
                                      gint64             from_us,
                                      gint64             to_us,
                                      GCancellable      *cancellable,
                                      GError           **error);
GArray *dray_history_try_fences_of   (DrayTelemetry     *telemetry,
                                      const guint32     *indices,
                                      guint              n_numbers,
                                      guint              n_trucks,
                                      DrayFenceSet      *fences,
                                      gint64             from_us,
                                      gint64             to_us,
                                      GCancellable      *cancellable,
                                      GError           **error);

G_END_DECLS
