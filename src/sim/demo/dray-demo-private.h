/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-county.h"
#include "dray-demo.h"
#include "dray-planner.h"
#include "dray-random.h"
#include "dray-region.h"
#include "dray-store.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the steps of making a demo hand to each other. Records are made in the order in which they refer to each other. */

#define DRAY_DEMO_N_CLASSES 4

/* A class of truck: what it may carry, what the road must allow, what it costs. */
typedef struct {
  const char         *name;
  int                 load_kg;
  int                 pallets;
  int                 volume_l;
  int                 share_percent;
  gint64              day_cost_minor;
  gint64              hour_cost_minor;
  gint64              km_cost_minor;
  DrayVehicleProfile  profile;
} DrayDemoClass;

extern const DrayDemoClass dray_demo_classes[DRAY_DEMO_N_CLASSES];

typedef struct {
  DrayId id;
  DrayId party;       /* none of a depot */
  int    lon_e7;
  int    lat_e7;
  gboolean is_reachable; /* for every class of truck: a small county has places with no road for the heavy ones */
} DrayDemoSite;

typedef struct {
  DrayId  id;
  DrayId  driver;      /* none: nobody drives it today */
  int     truck_class;
  int     depot;       /* index of its depot among the sites */
  gint64  from_us;
  gint64  until_us;
  gboolean tail_lift;
} DrayDemoTruck;

typedef struct {
  DrayId   id;
  int      site;       /* index among the sites */
  int      depot;      /* index of its depot among the sites */
  gint64   open_us;
  gint64   close_us;
  int      service_s;
  int      load_kg;
  int      pallets;
  int      volume_l;
  gboolean tail_lift;
} DrayDemoTask;

typedef struct {
  const DrayDemoOptions *options;
  GCancellable          *cancellable;
  DrayRandom             random;
  DrayCounty            *county;
  const char            *region_path;
  DrayStore             *store;
  GPtrArray             *batch;       /* (element-type DrayIntent): on their way into the store */
  GArray                *sites;       /* (element-type DrayDemoSite): the depots first */
  int                    n_depots;
  GArray                *trucks;      /* (element-type DrayDemoTruck) */
  GArray                *tasks;       /* (element-type DrayDemoTask) */
} DrayDemo;

DrayId   dray_demo_make_id     (DrayDemo         *self);
gboolean dray_demo_put         (DrayDemo         *self,
                                const DrayTable  *table,
                                const DrayId     *id,
                                JsonObject       *values,
                                GError          **error);
gboolean dray_demo_push        (DrayDemo         *self,
                                DrayIntent       *intent,
                                GError          **error);
gboolean dray_demo_flush       (DrayDemo         *self,
                                GError          **error);
void     dray_demo_set_id      (JsonObject       *object,
                                const char       *member,
                                const DrayId     *id);
gboolean dray_demo_tell        (DrayDemo         *self,
                                const char       *what,
                                double            share,
                                GError          **error);

/* The steps. */
gboolean dray_demo_put_sites   (DrayDemo         *self,
                                GError          **error);
gboolean dray_demo_put_fleet   (DrayDemo         *self,
                                GError          **error);
gboolean dray_demo_put_orders  (DrayDemo         *self,
                                GError          **error);
gboolean dray_demo_put_fences  (DrayDemo         *self,
                                GError          **error);
gboolean dray_demo_put_messages (DrayDemo        *self,
                                GError          **error);
gboolean dray_demo_plan_day    (DrayDemo         *self,
                                GError          **error);

gboolean dray_demo_put_history (DrayDemo         *self,
                                const char       *folder,
                                GError          **error);

/* A part of planning: the fence of the story lies on a route. */
gboolean dray_demo_put_story_fence (DrayDemo             *self,
                                    DrayRegion           *region,
                                    int                   truck,
                                    const DrayDraftRoute *route,
                                    GError              **error);

G_END_DECLS
