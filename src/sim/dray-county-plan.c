/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-heap-private.h"
#include "dray-county-plan-private.h"

#include <math.h>

/* Finding a road over the ground: A* over sixteen directions, where a step costs its length times what the ground is like, a step that
 * has a road already costs a third, and a river or a motorway is crossed in one straight jump that is dear.
 *
 * Source: Galin et al., "Procedural generation of roads" (2010); we keep the mask of directions and the jumps for bridges. */

#define N_DIRECTIONS 16
#define MOST_JUMP 14

static const int directions[N_DIRECTIONS][2] = {
  { 1, 0 }, { 2, 1 }, { 1, 1 }, { 1, 2 }, { 0, 1 }, { -1, 2 }, { -1, 1 }, { -2, 1 },
  { -1, 0 }, { -2, -1 }, { -1, -1 }, { -1, -2 }, { 0, -1 }, { 1, -2 }, { 1, -1 }, { 2, -1 },
};

guint32
dray_county_plan_square (const DrayCountyPlan *self,
                  DrayXY          at)
{
  int column = CLAMP ((int) ((at.x - self->origin.x) / self->cell_m), 0, self->nx - 1);
  int row = CLAMP ((int) ((at.y - self->origin.y) / self->cell_m), 0, self->ny - 1);

  return (guint32) (row * self->nx + column);
}

DrayXY
dray_county_plan_at (const DrayCountyPlan *self,
              guint32         square)
{
  return dray_xy (self->origin.x + ((int) square % self->nx + 0.5) * self->cell_m, self->origin.y + ((int) square / self->nx + 0.5) * self->cell_m);
}

/* The land square nearest to @at that nothing blocks. */
guint32
dray_county_plan_open_square (const DrayCountyPlan *self,
                       DrayXY          at)
{
  guint32 middle = dray_county_plan_square (self, at), best = middle;
  double nearest = G_MAXDOUBLE;
  int column = (int) middle % self->nx, row = (int) middle / self->nx;

  for (int y = MAX (0, row - 6); y <= MIN (self->ny - 1, row + 6); y++) {
    for (int x = MAX (0, column - 6); x <= MIN (self->nx - 1, column + 6); x++) {
      guint32 square = (guint32) (y * self->nx + x);
      double d = dray_xy_distance (dray_county_plan_at (self, square), at);

      if (self->ground[square] == 0 && d < nearest) {
        nearest = d;
        best = square;
      }
    }
  }
  return best;
}

/* Marks the squares whose middle is within @radius_m of @line. */
void
dray_county_plan_block (DrayCountyPlan     *self,
                 const GArray *line,
                 double        radius_m,
                 guint8        what)
{
  int reach = (int) (radius_m / self->cell_m) + 1;

  for (guint k = 0; k < line->len; k++) {
    DrayXY at = dray_line_at (line, k);
    guint32 square = dray_county_plan_square (self, at);
    int column = (int) square % self->nx, row = (int) square / self->nx;

    for (int y = MAX (0, row - reach); y <= MIN (self->ny - 1, row + reach); y++) {
      for (int x = MAX (0, column - reach); x <= MIN (self->nx - 1, column + reach); x++) {
        guint32 near = (guint32) (y * self->nx + x);

        if (dray_xy_distance (dray_county_plan_at (self, near), at) <= radius_m)
          self->ground[near] |= what;
      }
    }
  }
}

static void
look_at_square (DrayCountyPlan         *self,
                const DrayCounty *county,
                guint32           square)
{
  DrayXY at = dray_county_plan_at (self, square);
  double height = dray_raster_sample (county->relief, at), lowest = height;
  double steep = dray_xy_length (dray_raster_slope (county->relief, at)) * county->scale;

  for (int k = 0; k < 8; k++) {
    DrayXY near = dray_xy (at.x + directions[2 * k][0] * self->cell_m * 0.7, at.y + directions[2 * k][1] * self->cell_m * 0.7);

    lowest = MIN (lowest, dray_raster_sample (county->relief, near));
  }
  if (lowest <= 0)
    self->ground[square] |= DRAY_PLAN_SEA;
  self->cost[square] = (float) (1 + 900 * steep * steep + (height < 4 ? 0.5 : 0) + (dray_raster_sample (county->forest, at) > 0 ? 0.35 : 0));
}

DrayCountyPlan *
dray_county_plan_new (DrayCounty *county)
{
  DrayCountyPlan *self = g_new0 (DrayCountyPlan, 1);

  self->discount = 0.33;
  self->cell_m = county->width_m / CLAMP (240 * sqrt (county->scale), 180, 420);
  self->nx = (int) (county->width_m / self->cell_m);
  self->ny = (int) (county->height_m / self->cell_m);
  self->origin = dray_xy (-county->width_m / 2, -county->height_m / 2);
  self->ground = g_new0 (guint8, self->nx * self->ny);
  self->cost = g_new0 (float, self->nx * self->ny);
  self->used = g_new0 (guint16, self->nx * self->ny);
  self->best = g_new (double, self->nx * self->ny);
  self->before = g_new (guint32, self->nx * self->ny);
  self->steps = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint32 i = 0; i < (guint32) (self->nx * self->ny); i++)
    look_at_square (self, county, i);
  for (guint r = 0; r < county->rivers->len; r++) {
    const DrayCountyRiver *river = &g_array_index (county->rivers, DrayCountyRiver, r);
    g_autoptr (GArray) piece = dray_line_new ();

    for (guint k = 0; k < river->line->len; k++) {
      g_array_set_size (piece, 0);
      g_array_append_vals (piece, &g_array_index (river->line, DrayXY, k), 1);
      dray_county_plan_block (self, piece, g_array_index (river->width_m, double, k) / 2 + 0.75 * self->cell_m, DRAY_PLAN_RIVER);
    }
  }
  return self;
}

