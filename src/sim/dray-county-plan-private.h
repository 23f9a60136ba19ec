/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-county-private.h"

G_BEGIN_DECLS

/* What a square of the planning grid is to someone who builds a road. */
enum {
  DRAY_PLAN_SEA = 1 << 0,
  DRAY_PLAN_RIVER = 1 << 1,
  DRAY_PLAN_MOTORWAY = 1 << 2,
  DRAY_PLAN_FORBIDDEN = 1 << 3,
};

/**
 * DrayCountyPlan:
 *
 * A coarse grid over the county on which roads between places are found: a square has a cost, and every step between two squares that
 * a road uses already is remembered with the heaviest kind of road on it, so that later roads join earlier ones.
 */
typedef struct {
  int         nx;
  int         ny;
  double      cell_m;
  DrayXY      origin;
  guint8     *ground;
  float      *cost;
  double      discount; /* what a step with a road costs, of one without */
  guint16    *used;     /* a bit for each direction in which a road leaves */
  double     *best;     /* scratch of the search */
  guint32    *before;
  GHashTable *steps; /* (from square, to square) packed, less first -> kind + 1 */
} DrayCountyPlan;

DrayCountyPlan *dray_county_plan_new       (DrayCounty *county);
void      dray_county_plan_free      (DrayCountyPlan *self);
GArray   *dray_county_plan_find      (DrayCountyPlan *self, guint32 from, guint32 to);
void      dray_county_plan_use       (DrayCountyPlan *self, const GArray *squares, DrayNetKind kind);
guint32   dray_county_plan_square    (const DrayCountyPlan *self, DrayXY at);
guint32   dray_county_plan_open_square (const DrayCountyPlan *self, DrayXY at);
DrayXY    dray_county_plan_at        (const DrayCountyPlan *self, guint32 square);
void      dray_county_plan_block     (DrayCountyPlan *self, const GArray *line, double radius_m, guint8 what);

static inline guint64
dray_county_plan_key (guint32 a, guint32 b)
{
  return a < b ? (guint64) a << 32 | b : (guint64) b << 32 | a;
}

void dray_county_draw_motorway     (DrayCounty *self, DrayCountyPlan *plan);
void dray_county_end_motorway      (DrayCounty *self);
void dray_county_draw_rail         (DrayCounty *self, DrayCountyPlan *plan);
void dray_county_draw_interchanges (DrayCounty *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayCountyPlan, dray_county_plan_free)

G_END_DECLS
