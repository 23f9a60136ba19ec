/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-finder.h"

#include "dray-road-places.h"

struct _DrayPlaceFinder {
  DrayRoadPlaces *places;
  DrayPlaceIndex *index;
};

static DrayPlace
get_place (gpointer places,
           guint    i)
{
  return dray_road_places_get_place (places, i);
}

static DrayHouse
get_house (gpointer places,
           guint    i)
{
  return dray_road_places_get_house (places, i);
}

/* The index lies beside the pack, or in the cache folder where the pack's own may not be written. */
static DrayPlaceIndex *
open_index (const char      *region,
            DrayRoadPlaces  *places,
            GCancellable    *cancellable,
            GError         **error)
{
  DrayPlaceSource source = {
    .id = dray_road_places_get_id (places), .n_places = dray_road_places_get_n_places (places), .get_place = get_place, .get_house = get_house,
    .data = places,
  };
  g_autofree char *beside = g_strconcat (region, ".places", NULL);
  DrayPlaceIndex *index = dray_place_index_open (beside, &source, cancellable, NULL);

  if (index != NULL)
    return index;
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "dray", NULL);
  g_autofree char *name = g_strconcat (source.id, ".places", NULL);
  g_autofree char *cached = g_build_filename (folder, name, NULL);
  g_mkdir_with_parents (folder, 0700);
  return dray_place_index_open (cached, &source, cancellable, error);
}

/**
 * dray_place_finder_open:
 * @region: path of the region pack
 * @pack: the same, open; it outlives the finder
 *
 * The first time in a region the index is made, which takes a second or two.
 *
 * Returns: (nullable): the finder
 */
DrayPlaceFinder *
dray_place_finder_open (const char    *region,
                        DrayRoadPack  *pack,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (DrayPlaceFinder) self = g_new0 (DrayPlaceFinder, 1);

  self->places = dray_road_places_new (pack, error);
  if (self->places == NULL)
    return NULL;
  self->index = open_index (region, self->places, cancellable, error);
  return self->index != NULL ? g_steal_pointer (&self) : NULL;
}

void
dray_place_finder_free (DrayPlaceFinder *self)
{
  g_clear_pointer (&self->index, dray_place_index_free);
  g_clear_pointer (&self->places, dray_road_places_free);
  g_free (self);
}

/**
 * dray_place_finder_search:
 * @words: as typed so far
 * @near: (nullable): of equally good places the nearer one stands first
 *
 * Returns: (transfer full) (element-type DrayPlaceFound) (nullable): the best first
 */
GPtrArray *
dray_place_finder_search (DrayPlaceFinder     *self,
                          const char          *words,
                          const DrayGeoPoint  *near,
                          int                  n_max,
                          GError             **error)
{
  return dray_place_index_search (self->index, words, near, n_max, error);
}