void
dray_county_plan_free (DrayCountyPlan *self)
{
  g_free (self->ground);
  g_free (self->cost);
  g_free (self->used);
  g_free (self->best);
  g_free (self->before);
  g_hash_table_unref (self->steps);
  g_free (self);
}

/* Where a step in direction @k from (@x, @y) leads and what it costs; jumps what can be bridged. Returns: FALSE if nowhere */
static gboolean
step (const DrayCountyPlan *self,
      guint32         from,
      int             k,
      guint32        *to,
      double         *cost)
{
  int x = (int) from % self->nx, y = (int) from / self->nx;
  double length = self->cell_m * sqrt (directions[k][0] * directions[k][0] + directions[k][1] * directions[k][1]);
  guint8 crossed = 0;

  for (int n = 1; n <= MOST_JUMP; n++) {
    int column = x + n * directions[k][0], row = y + n * directions[k][1];

    if (column < 0 || row < 0 || column >= self->nx || row >= self->ny)
      return FALSE;
    guint32 square = (guint32) (row * self->nx + column);
    guint8 ground = self->ground[square];

    if (ground & (DRAY_PLAN_SEA | DRAY_PLAN_FORBIDDEN))
      return FALSE;
    crossed |= ground;
    if (ground != 0)
      continue;
    *to = square;
    *cost = n * length * (self->cost[from] + self->cost[square]) / 2;
    if (crossed & DRAY_PLAN_RIVER)
      *cost += 1100 + 7 * n * length;
    if (crossed & DRAY_PLAN_MOTORWAY)
      *cost += 500 + 2 * n * length;
    if (self->used[from] >> k & 1)
      *cost *= crossed != 0 ? 0.12 : self->discount;
    return TRUE;
  }
  return FALSE;
}

/* The squares from @from to @to, %NULL when the sea lies between. */
GArray *
dray_county_plan_find (DrayCountyPlan *self,
                guint32   from,
                guint32   to)
{
  guint n = (guint) (self->nx * self->ny);
  double *best = self->best;
  guint32 *before = self->before;
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (DrayHeapItem));
  DrayXY goal = dray_county_plan_at (self, to);

  for (guint i = 0; i < n; i++)
    best[i] = G_MAXDOUBLE;
  best[from] = 0;
  before[from] = from;
  dray_heap_push (heap, 0, from);
  while (heap->len > 0) {
    DrayHeapItem item = dray_heap_pop (heap);

    if (item.value == to)
      break;
    if (item.key > best[item.value] + 0.12 * dray_xy_distance (dray_county_plan_at (self, item.value), goal) + 1e-6)
      continue;
    for (int k = 0; k < N_DIRECTIONS; k++) {
      guint32 next;
      double cost;

      if (!step (self, item.value, k, &next, &cost) || best[item.value] + cost >= best[next])
        continue;
      best[next] = best[item.value] + cost;
      before[next] = item.value;
      dray_heap_push (heap, best[next] + 0.12 * dray_xy_distance (dray_county_plan_at (self, next), goal), next);
    }
  }
  if (best[to] == G_MAXDOUBLE)
    return NULL;

  GArray *squares = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = to; ; i = before[i]) {
    g_array_append_val (squares, i);
    if (i == from)
      return squares;
  }
}

/* Sets the bits of the step's direction at both its ends. A jump goes several times as far in the same direction. */
static void
mark_used (DrayCountyPlan *self,
           guint32         a,
           guint32         b)
{
  int dx = (int) b % self->nx - (int) a % self->nx, dy = (int) b / self->nx - (int) a / self->nx;

  for (int k = 0; k < N_DIRECTIONS; k++) {
    if (directions[k][0] * dy != directions[k][1] * dx || directions[k][0] * dx + directions[k][1] * dy <= 0)
      continue;
    self->used[a] |= (guint16) (1u << k);
    self->used[b] |= (guint16) (1u << (k + N_DIRECTIONS / 2) % N_DIRECTIONS);
  }
}

/* Remembers that a road of @kind leads along @squares. */
void
dray_county_plan_use (DrayCountyPlan     *self,
               const GArray *squares,
               DrayNetKind   kind)
{
  for (guint i = 1; i < squares->len; i++) {
    guint64 key = dray_county_plan_key (g_array_index (squares, guint32, i - 1), g_array_index (squares, guint32, i));
    guint old = GPOINTER_TO_UINT (g_hash_table_lookup (self->steps, &key));

    mark_used (self, g_array_index (squares, guint32, i - 1), g_array_index (squares, guint32, i));
    if (old == 0 || old > (guint) kind + 1)
      g_hash_table_insert (self->steps, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER ((guint) kind + 1));
  }
}
