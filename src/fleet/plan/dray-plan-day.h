/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-ask.h"
#include "dray-store.h"
#include "dray-vehicle-profile.h"

G_BEGIN_DECLS

/* A row and column of the matrices: a site, or where a truck is. */
typedef struct {
  DrayId site; /* none where a truck is */
  char  *name;
  int    lon_e7;
  int    lat_e7;
} DrayPlanPlace;

/* What people call a task, and where it stands. */
typedef struct {
  DrayId order;
  DrayId site;
  char  *reference; /* of its order */
  char  *name;      /* of its site */
  DrayId   stop;    /* the released stop that holds it; none while no driver knows of it */
  gboolean arrived; /* the truck stands there */
} DrayPlanTaskFacts;

/* A stop that a driver was told of and has left, or was told to bypass: it stays in the route. */
typedef struct {
  DrayId stop;
  DrayId task;
  DrayId site;
  gint64 planned_us;
  gint64 leave_us;
} DrayPlanDoneStop;

/* What people call a truck, and what its driver was told; @done: (element-type DrayPlanDoneStop) (nullable). */
typedef struct {
  char  *number;
  char  *driver;    /* (nullable) */
  DrayId depot;
  DrayId route;     /* released for the day; none while nothing was */
  gint64 start_us;  /* of that route */
  int    gross_kg;
  GArray *done;
} DrayPlanTruckFacts;

/* Somebody on the roster who has no truck for the day. */
typedef struct {
  DrayId   driver;
  char    *name;
  int      licence;  /* index in the choices of the driver's field: B, C1, C, CE */
  gboolean hazmat;
  gint64   from_us;
  gint64   until_us;
} DrayPlanStandby;

/**
 * DrayPlanDay:
 * @ask: what it was read for
 * @request: the day as the planner takes it; its arrays belong to this. Its matrices are there once dray_plan_roads_fill() was called
 * @day: the operating day
 * @zone: the first depot's clock
 * @places: (element-type DrayPlanPlace): [request.n_places]
 * @vehicles: (element-type DrayVehicleProfile): [request.n_profiles] what the road must hold
 * @tasks: (element-type DrayPlanTaskFacts): [request.n_tasks]
 * @trucks: (element-type DrayPlanTruckFacts): [request.n_trucks]
 * @region: (nullable): the identity of the roads it was measured on
 * @standbys: (element-type DrayPlanStandby): who could step in
 * @notes: (element-type utf8): records that could not be planned with, in words: a truck without a capacity, a window that ends before it
 *   begins
 *
 * Everything that a plan is made of, read at one instant. Reference counted; immutable once its roads are filled, so that a search, a
 * drag and a comparison share it.
 */
typedef struct {
  DrayPlanAsk       *ask;
  DrayPlannerRequest request;
  gint64             day;
  GTimeZone         *zone;
  GArray            *places;
  GArray            *vehicles;
  GArray            *tasks;
  GArray            *trucks;
  char              *region;
  GArray            *standbys;
  GPtrArray         *notes;
} DrayPlanDay;

DrayPlanDay              *dray_plan_day_read      (DrayStore          *store,
                                                   const DrayPlanAsk  *ask,
                                                   GError            **error);
DrayPlanDay              *dray_plan_day_copy      (const DrayPlanDay  *self);
DrayPlanDay              *dray_plan_day_ref       (DrayPlanDay        *self);
void                      dray_plan_day_unref     (DrayPlanDay        *self);
const DrayPlanTaskFacts  *dray_plan_day_get_task  (const DrayPlanDay  *self,
                                                   int                 task);
const DrayPlanTruckFacts *dray_plan_day_get_truck (const DrayPlanDay  *self,
                                                   int                 truck);
int                       dray_plan_day_find_task (const DrayPlanDay  *self,
                                                   const DrayId       *task);
int                       dray_plan_day_find_truck (const DrayPlanDay *self,
                                                   const DrayId       *truck);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlanDay, dray_plan_day_unref)

G_END_DECLS
