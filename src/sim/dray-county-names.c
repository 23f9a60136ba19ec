/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-private.h"

#include <string.h>

/* Names with reasons. A place is called after what it stands by, with endings that never repeat twice in a row. */

const char *
dray_county_intern (DrayCounty *self,
                    const char *text)
{
  return g_string_chunk_insert_const (self->strings, text);
}

static const char *const stems[] = {
  "Ash", "Elm", "Thorn", "Fern", "Birch", "Hazel", "Alder", "Oak", "Rowan", "Bram", "Heath", "Wolf", "Hart", "Crane", "Raven", "Otter", "Swan", "Hen",
  "Kings", "Bishops", "Abbots", "Monk", "Nether", "Upper", "Long", "Stan", "Wink", "Hals", "Tor", "Gar", "Wed", "Cul", "Pem", "Rad", "Sel", "Mar",
  "Bar", "Dun", "Cold", "White", "Black", "Red", "Stone", "Clay", "Sand", "Salt", "Hay", "Rye", "Barley", "Honey", "Lamb", "Cow", "Fair", "Wil",
};
static const char *const river_ends[] = { "ford", "bridge", "bourne", "mouth", "well", "wath", "mere", "weir", "ey" };
static const char *const coast_ends[] = { "haven", "ness", "wick", "sands", "hithe", "cliff", "staithe", "port" };
static const char *const high_ends[] = { "don", "hill", "law", "ridge", "low", "dale", "gill", "fell", "combe" };
static const char *const field_ends[] = { "ton", "ham", "ley", "stead", "worth", "field", "by", "thorpe", "cote", "ingham", "stoke", "hurst", "den" };

typedef struct {
  const char *const *ends;
  guint              n_ends;
} Endings;

#define ENDINGS(list) { list, G_N_ELEMENTS (list) }

/* Returns: a name that no place of the county has yet */
const char *
dray_county_place_name (DrayCounty    *self,
                        DrayRandom    *random,
                        DrayCountyRank rank,
                        gboolean       river,
                        gboolean       coast,
                        gboolean       high)
{
  static const Endings by_reason[] = { ENDINGS (coast_ends), ENDINGS (river_ends), ENDINGS (high_ends), ENDINGS (field_ends) };
  const Endings *endings = &by_reason[coast ? 0 : river ? 1 : high ? 2 : 3];

  if (rank == DRAY_COUNTY_VILLAGE && dray_random_below (random, 3) == 0)
    endings = &by_reason[3];
  for (int attempt = 0; attempt < 400; attempt++) {
    const char *stem = stems[dray_random_below (random, G_N_ELEMENTS (stems))];
    const char *end = endings->ends[dray_random_below (random, endings->n_ends)];
    const char *last = g_hash_table_lookup (self->used_names, "last ending");
    g_autofree char *name = g_strconcat (stem, end, NULL);

    if (g_strcmp0 (last, end) == 0 || stem[strlen (stem) - 1] == end[0] || g_hash_table_contains (self->used_names, name))
      continue;
    g_hash_table_insert (self->used_names, (gpointer) "last ending", (gpointer) end);
    g_hash_table_add (self->used_names, (gpointer) dray_county_intern (self, name));
    return dray_county_intern (self, name);
  }
  g_autofree char *name = g_strdup_printf ("%s %u", "Newtown", g_hash_table_size (self->used_names));
  return dray_county_intern (self, name);
}
