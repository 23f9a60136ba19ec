/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-index-private.h"

#include <math.h>
#include <string.h>

/* A search, keystroke by keystroke. Every word that was typed is the beginning of a word of the name or of what the place lies in, in
 * any order, with or without diacritics. One number among the words may be a house number. The most important few hundred matches are
 * read, and once more those near the point of view; the best of both, by importance, nearness and how well the name fits, are the
 * answer. */

#define MAX_WORDS 8
#define MAX_WORD_BYTES 64
#define N_IMPORTANT 160
#define N_NEAR 160

typedef struct {
  char *words[MAX_WORDS];
  int   n;
  int   house;          /* which word may be a house number, or -1 */
} Words;

static void
words_clear (Words *self)
{
  for (int i = 0; i < self->n; i++)
    g_free (self->words[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* Splits at whatever is neither letter nor digit nor mark: what FTS5 does, so that no word can carry its syntax. */
static void
split (const char *query,
       Words      *words)
{
  const char *start = NULL;

  words->n = 0;
  words->house = -1;
  for (const char *at = query; words->n < MAX_WORDS; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);
    gboolean inside = *at != '\0' && (g_unichar_isalnum (letter) || g_unichar_ismark (letter));

    if (inside && start == NULL)
      start = at;
    if (!inside && start != NULL && at - start <= MAX_WORD_BYTES) {
      words->words[words->n] = g_strndup (start, (gsize) (at - start));
      /* The first word is a house number where the number goes before the street. */
      if (g_ascii_isdigit (start[0]) && at - start <= 6)
        words->house = words->n;
      words->n++;
    }
    if (!inside)
      start = NULL;
    if (*at == '\0')
      break;
  }
  if (words->n < 2)
    words->house = -1;
}

/* The words as FTS5 wants them. @near: only in the cells around it. */
static char *
make_match (const Words        *words,
            gboolean            without_house,
            const DrayGeoPoint *near)
{
  g_autoptr (GString) match = g_string_new ("{name context} : (");
  int n = 0;

  for (int i = 0; i < words->n; i++) {
    if (without_house && i == words->house)
      continue;
    g_string_append_printf (match, "%s\"%s\" *", n++ > 0 ? " AND " : "", words->words[i]);
  }
  g_string_append_c (match, ')');
  if (near != NULL) {
    g_string_append (match, " AND cell : (");
    for (int i = 0; i < 9; i++) {
      g_autofree char *cell = dray_place_index_dup_cell (*near, i % 3 - 1, i / 3 - 1);

      g_string_append_printf (match, "%s\"%s\"", i > 0 ? " OR " : "", cell);
    }
    g_string_append_c (match, ')');
  }
  return g_string_free (g_steal_pointer (&match), FALSE);
}

/* Small letters without their marks. */
static char *
fold (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *small = apart != NULL ? g_utf8_casefold (apart, -1) : g_strdup (text);
  g_autoptr (GString) bare = g_string_new (NULL);

  for (const char *at = small; *at != '\0'; at = g_utf8_next_char (at)) {
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (bare, g_utf8_get_char (at));
  }
  return g_string_free (g_steal_pointer (&bare), FALSE);
}

/* How well a name fits what was typed: whole, from its beginning, or somewhere. */
static double
score_name (const char *name,
            const char *query)
{
  g_autofree char *folded = fold (name);
  gsize length = strlen (query);

  if (!g_str_has_prefix (folded, query))
    return 0;
  return folded[length] == '\0' ? 60 : folded[length] == ' ' ? 35 : 25;
}

static double
score_distance (DrayGeoPoint        point,
                const DrayGeoPoint *near)
{
  if (near == NULL)
    return 0;
  return -14 * log2 (1 + dray_geo_point_distance_m (point, *near) / 1500);
}

typedef struct {
  DrayPlaceIndex     *index;
  const DrayGeoPoint *near;
  char               *folded;   /* what was typed, without its house number */
  int                 number;   /* the house number, or 0 */
  char                suffix[4];
  GPtrArray          *found;    /* DrayPlaceFound */
  GHashTable         *seen;     /* ids */
} Search;

/* The house on the same side of the street next below and next above a number. */
typedef struct {
  DrayGeoPoint point;
  int          number;
} Neighbour;

/**
 * find_house:
 *
 * Looks up the house number on a street. A number that is not there lies between its neighbours of the same parity, in proportion.
 *
 * Returns: %FALSE on an error; @known says whether a place was found
 */
static gboolean
find_house (Search         *search,
            gint64          street,
            DrayPlaceFound *found,
            gboolean       *known,
            GError        **error)
{
  DrayStatement *houses = search->index->houses;
  Neighbour below = { .number = 0 };
  Neighbour above = { .number = 0 };
  gboolean has_row = FALSE;

  *known = FALSE;
  dray_statement_bind_integer (houses, 1, street);
  dray_statement_bind_integer (houses, 2, MAX (1, search->number - 100));
  dray_statement_bind_integer (houses, 3, search->number + 100);
  while (dray_statement_step (houses, &has_row, error) && has_row) {
    Neighbour house = { { (int) dray_statement_get_integer (houses, 2), (int) dray_statement_get_integer (houses, 3) }, (int) dray_statement_get_integer (houses, 0) };

    if (house.number == search->number && (!*known || strcmp (dray_statement_get_text (houses, 1), search->suffix) == 0)) {
      found->place.point = house.point;
      *known = TRUE;
    }
    if ((house.number - search->number) % 2 != 0)
      continue;
    if (house.number < search->number)
      below = house;
    else if (house.number > search->number && above.number == 0)
      above = house;
  }
  dray_statement_reset (houses);
  if (has_row)
    return FALSE;
  if (!*known && below.number != 0 && above.number != 0) {
    double t = (double) (search->number - below.number) / (above.number - below.number);

    found->place.point = (DrayGeoPoint) {
      below.point.lon_e7 + (int) lround (((double) above.point.lon_e7 - below.point.lon_e7) * t),
      below.point.lat_e7 + (int) lround (((double) above.point.lat_e7 - below.point.lat_e7) * t),
    };
    found->interpolated = TRUE;
    *known = TRUE;
  }
  return TRUE;
}

static gboolean
add_found (Search         *search,
           gboolean        without_house,
           GError        **error)
{
  DrayStatement *find = search->index->find;
  gint64 id = dray_statement_get_integer (find, 0);
  const char *name = dray_statement_get_text (find, 5);
  DrayPlaceFound *found = g_new0 (DrayPlaceFound, 1);
  gboolean known = FALSE;

  g_ptr_array_add (search->found, found);
  found->place = (DrayPlace) {
    .kind = (DrayPlaceKind) dray_statement_get_integer (find, 1), .importance = (int) dray_statement_get_integer (find, 2),
    .point = { (int) dray_statement_get_integer (find, 3), (int) dray_statement_get_integer (find, 4) }, .name = g_strdup (name),
  };
  found->context = g_strdup (dray_statement_get_text (find, 6));
  found->place.context = found->context;
  found->label = g_strdup (name);
  found->score = found->place.importance + score_name (name, search->folded) + score_distance (found->place.point, search->near);
  if (!without_house)
    return TRUE;

  if (found->place.kind == DRAY_PLACE_STREET && !find_house (search, id, found, &known, error))
    return FALSE;
  if (known) {
    g_free (found->label);
    found->label = g_strdup_printf ("%s %d%s", name, search->number, search->suffix);
    found->place.kind = DRAY_PLACE_ADDRESS;
    found->score += 50;
  } else {
    /* Without the number it answers only half of what was asked. */
    found->score -= 40;
  }
  return TRUE;
}

/* Reads the matches of one question. */
static gboolean
ask (Search      *search,
     const char  *match,
     int          n_max,
     gboolean     without_house,
     GError     **error)
{
  DrayStatement *find = search->index->find;
  gboolean has_row = FALSE;
  gboolean good = TRUE;

  dray_statement_bind_text (find, 1, match);
  dray_statement_bind_integer (find, 2, n_max);
  while (good && (good = dray_statement_step (find, &has_row, error)) && has_row) {
    if (g_hash_table_add (search->seen, GSIZE_TO_POINTER ((gsize) dray_statement_get_integer (find, 0))))
      good = add_found (search, without_house, error);
  }
  dray_statement_reset (find);
  return good;
}

static gboolean
ask_both (Search       *search,
          const Words  *words,
          gboolean      without_house,
          GError      **error)
{
  g_autofree char *everywhere = make_match (words, without_house, NULL);

  if (!ask (search, everywhere, N_IMPORTANT, without_house, error))
    return FALSE;
  if (search->near == NULL)
    return TRUE;
  g_autofree char *around = make_match (words, without_house, search->near);
  return ask (search, around, N_NEAR, without_house, error);
}

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const DrayPlaceFound *one = *(const DrayPlaceFound *const *) a;
  const DrayPlaceFound *other = *(const DrayPlaceFound *const *) b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return strcmp (one->label, other->label);
}

/* What was typed, folded, in its order and without its house number. */
static char *
join_words (const Words *words)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (int i = 0; i < words->n; i++) {
    if (i != words->house)
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", words->words[i]);
  }
  return fold (joined->str);
}

