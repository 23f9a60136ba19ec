/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-builder.h"

#include <string.h>

#include "dray-place-collect-private.h"
#include "dray-place-format-private.h"

/* Writes the places' sections of a region pack: see dray-place-format-private.h. */

static guint32
add_text (GByteArray *text,
          GHashTable *known,
          const char *added)
{
  guint32 at = GPOINTER_TO_UINT (g_hash_table_lookup (known, added));

  if (at == 0) {
    at = text->len + 1;
    g_hash_table_insert (known, (gpointer) added, GUINT_TO_POINTER (at));
    g_byte_array_append (text, (const guint8 *) added, (guint) strlen (added) + 1);
  }
  return at - 1;
}

/* The most important first; then by name and place, so that a file always makes the same pack. */
static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const DrayPlace *one = a;
  const DrayPlace *other = b;
  int order = other->importance - one->importance;

  if (order == 0)
    order = strcmp (one->name, other->name);
  if (order == 0)
    order = one->point.lon_e7 != other->point.lon_e7 ? (one->point.lon_e7 < other->point.lon_e7 ? -1 : 1)
            : one->point.lat_e7 < other->point.lat_e7 ? -1 : one->point.lat_e7 > other->point.lat_e7;
  return order;
}

static GArray *
pack_places (GArray     *places,
             GByteArray *text)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *records = g_array_sized_new (FALSE, TRUE, sizeof (DrayPackedPlace), places->len);

  g_array_sort (places, compare_places);
  add_text (text, known, "");
  for (guint i = 0; i < places->len; i++) {
    const DrayPlace *place = &g_array_index (places, DrayPlace, i);
    DrayPackedPlace record = {
      .lon_e7 = place->point.lon_e7, .lat_e7 = place->point.lat_e7, .name = add_text (text, known, place->name),
      .context = add_text (text, known, place->context), .first_house = place->first_house, .n_houses = place->n_houses,
      .kind = (guint8) place->kind, .importance = (guint8) CLAMP (place->importance, 0, 255),
    };

    g_array_append_val (records, record);
  }
  return records;
}

static GArray *
pack_houses (const GArray *houses)
{
  GArray *records = g_array_sized_new (FALSE, TRUE, sizeof (DrayPackedHouse), houses->len);

  for (guint i = 0; i < houses->len; i++) {
    const DrayHouse *house = &g_array_index (houses, DrayHouse, i);
    DrayPackedHouse record = { .lon_e7 = house->point.lon_e7, .lat_e7 = house->point.lat_e7, .number = house->number };

    memcpy (record.suffix, house->suffix, sizeof record.suffix);
    g_array_append_val (records, record);
  }
  return records;
}

/**
 * dray_place_build:
 *
 * Collects the places of an OpenStreetMap file and adds them to the pack as the sections "place.*". Progress is told as the step
 * "places".
 *
 * Errors: the writer's; %G_IO_ERROR_CANCELLED
 */
gboolean
dray_place_build (const DrayOsmData   *data,
                  DrayRoadPackWriter  *writer,
                  DrayRoadProgress     progress,
                  gpointer             user_data,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (progress != NULL)
    progress ("places", 0, user_data);
  g_autoptr (DrayPlaceCollection) found = dray_place_collect (data);
  g_autoptr (GArray) records = pack_places (found->places, text);
  g_autoptr (GArray) houses = pack_houses (found->houses);
  DrayPlaceHead head = { .format = DRAY_PLACE_FORMAT, .n_places = records->len, .n_houses = houses->len };

  if (progress != NULL)
    progress ("places", 1, user_data);
  return dray_road_pack_writer_add (writer, "place.head", &head, sizeof head, error)
         && dray_road_pack_writer_add (writer, "place.records", records->data, records->len * sizeof (DrayPackedPlace), error)
         && dray_road_pack_writer_add (writer, "place.houses", houses->data, houses->len * sizeof (DrayPackedHouse), error)
         && dray_road_pack_writer_add (writer, "place.text", text->data, text->len, error);
}
