/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-demo-past.h"
#include "dray-route-tracker.h"

G_BEGIN_DECLS

/* A stop of a round, as it was promised and as it came. */
typedef struct {
  DrayId  stop;
  DrayId  order;
  DrayId  task;
  int     site;        /* index among the sites */
  int     load_kg;
  int     pallets;
  int     service_s;
  gint64  charge_minor;
  gint64  open_us;
  gint64  close_us;
  gint64  planned_us;
  gint64  leave_us;
  gint64  eta_hour_us; /* DRAY_NEVER where nothing was shown, as below where it did not happen */
  gint64  eta_leg_us;
  gint64  arrived_us;
  gint64  departed_us;
} DrayPastStop;

/* What the tracker expected at some time. */
typedef struct {
  gint64         at_us;
  DrayStopTimes *times;
} DrayPastShown;

/* A truck's day. */
typedef struct {
  DrayId         id;         /* none: it stays in the yard */
  DrayLiveRoute *route;      /* owned */
  GArray        *stops;      /* (element-type DrayPastStop) */
  GArray        *shown;      /* (element-type DrayPastShown) */
  guint          n_moving;   /* fixes of it that were under way */
  gint64         planned_us; /* when it was to leave */
  gint64         left_us;
  gint64         back_us;
} DrayPastRound;

/* What goes on from day to day. */
typedef struct {
  gint64 odometer_m;
  gint64 engine_s;
  gint64 since_fill_m;
  int    n_fills;
} DrayPastTruck;

struct _DrayDemoPast {
  DrayDemo         *demo;      /* borrowed */
  DrayRandom        random;
  int               slow_site;
  gint64            day_us;
  int               number;    /* of the last order */
  DrayPastRound    *rounds;    /* [trucks] */
  DrayPastTruck    *trucks;    /* [trucks] */
  DrayRouteTracker *tracker;   /* of the day */
  gint64           *looked_us; /* [trucks]: when what is shown was kept last */
  guint             left;      /* the truck that left a place with the last fix, plus one */
  GPtrArray        *rows;      /* (element-type JsonNode): on their way into one table */
  const DrayTable  *table;
};

/* One record, put to the others of its table; they are imported when they are many or the table is another. */
gboolean dray_demo_past_put       (DrayDemoPast      *self,
                                   const DrayTable   *table,
                                   const DrayId      *id,
                                   JsonObject        *values,
                                   GError           **error);
gboolean dray_demo_past_flush     (DrayDemoPast      *self,
                                   GError           **error);
/* An operation as of that instant. */
DrayIntent *dray_demo_past_intent (DrayDemoPast      *self,
                                   const char        *operation,
                                   gint64             at_us);
int      dray_demo_past_draw      (DrayDemoPast      *self,
                                   int                from,
                                   int                to);

/* The parts of a day's end. */
gboolean dray_demo_past_put_orders (DrayDemoPast     *self,
                                    guint             truck,
                                    GError          **error);
gboolean dray_demo_past_put_facts  (DrayDemoPast     *self,
                                    guint             truck,
                                    GError          **error);
gboolean dray_demo_past_put_yard   (DrayDemoPast     *self,
                                    guint             truck,
                                    GError          **error);
gboolean dray_demo_past_put_workshop (DrayDemoPast   *self,
                                    GError          **error);

G_END_DECLS
