/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-private.h"
#include "dray-sim-error.h"

#include <math.h>

static void
clear_river (gpointer data)
{
  DrayCountyRiver *river = data;

  g_array_unref (river->line);
  g_array_unref (river->width_m);
}

static void
clear_area (gpointer data)
{
  DrayCountyArea *area = data;

  g_ptr_array_unref (area->rings);
}

static DrayCounty *
make_empty (const DrayCountyOptions *options)
{
  DrayCounty *self = g_new0 (DrayCounty, 1);

  self->options = *options;
  self->seed = options->seed;
  dray_random_init (&self->random, options->seed);
  /* Measured: a county of scale 1 has about 15,700 segments. */
  self->scale = sqrt (options->n_segments / 15700.0);
  self->width_m = 26000 * self->scale;
  self->height_m = 20000 * self->scale;

  double cell = self->width_m / CLAMP (512 * sqrt (self->scale), 320, 1400);
  DrayXY origin = dray_xy (-self->width_m / 2, -self->height_m / 2);

  self->relief = dray_raster_new (origin, cell, (int) (self->width_m / cell) + 1, (int) (self->height_m / cell) + 1);
  self->density = dray_raster_new_like (self->relief);
  self->forest = dray_raster_new_like (self->relief);
  self->rivers = g_array_new (FALSE, FALSE, sizeof (DrayCountyRiver));
  self->shores = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->places = g_array_new (FALSE, FALSE, sizeof (DrayCountyPlace));
  self->areas = g_array_new (FALSE, FALSE, sizeof (DrayCountyArea));
  self->buildings = g_array_new (FALSE, FALSE, sizeof (DrayCountyBuilding));
  self->sites = g_array_new (FALSE, FALSE, sizeof (DrayCountySite));
  self->plots = g_array_new (FALSE, FALSE, sizeof (DrayCountyPlot));
  self->piers = g_array_new (FALSE, FALSE, sizeof (DrayCountyPier));
  self->bans = g_array_new (FALSE, FALSE, sizeof (DrayCountyBan));
  self->labels = g_array_new (FALSE, FALSE, sizeof (DrayCountyLabel));
  self->crossings = g_array_new (FALSE, FALSE, sizeof (DrayCountyCrossing));
  g_array_set_clear_func (self->rivers, clear_river);
  g_array_set_clear_func (self->areas, clear_area);
  self->net = dray_net_new (origin, self->width_m, self->height_m);
  self->strings = g_string_chunk_new (65536);
  self->used_names = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
dray_county_free (DrayCounty *self)
{
  dray_raster_free (self->relief);
  dray_raster_free (self->density);
  dray_raster_free (self->forest);
  g_array_unref (self->rivers);
  g_ptr_array_unref (self->shores);
  g_array_unref (self->places);
  g_array_unref (self->areas);
  g_array_unref (self->buildings);
  g_array_unref (self->sites);
  dray_net_free (self->net);
  g_clear_pointer (&self->motorway, g_array_unref);
  g_clear_pointer (&self->motorway_head, g_array_unref);
  g_clear_pointer (&self->motorway_foot, g_array_unref);
  g_array_unref (self->crossings);
  g_array_unref (self->labels);
  g_array_unref (self->bans);
  g_array_unref (self->plots);
  g_array_unref (self->piers);
  g_string_chunk_free (self->strings);
  g_hash_table_unref (self->used_names);
  g_free (self);
}

/* Adds an area with one ring. @ring: (transfer full) */
void
dray_county_add_area (DrayCounty *self,
                      const char *key,
                      const char *value,
                      const char *name,
                      GArray     *ring)
{
  DrayCountyArea area = { key, value, name, g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref) };

  g_ptr_array_add (area.rings, ring);
  g_array_append_val (self->areas, area);
}

gboolean
dray_county_is_land (DrayCounty *self,
                     DrayXY      at)
{
  return dray_raster_sample (self->relief, at) > 2.4;
}

static const struct {
  const char *what;
  void      (*draw) (DrayCounty *self);
  double      share; /* of the work that is done when it begins */
} stages[] = {
  { "ground", dray_county_draw_ground, 0.0 },
  { "people", dray_county_draw_people, 0.05 },
  { "shore", dray_county_draw_shore, 0.08 },
  { "trunk roads", dray_county_draw_trunk, 0.10 },
  { "plots", dray_county_draw_plots, 0.22 },
  { "streets", dray_county_draw_streets, 0.25 },
  { "rules", dray_county_draw_rules, 0.72 },
  { "connections", dray_county_connect, 0.73 },
  { "turns", dray_county_draw_bans, 0.74 },
  { "land use", dray_county_draw_land, 0.745 },
  { "names", dray_county_draw_names, 0.75 },
  { "buildings", dray_county_draw_buildings, 0.8 },
  { "trade", dray_county_draw_trade, 0.97 },
};

/**
 * dray_county_new:
 * @options: what to draw
 *
 * Draws a county in memory. The same options give the same county.
 *
 * Errors: %DRAY_SIM_ERROR_LIMIT for a size out of range, %G_IO_ERROR_CANCELLED
 * Returns: (transfer full) (nullable): the county
 */
DrayCounty *
dray_county_new (const DrayCountyOptions *options,
                 GCancellable            *cancellable,
                 GError                 **error)
{
  g_return_val_if_fail (options != NULL, NULL);

  if (options->n_segments < DRAY_COUNTY_MIN_SEGMENTS || options->n_segments > DRAY_COUNTY_MAX_SEGMENTS) {
    g_set_error (error, DRAY_SIM_ERROR, DRAY_SIM_ERROR_LIMIT, "A county has %d to %d road segments, not %d", DRAY_COUNTY_MIN_SEGMENTS,
                 DRAY_COUNTY_MAX_SEGMENTS, options->n_segments);
    return NULL;
  }

  g_autoptr (DrayCounty) self = make_empty (options);

  self->cancellable = cancellable;
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    if (options->progress != NULL)
      options->progress (stages[i].what, stages[i].share, options->progress_data);
    stages[i].draw (self);
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self->cancellable = NULL;
  return g_steal_pointer (&self);
}

/* Road segments between junctions, a two-way one counting twice. */
gsize
dray_county_get_n_segments (DrayCounty *self)
{
  gsize n = 0;

  for (guint32 r = 0; r < self->net->roads->len; r++) {
    const DrayNetRoad *road = dray_net_road (self->net, r);

    if (road->gone || !dray_net_is_road ((DrayNetKind) road->kind))
      continue;
    for (guint32 v = road->first; dray_net_vertex (self->net, v)->next != DRAY_NET_NONE; v = dray_net_vertex (self->net, v)->next) {
      guint32 next = dray_net_vertex (self->net, v)->next;
      gboolean ends = dray_net_node (self->net, dray_net_vertex (self->net, next)->node)->degree != 2 || next == road->last;

      if (ends)
        n += dray_net_vertex (self->net, v)->flags & (DRAY_NET_ONEWAY | DRAY_NET_REVERSE) ? 1 : 2;
    }
  }
  return n;
}

/**
 * dray_county_get_sites:
 *
 * Returns: (transfer none) (array length=n_sites): the places of trade
 */
const DrayCountySite *
dray_county_get_sites (DrayCounty *self,
                       gsize      *n_sites)
{
  *n_sites = self->sites->len;
  return (const DrayCountySite *) (const void *) self->sites->data;
}
