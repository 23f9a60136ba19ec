/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-instance.h"
#include "dray-scan.h"

G_BEGIN_DECLS

/* One reader a format; each fills a fresh instance and says what is wrong by the line. */
gboolean dray_instance_read_solomon (DrayInstance *self, DrayScan *scan, GError **error);
gboolean dray_instance_read_lilim   (DrayInstance *self, DrayScan *scan, GError **error);
gboolean dray_instance_read_vrplib  (DrayInstance *self, DrayScan *scan, GError **error);

/* What the readers share: the columns of @n nodes, and one row of Solomon's or Li and Lim's table. */
void     dray_instance_alloc        (DrayInstance *self, int n, gboolean with_times);
gboolean dray_instance_set_row      (DrayInstance *self, int node, const double row[7], DrayScan *scan, GError **error);

G_END_DECLS
