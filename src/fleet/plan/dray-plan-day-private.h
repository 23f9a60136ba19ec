/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-day.h"

G_BEGIN_DECLS

/* What the steps of reading a day hand to each other. */
typedef struct {
  DrayStore         *store;
  const DrayPlanAsk *ask;
  DrayPlanDay       *day;
  GHashTable        *sites;    /* DrayId → DrayRow */
  GHashTable        *places;   /* DrayId of a site → its place plus one */
  GArray            *tasks;    /* (element-type DrayPlannerTask) */
  GArray            *trucks;   /* (element-type DrayPlannerTruck) */
  GPtrArray         *routes;   /* (element-type DrayRow): released for the day */
  GPtrArray         *stops;    /* (element-type GPtrArray of DrayRow): of each route, in driving order */
  GHashTable        *behind;   /* DrayId of a task: a truck has left its stop, or its route is over */
} DrayDayReader;

DrayPlanDay *dray_plan_day_new        (const DrayPlanAsk  *ask);
void         dray_plan_profile_clear  (DrayPlannerProfile *profile);

GPtrArray   *dray_day_reader_select   (DrayDayReader      *self,
                                       const DrayTable    *table,
                                       int                 field,
                                       const DrayValue    *value,
                                       GError            **error);
GHashTable  *dray_day_reader_index    (GPtrArray          *rows);
int          dray_day_reader_place    (DrayDayReader      *self,
                                       const DrayId       *site);
gboolean     dray_day_reader_released (DrayDayReader      *self,
                                       GError            **error);
gboolean     dray_day_reader_orders   (DrayDayReader      *self,
                                       GError            **error);
gboolean     dray_day_reader_trucks   (DrayDayReader      *self,
                                       GError            **error);
void         dray_day_reader_routes   (DrayDayReader      *self);

G_END_DECLS
