/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan.h"
#include "dray-problem-private.h"

G_BEGIN_DECLS

/* Room for judging one route after another without allocating; one a thread. */
typedef struct {
  const DrayProblem *problem;
  guint              stamp;
  guint             *order_stamp;   /* [n_orders] */
  int               *order_count;   /* [n_orders]: stops seen; valid where the stamp is */
  int               *order_phase;   /* [n_orders]: 1 once a delivery was seen */
  int               *order_end;     /* [n_orders]: departure from its first pickup */
  guint             *stop_stamp;    /* [n_stops] */
  int               *stop_place;    /* [n_stops]: index in the route */
  int               *begin;         /* [n_stops + 1] */
  int               *arrival;       /* [n_stops + 1] */
  int               *departure;     /* [n_stops + 1] */
  int               *delay;         /* [n_stops + 1]: begin so much later than one could */
  int               *old_rank;      /* [n_stops + 1] */
  GArray            *visits;        /* (element-type DrayVisit): the whole sheet of a route with breaks, reloads or hours, else empty */
  struct _DrayGap   *gaps;          /* [n_stops + 1] */
  GArray            *labels;        /* of dray-route-label.c */
  GArray            *steps;         /* (element-type DrayHoursStep) */
  int               *guesses;       /* [3 * n_stops + 32]: by step, how long its way takes */
  GArray            *items;         /* of dray-route-hours.c */
  DrayTimeWindow    *trip_windows;  /* [n_stops + 1]: of the reload before a stop */
  GArray            *spans;         /* (element-type DrayDutySpan) */
  gboolean           lenient;       /* hours of service by their lower bound only */
} DrayRouteScratch;

DrayRouteScratch *dray_route_scratch_new  (const DrayProblem *problem);
void              dray_route_scratch_free (DrayRouteScratch  *self);

/* Judges a route: whether it may be driven, and what it costs. Fills begin, arrival and departure of @scratch. Allocates nothing. */
gboolean dray_route_evaluate     (DrayRouteScratch  *scratch,
                                  int                vehicle,
                                  const int         *stops,
                                  int                n_stops,
                                  DrayRouteCheck    *check);
/* How many of the route's stops keep the vehicle and the order that the published plan gave them. */
int      dray_route_count_kept   (DrayRouteScratch  *scratch,
                                  int                vehicle,
                                  const int         *stops,
                                  int                n_stops);
/* Writes the sheet of the route that was judged last. */
void     dray_route_list_visits  (DrayRouteScratch     *scratch,
                                  int                   vehicle,
                                  const int            *stops,
                                  int                   n_stops,
                                  const DrayRouteCheck *check,
                                  GArray               *visits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRouteScratch, dray_route_scratch_free)

G_END_DECLS
