/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem.h"

G_BEGIN_DECLS

/* Which parts of the model a problem uses; the search leaves out what isn't asked. */
typedef enum {
  DRAY_FEATURE_TIME_COST = 1 << 0,    /* a route's duration has a price or a limit */
  DRAY_FEATURE_WINDOWS = 1 << 1,      /* some stop has several windows */
  DRAY_FEATURE_SLOTS = 1 << 2,        /* durations by the hour */
  DRAY_FEATURE_SOFT = 1 << 3,
  DRAY_FEATURE_SETUP = 1 << 4,
  DRAY_FEATURE_RELEASE = 1 << 5,
  DRAY_FEATURE_RIDE = 1 << 6,
  DRAY_FEATURE_RELOADS = 1 << 7,
  DRAY_FEATURE_BREAKS = 1 << 8,
  DRAY_FEATURE_HOURS = 1 << 9,
  DRAY_FEATURE_SHAPE = 1 << 10,       /* balance or compactness */
  DRAY_FEATURE_RELATIONS = 1 << 11,
  DRAY_FEATURE_CHURN = 1 << 12,
  DRAY_FEATURE_FIXED = 1 << 13,       /* prefixes or locked routes */
  DRAY_FEATURE_PICKUPS = 1 << 14,     /* load is not only delivered from a depot */
  DRAY_FEATURE_GROUPS = 1 << 15,      /* some unit has more than one stop */
  DRAY_FEATURE_LIMITS = 1 << 16,      /* of stops or distance */
  DRAY_FEATURE_SKILLS = 1 << 17,      /* some vehicle may not serve some stop */
} DrayFeatures;

typedef struct {
  DrayRelationKind kind;
  int              n_stops;
  int             *stops;
} DrayRelation;

/* What a builder gathers. A problem holds on to it, so that it must not change once a problem was made of it. */
struct _DrayProblemBuilder {
  gatomicrefcount ref_count;
  int             n_locations;
  GArray         *profiles;    /* (element-type DrayProfileInput) */
  guint           n_checked;   /* the first of them, which another problem was made of: their matrices hold */
  GArray         *orders;      /* (element-type DrayOrderInput) */
  GArray         *stops;       /* (element-type DrayStopInput) */
  GArray         *vehicles;    /* (element-type DrayVehicleInput) */
  GArray         *relations;   /* (element-type DrayRelation) */
  DrayObjective   objective;
  int            *x;           /* (nullable) */
  int            *y;
  GHashTable     *published;   /* (element-type int GArray): stops by vehicle */
  GPtrArray      *owned;       /* every array that the inputs point to */
};

/* One way of getting about at one pace. Vehicles of a profile and a speed share it. */
typedef struct {
  int           profile;
  int           speed_permille;
  DrayMatrix   *duration;      /* (nullable) where rows are given */
  DrayMatrix   *distance;      /* may be the same as duration */
  int           n_slots;
  int           slot_length;
  DrayMatrix  **slots;
  DrayRowFunc   rows;
  gpointer      rows_data;
} DrayPace;

/* The checked problem, flat. Stops, orders, vehicles and relations are as given; a unit is what is put in and taken out together:
 * an order, or several that a relation ties to one vehicle. */
struct _DrayProblem {
  gatomicrefcount         ref_count;
  DrayProblemBuilder     *input;
  int                     n_locations;
  int                     n_stops;
  int                     n_orders;
  int                     n_vehicles;
  int                     n_relations;
  int                     n_units;
  int                     n_loads;         /* dimensions in use */
  DrayFeatures            features;
  const DrayStopInput    *stops;           /* [n_stops] */
  const DrayOrderInput   *orders;          /* [n_orders] */
  const DrayVehicleInput *vehicles;        /* [n_vehicles] */
  const DrayRelation     *relations;       /* [n_relations] */
  int                    *stop_order;      /* [n_stops] */
  int                    *order_first;     /* [n_orders + 1], into order_stops */
  int                    *order_stops;     /* [n_stops] */
  int                    *order_unit;      /* [n_orders] */
  int                    *unit_first;      /* [n_units + 1], into unit_stops */
  int                    *unit_stops;      /* [n_stops], in an order that the unit's rules allow */
  int                    *relation_first;  /* [n_stops + 1], into stop_relations */
  int                    *stop_relations;
  int                     n_paces;
  DrayPace               *paces;           /* [n_paces] */
  int                    *vehicle_pace;    /* [n_vehicles] */
  int                     n_skill_sets;
  int                    *stop_skill_set;  /* [n_stops] */
  guint8                 *skill_fits;      /* [n_skill_sets, n_vehicles] */
  int                    *prefix_vehicle;  /* [n_stops]: whose fixed prefix or locked route holds it, or DRAY_NONE */
  int                    *old_vehicle;     /* [n_stops]: in the published plan, or DRAY_NONE */
  int                    *old_rank;        /* [n_stops] */
  int                     n_old;
};

/* The arc between two locations at a pace, leaving at @depart; %DRAY_UNREACHABLE where no way leads. */
int dray_pace_get_duration (const DrayPace *self, int from, int to, int depart);
int dray_pace_get_distance (const DrayPace *self, int from, int to);

static inline gboolean
dray_problem_stop_fits_vehicle (const DrayProblem *self,
                                int                stop,
                                int                vehicle)
{
  int bound = self->orders[self->stop_order[stop]].vehicle;

  return (bound == DRAY_NONE || bound == vehicle)
         && self->skill_fits[(gsize) self->stop_skill_set[stop] * (gsize) self->n_vehicles + (gsize) vehicle];
}

/* Whether some stop of the route must stand where it stands: all of a locked one, the prefix of any other. */
static inline int
dray_problem_get_n_fixed (const DrayProblem *self,
                          int                vehicle,
                          int                n_stops)
{
  return self->vehicles[vehicle].locked ? n_stops : self->vehicles[vehicle].n_prefix;
}

G_END_DECLS
