/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places of a slice and the dense matrices over them. They are numbered so that near places stand side by side, and the stops likewise:
 * an insertion asks for the ways between a stop and its neighbours, and these then lie in few lines of the cache (half as many steps a
 * second again at 1,000 stops). */
#include "config.h"

#include "dray-slice-private.h"

#include <string.h>

#define BLOCK 32

static int
compare_locations (gconstpointer a,
                   gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* The distinct locations of the slice; nowhere, where used, comes last. */
static int *
gather_locations (DraySlice *self,
                  int       *n_locations,
                  gboolean  *nowhere)
{
  int *locations = g_new (int, self->n + 2 * self->n_routes + 1), n = 0, n_distinct = 0;

  for (int i = 0; i < self->n; i++)
    locations[n++] = self->problem->stops[self->stop[i]].location;
  for (int r = 0; r < self->n_routes; r++) {
    const DrayVehicleInput *vehicle = &self->problem->vehicles[self->vehicle[r]];
    const int ends[] = { vehicle->start, vehicle->end };

    for (int k = 0; k < 2; k++)
      if (ends[k] == DRAY_NOWHERE)
        *nowhere = TRUE;
      else
        locations[n++] = ends[k];
  }
  qsort (locations, (gsize) n, sizeof *locations, compare_locations);
  for (int i = 0; i < n; i++)
    if (i == 0 || locations[i] != locations[i - 1])
      locations[n_distinct++] = locations[i];
  *n_locations = n_distinct;
  return locations;
}

static int
find_place (const int *locations,
            int        n,
            int        location)
{
  const int *found = location == DRAY_NOWHERE ? NULL : bsearch (&location, locations, (gsize) n, sizeof *locations, compare_locations);

  return found ? (int) (found - locations) : n;
}

static void
copy_pace (const DraySlice *self,
           const DrayPace  *pace,
           const int       *locations,
           int              n,
           int             *durations,
           int             *distances)
{
  int m = self->n_places;

  for (int i = 0; i < n; i++) {
    int *duration = &durations[(gsize) i * (gsize) m], *distance = &distances[(gsize) i * (gsize) m];

    if (pace->rows != NULL) {
      pace->rows (locations[i], locations, n, duration, distance, pace->rows_data);
      for (int j = 0; j < n && pace->speed_permille != 1000; j++)
        if (duration[j] < DRAY_UNREACHABLE)
          duration[j] = (int) MIN (((gint64) duration[j] * 1000 + pace->speed_permille - 1) / pace->speed_permille, DRAY_TIME_MAX);
    } else {
      for (int j = 0; j < n; j++) {
        duration[j] = dray_matrix_get (pace->duration, locations[i], locations[j]);
        /* By the hour, the search reckons with the best hour and leaves the rest to the exact judge. */
        for (int k = 0; k < pace->n_slots; k++)
          duration[j] = MIN (duration[j], dray_matrix_get (pace->slots[k], locations[i], locations[j]));
        distance[j] = dray_matrix_get (pace->distance, locations[i], locations[j]);
      }
    }
    duration[i] = distance[i] = 0;
  }
}

static int *
transpose (DraySlice *self,
           int       *cells)
{
  int m = self->n_places, *turned;

  for (int i = 0; i < m; i += BLOCK)
    for (int j = 0; j <= i; j += BLOCK)
      for (int a = i; a < MIN (i + BLOCK, m); a++)
        for (int b = j; b < MIN (j + BLOCK, a); b++)
          if (cells[(gsize) a * (gsize) m + (gsize) b] != cells[(gsize) b * (gsize) m + (gsize) a])
            goto differs;
  return cells;

differs:
  DRAY_SLICE_TAKE (self, turned, (gsize) m * (gsize) m);
  /* By blocks, each of which the cache holds. */
  for (int i = 0; i < m; i += BLOCK)
    for (int j = 0; j < m; j += BLOCK)
      for (int a = i; a < MIN (i + BLOCK, m); a++)
        for (int b = j; b < MIN (j + BLOCK, m); b++)
          turned[(gsize) b * (gsize) m + (gsize) a] = cells[(gsize) a * (gsize) m + (gsize) b];
  return turned;
}

/* An order of the locations in which near ones stand side by side, so that what the search asks in a row lies in few lines of the cache:
 * from each to the nearest that is left. */
static int *
chain_locations (const DraySlice *self,
                 const int       *durations,
                 int              n)
{
  int *order = g_new (int, n + 1);

  for (int i = 0; i < n; i++)
    order[i] = i;
  for (int i = 0; i + 1 < n; i++) {
    const int *row = &durations[(gsize) order[i] * (gsize) self->n_places];
    int nearest = i + 1;

    for (int k = i + 2; k < n; k++)
      if (row[order[k]] < row[order[nearest]])
        nearest = k;
    int kept = order[i + 1];

    order[i + 1] = order[nearest];
    order[nearest] = kept;
  }
  return order;
}

static void
reorder (const DraySlice *self,
         int             *cells,
         const int       *order,
         int              n)
{
  gsize m = (gsize) self->n_places;
  g_autofree int *sorted = g_memdup2 (cells, m * m * sizeof *cells);

  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      cells[(gsize) i * m + (gsize) j] = sorted[(gsize) order[i] * m + (gsize) order[j]];
}

static void
reorder_places (DraySlice *self,
                int        n)
{
  g_autofree int *order = chain_locations (self, self->duration[0], n), *rank = g_new (int, self->n_places + 1);

  for (int i = 0; i < n; i++)
    rank[order[i]] = i;
  for (int i = n; i < self->n_places; i++)
    rank[i] = i;
  for (int i = 0; i < self->n + 2 * self->n_routes; i++)
    self->place[i] = rank[self->place[i]];
  for (int p = 0; p < self->n_paces; p++) {
    reorder (self, self->duration[p], order, n);
    if (self->distance[p] != self->duration[p])
      reorder (self, self->distance[p], order, n);
  }
}

static void
lay_out_matrices (DraySlice *self)
{
  const DrayProblem *problem = self->problem;
  gboolean nowhere = FALSE;
  int n;
  g_autofree int *locations = gather_locations (self, &n, &nowhere);

  self->n_places = n + nowhere;
  gsize n_cells = (gsize) self->n_places * (gsize) self->n_places;

  DRAY_SLICE_TAKE (self, self->place, self->n + 2 * self->n_routes);
  for (int i = 0; i < self->n; i++)
    self->place[i] = find_place (locations, n, problem->stops[self->stop[i]].location);
  for (int r = 0; r < self->n_routes; r++) {
    self->place[self->n + r] = find_place (locations, n, problem->vehicles[self->vehicle[r]].start);
    self->place[self->n + self->n_routes + r] = find_place (locations, n, problem->vehicles[self->vehicle[r]].end);
  }
  self->n_paces = problem->n_paces;
  DRAY_SLICE_TAKE (self, self->duration, self->n_paces);
  DRAY_SLICE_TAKE (self, self->distance, self->n_paces);
  DRAY_SLICE_TAKE (self, self->duration_to, self->n_paces);
  DRAY_SLICE_TAKE (self, self->distance_to, self->n_paces);
  for (int p = 0; p < self->n_paces; p++) {
    DRAY_SLICE_TAKE (self, self->duration[p], n_cells);
    DRAY_SLICE_TAKE (self, self->distance[p], n_cells);
    copy_pace (self, &problem->paces[p], locations, n, self->duration[p], self->distance[p]);
    if (memcmp (self->duration[p], self->distance[p], n_cells * sizeof (int)) == 0) {
      g_ptr_array_remove (self->owned, self->distance[p]);
      self->distance[p] = self->duration[p];
    }
  }
  if (self->n_paces > 0)
    reorder_places (self, n);
  for (int p = 0; p < self->n_paces; p++) {
    self->duration_to[p] = transpose (self, self->duration[p]);
    self->distance_to[p] = self->distance[p] == self->duration[p] ? self->duration_to[p] : transpose (self, self->distance[p]);
  }
}

typedef struct {
  int place;
  int stop;
} Placed;

static int
compare_placed (gconstpointer a,
                gconstpointer b)
{
  const Placed *p = a, *q = b;

  return p->place != q->place ? p->place - q->place : p->stop - q->stop;
}

/* Stops are numbered as their places are. */
static void
sort_stops (DraySlice *self)
{
  g_autofree Placed *array = g_new (Placed, self->n + 1);

  for (int i = 0; i < self->n; i++)
    array[i] = (Placed) { self->place[i], self->stop[i] };
  qsort (array, (gsize) self->n, sizeof *array, compare_placed);
  memset (self->node_of_stop, -1, (gsize) self->problem->n_stops * sizeof (int));
  for (int i = 0; i < self->n; i++) {
    self->place[i] = array[i].place;
    self->stop[i] = array[i].stop;
    self->node_of_stop[self->stop[i]] = i;
  }
}

void
dray_slice_lay_out_places (DraySlice *self)
{
  lay_out_matrices (self);
  sort_stops (self);
}
