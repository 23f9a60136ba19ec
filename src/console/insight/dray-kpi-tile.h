/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-kpi-result.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayKpiTile:
 *
 * One figure: its name, the number with its unit, what it counted, how it stands against the period before, and its last days as a line.
 * Its definition is the tooltip. A click chooses it.
 */
#define DRAY_TYPE_KPI_TILE (dray_kpi_tile_get_type ())
G_DECLARE_FINAL_TYPE (DrayKpiTile, dray_kpi_tile, DRAY, KPI_TILE, GtkToggleButton)

GtkWidget     *dray_kpi_tile_new        (const DrayKpi *kpi);
const DrayKpi *dray_kpi_tile_get_kpi    (DrayKpiTile   *self);
void           dray_kpi_tile_set_result (DrayKpiTile   *self,
                                         DrayKpiResult *result,
                                         gboolean       is_going_on);
void           dray_kpi_tile_set_now    (DrayKpiTile   *self,
                                         DrayKpiResult *result);
void           dray_kpi_tile_set_trend  (DrayKpiTile   *self,
                                         DrayKpiResult *trend);
const char    *dray_kpi_tile_get_value  (DrayKpiTile   *self);

G_END_DECLS
