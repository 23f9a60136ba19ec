/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-places.h"

#include <string.h>

#include "dray-place-format-private.h"
#include "dray-road-error.h"

struct _DrayRoadPlaces {
  /* Owned */
  DrayRoadPack          *pack;

  /* Borrowed from the pack */
  const DrayPlaceHead   *head;
  const DrayPackedPlace *places;
  const DrayPackedHouse *houses;
  const char            *text;
};

/* Checks every record once, so that whoever reads them needs no checks. */
static gboolean
check (const DrayRoadPlaces *self,
       gsize                 n_text)
{
  if (n_text == 0 || self->text[n_text - 1] != '\0')
    return FALSE;
  for (guint32 i = 0; i < self->head->n_houses; i++) {
    if (self->houses[i].suffix[3] != '\0')
      return FALSE;
  }
  for (guint32 i = 0; i < self->head->n_places; i++) {
    const DrayPackedPlace *place = &self->places[i];

    if (place->kind >= DRAY_PLACE_ADDRESS || place->name >= n_text || place->context >= n_text || place->first_house > self->head->n_houses
        || place->n_houses > self->head->n_houses - place->first_house
        || !dray_geo_point_is_valid ((DrayGeoPoint) { place->lon_e7, place->lat_e7 })
        || !g_utf8_validate (self->text + place->name, -1, NULL) || !g_utf8_validate (self->text + place->context, -1, NULL))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_road_places_new:
 *
 * Errors: the pack's, %DRAY_ROAD_ERROR_INVALID
 *
 * Returns: (transfer full): the places of the region
 */
DrayRoadPlaces *
dray_road_places_new (DrayRoadPack  *pack,
                      GError       **error)
{
  g_autoptr (DrayRoadPlaces) self = g_new0 (DrayRoadPlaces, 1);
  gsize n = 0;

  self->pack = dray_road_pack_ref (pack);
  self->head = dray_road_pack_get_column (pack, "place.head", sizeof *self->head, 1, error);
  if (self->head == NULL)
    return NULL;
  if (self->head->format != DRAY_PLACE_FORMAT) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region's places are of another version; import the region again");
    return NULL;
  }
  self->places = dray_road_pack_get_column (pack, "place.records", sizeof *self->places, self->head->n_places, error);
  if (self->places == NULL)
    return NULL;
  self->houses = dray_road_pack_get_column (pack, "place.houses", sizeof *self->houses, self->head->n_houses, error);
  if (self->houses == NULL)
    return NULL;
  self->text = dray_road_pack_get_section (pack, "place.text", &n, error);
  if (self->text == NULL)
    return NULL;
  if (!check (self, n)) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region's places are damaged; import the region again");
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
dray_road_places_free (DrayRoadPlaces *self)
{
  dray_road_pack_unref (self->pack);
  g_free (self);
}

/* The pack's id, by which an index of the places knows whether it is of this pack. */
const char *
dray_road_places_get_id (DrayRoadPlaces *self)
{
  return dray_road_pack_get_id (self->pack);
}

guint
dray_road_places_get_n_places (DrayRoadPlaces *self)
{
  return self->head->n_places;
}

/* Returns: the @i-th place; its text is borrowed from the pack */
DrayPlace
dray_road_places_get_place (DrayRoadPlaces *self,
                            guint           i)
{
  const DrayPackedPlace *place = &self->places[i];

  return (DrayPlace) {
    .kind = (DrayPlaceKind) place->kind, .importance = place->importance, .point = { place->lon_e7, place->lat_e7 },
    .name = self->text + place->name, .context = self->text + place->context, .first_house = place->first_house, .n_houses = place->n_houses,
  };
}

DrayHouse
dray_road_places_get_house (DrayRoadPlaces *self,
                            guint           i)
{
  const DrayPackedHouse *packed = &self->houses[i];
  DrayHouse house = { .point = { packed->lon_e7, packed->lat_e7 }, .number = packed->number };

  memcpy (house.suffix, packed->suffix, sizeof house.suffix);
  return house;
}