static void
read_house (Search      *search,
            const Words *words)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (words->words[words->house], &end, 10);

  search->number = (int) MIN (number, 99999);
  for (int i = 0; i < 2 && g_ascii_isalpha (end[i]); i++)
    search->suffix[i] = g_ascii_tolower (end[i]);
}

/**
 * dray_place_index_search:
 * @query: what was typed so far
 * @near: (nullable): where the person looks; what is near comes first
 * @n_max: at most so many
 *
 * Errors: %DRAY_STORE_ERROR
 *
 * Returns: (transfer full) (element-type DrayPlaceFound): the best first; empty where nothing fits
 */
GPtrArray *
dray_place_index_search (DrayPlaceIndex      *self,
                         const char          *query,
                         const DrayGeoPoint  *near,
                         int                  n_max,
                         GError             **error)
{
  g_return_val_if_fail (self != NULL && query != NULL && n_max > 0, NULL);

  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_place_found_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *valid = g_utf8_make_valid (query, -1);
  g_auto (Words) words = { .n = 0 };

  split (valid, &words);
  if (words.n == 0)
    return g_steal_pointer (&found);

  g_autofree char *folded = join_words (&words);
  Search search = { .index = self, .near = near, .folded = folded, .found = found, .seen = seen };
  /* A number may belong to a name: "Rua 25 de Abril". So both are asked, the name first. */
  if (!ask_both (&search, &words, FALSE, error))
    return NULL;
  if (words.house >= 0) {
    read_house (&search, &words);
    if (search.number > 0 && !ask_both (&search, &words, TRUE, error))
      return NULL;
  }
  g_ptr_array_sort (found, compare_found);
  if (found->len > (guint) n_max)
    g_ptr_array_set_size (found, n_max);
  return g_steal_pointer (&found);
}
