/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine-figures.h"
#include "dray-heat-layer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayHeatPage:
 *
 * Where it happens: visits, dwell and lateness of the period on the map, and the places where most of it comes from.
 */
#define DRAY_TYPE_HEAT_PAGE (dray_heat_page_get_type ())
G_DECLARE_FINAL_TYPE (DrayHeatPage, dray_heat_page, DRAY, HEAT_PAGE, AdwBin)

void           dray_heat_page_open       (DrayHeatPage *self,
                                          DrayEngine   *engine,
                                          GSettings    *window_settings);
void           dray_heat_page_set_period (DrayHeatPage *self,
                                          gint64        first_day,
                                          gint64        last_day);
void           dray_heat_page_choose     (DrayHeatPage *self,
                                          guint         measure);
gboolean       dray_heat_page_is_busy    (DrayHeatPage *self);
const char    *dray_heat_page_get_words  (DrayHeatPage *self);
DrayHeatLayer *dray_heat_page_get_layer  (DrayHeatPage *self);

G_END_DECLS
