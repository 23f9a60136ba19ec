/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-osm-part-private.h"

#include "dray-osm-reader.h"
#include "dray-road-error.h"
#include "dray-units.h"

#include <string.h>

/* Joining: the parts are laid end to end, each kind is put in order of its ids (files are nearly always sorted already, and then
 * nothing moves), repetitions go, and ids become indices. */

DrayOsmPart *
dray_osm_part_new (void)
{
  DrayOsmPart *self = g_new0 (DrayOsmPart, 1);

  self->node_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->node_lon_e7 = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->node_lat_e7 = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->tagged_nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->tagged_node_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->node_tags = g_array_new (FALSE, FALSE, sizeof (DrayOsmTag));
  self->way_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->way_refs_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->way_refs = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->way_tags_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->way_tags = g_array_new (FALSE, FALSE, sizeof (DrayOsmTag));
  self->relation_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->members_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->member_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->member_roles = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->member_kinds = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->relation_tags_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->relation_tags = g_array_new (FALSE, FALSE, sizeof (DrayOsmTag));
  self->string_bytes = g_string_new (NULL);
  self->string_first = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
dray_osm_part_free (DrayOsmPart *self)
{
  GArray *columns[] = {
    self->node_ids, self->node_lon_e7, self->node_lat_e7, self->tagged_nodes, self->tagged_node_first, self->node_tags,
    self->way_ids, self->way_refs_first, self->way_refs, self->way_tags_first, self->way_tags,
    self->relation_ids, self->members_first, self->member_ids, self->member_roles, self->member_kinds,
    self->relation_tags_first, self->relation_tags, self->string_first,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_array_unref (columns[i]);
  g_string_free (self->string_bytes, TRUE);
  g_free (self);
}

/* Returns: the string's number within the part; the same text may get several */
guint32
dray_osm_part_add_string (DrayOsmPart *self,
                          const char  *text,
                          gsize        length)
{
  guint32 first = (guint32) self->string_bytes->len;

  /* A NUL inside would end the string early, so it does. */
  g_string_append_len (self->string_bytes, text, (gssize) strnlen (text, length));
  g_string_append_c (self->string_bytes, '\0');
  g_array_append_val (self->string_first, first);
  return self->string_first->len - 1;
}

gboolean
dray_osm_part_check_id (gint64   id,
                        GError **error)
{
  if (id <= -DRAY_OSM_MAX_ID || id >= DRAY_OSM_MAX_ID) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The id %" G_GINT64_FORMAT " is out of range", id);
    return FALSE;
  }
  return TRUE;
}

gboolean
dray_osm_part_add_node (DrayOsmPart *self,
                        gint64       id,
                        gint64       lon_e7,
                        gint64       lat_e7,
                        GError     **error)
{
  if (ABS (lon_e7) > G_GINT64_CONSTANT (180) * DRAY_E7 || ABS (lat_e7) > G_GINT64_CONSTANT (90) * DRAY_E7) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "Node %" G_GINT64_FORMAT " lies outside the world", id);
    return FALSE;
  }
  if (!dray_osm_part_check_id (id, error))
    return FALSE;

  gint32 lon = (gint32) lon_e7, lat = (gint32) lat_e7;
  g_array_append_val (self->node_ids, id);
  g_array_append_val (self->node_lon_e7, lon);
  g_array_append_val (self->node_lat_e7, lat);
  return TRUE;
}

/* Laying end to end. */

static void
append_column (GArray *to,
               GArray *from)
{
  g_array_append_vals (to, from->data, from->len);
}

static void
append_shifted (GArray *to,
                GArray *from,
                guint32 shift)
{
  guint32 first = to->len;

  append_column (to, from);
  for (guint32 i = first; i < to->len; i++)
    g_array_index (to, guint32, i) += shift;
}

static void
append_tags (GArray        *to,
             GArray        *from,
             const guint32 *numbers)
{
  guint32 first = to->len;

  append_column (to, from);
  for (guint32 i = first; i < to->len; i++) {
    DrayOsmTag *tag = &g_array_index (to, DrayOsmTag, i);
    *tag = (DrayOsmTag) { numbers[tag->key], numbers[tag->value] };
  }
}

/* Returns: (transfer full): the number of each of the part's strings among all */
static guint32 *
intern_strings (DrayOsmData *data,
                GPtrArray   *strings,
                DrayOsmPart *part)
{
  guint32 *numbers = g_new (guint32, part->string_first->len + 1);

  for (guint32 i = 0; i < part->string_first->len; i++) {
    const char *text = part->string_bytes->str + g_array_index (part->string_first, guint32, i);
    g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
    gpointer known = NULL;

    text = valid ? valid : text;
    if (!g_hash_table_lookup_extended (data->string_index, text, NULL, &known)) {
      char *kept = g_string_chunk_insert (data->chunk, text);

      known = GUINT_TO_POINTER (strings->len);
      g_hash_table_insert (data->string_index, kept, known);
      g_ptr_array_add (strings, kept);
    }
    numbers[i] = GPOINTER_TO_UINT (known);
  }
  return numbers;
}

static void
append_part (DrayOsmPart   *all,
             DrayOsmPart   *part,
             const guint32 *numbers)
{
  append_shifted (all->tagged_nodes, part->tagged_nodes, all->node_ids->len);
  append_shifted (all->tagged_node_first, part->tagged_node_first, all->node_tags->len);
  append_tags (all->node_tags, part->node_tags, numbers);
  append_column (all->node_ids, part->node_ids);
  append_column (all->node_lon_e7, part->node_lon_e7);
  append_column (all->node_lat_e7, part->node_lat_e7);

  append_shifted (all->way_refs_first, part->way_refs_first, all->way_refs->len);
  append_shifted (all->way_tags_first, part->way_tags_first, all->way_tags->len);
  append_tags (all->way_tags, part->way_tags, numbers);
  append_column (all->way_ids, part->way_ids);
  append_column (all->way_refs, part->way_refs);

  guint32 first_member = all->member_ids->len;
  append_shifted (all->members_first, part->members_first, first_member);
  append_shifted (all->relation_tags_first, part->relation_tags_first, all->relation_tags->len);
  append_tags (all->relation_tags, part->relation_tags, numbers);
  append_column (all->relation_ids, part->relation_ids);
  append_column (all->member_ids, part->member_ids);
  append_column (all->member_roles, part->member_roles);
  append_column (all->member_kinds, part->member_kinds);
  for (guint32 i = first_member; i < all->member_roles->len; i++) {
    guint32 *role = &g_array_index (all->member_roles, guint32, i);
    *role = numbers[*role];
  }
}

/* Putting in order. */

static int
compare_by_id (gconstpointer a,
               gconstpointer b,
               gpointer      ids)
{
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  gint64 x = ((const gint64 *) ids)[i], y = ((const gint64 *) ids)[j];

  /* Equal ids keep the file's order, so that the first one stays. */
  return x != y ? (x < y ? -1 : 1) : (i > j) - (i < j);
}

/* Returns: (transfer full): the places of @ids in ascending order without repetitions; @n is how many */
static guint32 *
sort_ids (GArray  *ids,
          guint32 *n,
          guint64 *n_duplicates)
{
  const gint64 *id = (const gint64 *) (gpointer) ids->data;
  guint32 *order = g_new (guint32, ids->len + 1);
  gboolean sorted = TRUE;
  guint32 k = 0;

  for (guint32 i = 0; i < ids->len; i++) {
    order[i] = i;
    sorted = sorted && (i == 0 || id[i - 1] < id[i]);
  }
  if (sorted) {
    *n = ids->len;
    return order;
  }
  g_qsort_with_data (order, (int) ids->len, sizeof *order, compare_by_id, (gpointer) id);
  for (guint32 i = 0; i < ids->len; i++) {
    if (k == 0 || id[order[k - 1]] != id[order[i]])
      order[k++] = order[i];
  }
  *n_duplicates += ids->len - k;
  *n = k;
  return order;
}

static guint32
end_of (GArray *first,
        guint32 i,
        guint32 n_rows)
{
  return i + 1 < first->len ? g_array_index (first, guint32, i + 1) : n_rows;
}

/* Copies the tags of the things in @order behind those already in @to; writes where each one's begin, and one more. */
static void
take_tags (GArray        *to,
           GArray        *tags,
           GArray        *first,
           const guint32 *order,
           guint32        n,
           guint32       *begin)
{
  for (guint32 i = 0; i < n; i++) {
    guint32 from = g_array_index (first, guint32, order[i]);

    begin[i] = to->len;
    g_array_append_vals (to, &g_array_index (tags, DrayOsmTag, from), end_of (first, order[i], tags->len) - from);
  }
  begin[n] = to->len;
}

static void
take_nodes (DrayOsmData *data,
            DrayOsmPart *all,
            GArray      *tags)
{
  g_autofree guint32 *order = sort_ids (all->node_ids, &data->n_nodes, &data->n_duplicates);
  guint32 n = data->n_nodes, n_tagged = 0;

  data->node_ids = g_new (gint64, n + 1);
  data->node_lon_e7 = g_new (gint32, n + 1);
  data->node_lat_e7 = g_new (gint32, n + 1);
  g_autofree guint32 *place = g_new (guint32, all->node_ids->len + 1);
  memset (place, 0xff, sizeof *place * (all->node_ids->len + 1));
  for (guint32 i = 0; i < n; i++) {
    data->node_ids[i] = g_array_index (all->node_ids, gint64, order[i]);
    data->node_lon_e7[i] = g_array_index (all->node_lon_e7, gint32, order[i]);
    data->node_lat_e7[i] = g_array_index (all->node_lat_e7, gint32, order[i]);
    place[order[i]] = i;
  }

  /* The tagged ones in the new order: mark the row of each node's tags, then walk the nodes. */
  g_autofree guint32 *row = g_new (guint32, n + 1);
  g_autofree guint32 *rows = g_new (guint32, all->tagged_nodes->len + 1);
  memset (row, 0xff, sizeof *row * (n + 1));
  for (guint32 i = 0; i < all->tagged_nodes->len; i++) {
    guint32 at = place[g_array_index (all->tagged_nodes, guint32, i)];
    if (at != DRAY_OSM_MISSING)
      row[at] = i;
  }
  data->tagged_nodes = g_new (guint32, all->tagged_nodes->len + 1);
  for (guint32 i = 0; i < n; i++) {
    if (row[i] != DRAY_OSM_MISSING) {
      rows[n_tagged] = row[i];
      data->tagged_nodes[n_tagged++] = i;
    }
  }
  data->n_tagged_nodes = n_tagged;
  data->tagged_node_tags = g_new (guint32, n_tagged + 1);
  take_tags (tags, all->node_tags, all->tagged_node_first, rows, n_tagged, data->tagged_node_tags);
}

/* Finding ids: a sample of every 64th id fits the cache, and ways mostly name nodes one after the other. */

#define SAMPLE 64

typedef struct {
  const gint64 *ids;
  guint32       n;
  gint64       *samples;
  guint32       n_samples;
  guint32       last;
} Finder;

static Finder
finder_new (const gint64 *ids,
            guint32       n)
{
  Finder self = { ids, n, g_new (gint64, n / SAMPLE + 1), 0, 0 };

  for (guint32 i = 0; i < n; i += SAMPLE)
    self.samples[self.n_samples++] = ids[i];
  return self;
}

static guint32
lower_bound (const gint64 *ids,
             guint32       n,
             gint64        id)
{
  guint32 low = 0;

  while (low < n) {
    guint32 middle = low + (n - low) / 2;

    if (ids[middle] < id)
      low = middle + 1;
    else
      n = middle;
  }
  return low;
}

static guint32
finder_find (Finder *self,
             gint64  id)
{
  if (self->last + 1 < self->n && self->ids[self->last + 1] == id)
    return ++self->last;

  guint32 sample = lower_bound (self->samples, self->n_samples, id + 1);
  if (sample == 0)
    return DRAY_OSM_MISSING;
  guint32 from = (sample - 1) * SAMPLE;
  guint32 at = from + lower_bound (self->ids + from, MIN (SAMPLE, self->n - from), id);
  if (at == self->n || self->ids[at] != id)
    return DRAY_OSM_MISSING;
  return self->last = at;
}

static void
take_ways (DrayOsmData *data,
           DrayOsmPart *all,
           GArray      *tags)
{
  g_autofree guint32 *order = sort_ids (all->way_ids, &data->n_ways, &data->n_duplicates);
  Finder nodes = finder_new (data->node_ids, data->n_nodes);
  guint32 n = 0;

  data->way_ids = g_new (gint64, data->n_ways + 1);
  data->way_refs_first = g_new (guint32, data->n_ways + 1);
  data->way_refs = g_new (guint32, all->way_refs->len + 1);
  data->way_tags = g_new (guint32, data->n_ways + 1);
  for (guint32 i = 0; i < data->n_ways; i++) {
    guint32 end = end_of (all->way_refs_first, order[i], all->way_refs->len);

    data->way_ids[i] = g_array_index (all->way_ids, gint64, order[i]);
    data->way_refs_first[i] = n;
    for (guint32 k = g_array_index (all->way_refs_first, guint32, order[i]); k < end; k++) {
      data->way_refs[n] = finder_find (&nodes, g_array_index (all->way_refs, gint64, k));
      data->n_missing_node_refs += data->way_refs[n++] == DRAY_OSM_MISSING;
    }
  }
  data->way_refs_first[data->n_ways] = n;
  take_tags (tags, all->way_tags, all->way_tags_first, order, data->n_ways, data->way_tags);
  g_free (nodes.samples);
}

static void
take_relations (DrayOsmData *data,
                DrayOsmPart *all,
                GArray      *tags)
{
  g_autofree guint32 *order = sort_ids (all->relation_ids, &data->n_relations, &data->n_duplicates);
  guint32 n = 0;

  data->relation_ids = g_new (gint64, data->n_relations + 1);
  data->members_first = g_new (guint32, data->n_relations + 1);
  data->members = g_new (DrayOsmMember, all->member_ids->len + 1);
  data->relation_tags = g_new (guint32, data->n_relations + 1);
  for (guint32 i = 0; i < data->n_relations; i++)
    data->relation_ids[i] = g_array_index (all->relation_ids, gint64, order[i]);

  Finder finders[] = {
    [DRAY_OSM_NODE] = finder_new (data->node_ids, data->n_nodes),
    [DRAY_OSM_WAY] = finder_new (data->way_ids, data->n_ways),
    [DRAY_OSM_RELATION] = finder_new (data->relation_ids, data->n_relations),
  };
  for (guint32 i = 0; i < data->n_relations; i++) {
    guint32 end = end_of (all->members_first, order[i], all->member_ids->len);

    data->members_first[i] = n;
    for (guint32 k = g_array_index (all->members_first, guint32, order[i]); k < end; k++) {
      guint32 kind = g_array_index (all->member_kinds, guint32, k);
      guint32 index = finder_find (&finders[kind], g_array_index (all->member_ids, gint64, k));

      data->members[n++] = (DrayOsmMember) { index, g_array_index (all->member_roles, guint32, k), kind };
      if (index == DRAY_OSM_MISSING)
        *(kind == DRAY_OSM_NODE ? &data->n_missing_node_refs : &data->n_missing_member_refs) += 1;
    }
  }
  data->members_first[data->n_relations] = n;
  take_tags (tags, all->relation_tags, all->relation_tags_first, order, data->n_relations, data->relation_tags);
  for (gsize i = 0; i < G_N_ELEMENTS (finders); i++)
    g_free (finders[i].samples);
}

/* Everything that 32 bits will count, before anything is laid end to end. */
static gboolean
check_counts (GPtrArray *parts,
              GError   **error)
{
  guint64 n_nodes = 0, n_refs = 0, n_tags = 0, n_members = 0, n_strings = 0;

  for (guint32 i = 0; i < parts->len; i++) {
    DrayOsmPart *part = g_ptr_array_index (parts, i);

    n_nodes += part->node_ids->len;
    n_refs += part->way_refs->len + part->way_ids->len;
    n_tags += part->node_tags->len + part->way_tags->len + part->relation_tags->len;
    n_members += part->member_ids->len + part->relation_ids->len;
    n_strings += part->string_first->len;
  }
  if (MAX (MAX (MAX (n_nodes, n_refs), MAX (n_tags, n_members)), n_strings) > DRAY_OSM_MAX_COUNT) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "The file holds more than %u nodes, references or tags",
                 DRAY_OSM_MAX_COUNT);
    return FALSE;
  }
  return TRUE;
}

/**
 * dray_osm_parts_join:
 * @parts: (element-type DrayOsmPart): in the file's order; each is freed as soon as it has been taken
 *
 * Returns: (transfer full): the columns
 */
DrayOsmData *
dray_osm_parts_join (GPtrArray    *parts,
                     GCancellable *cancellable,
                     GError      **error)
{
  if (!check_counts (parts, error))
    return NULL;

  g_autoptr (DrayOsmData) data = g_new0 (DrayOsmData, 1);
  g_autoptr (DrayOsmPart) all = dray_osm_part_new ();
  g_autoptr (GPtrArray) strings = g_ptr_array_new ();

  data->chunk = g_string_chunk_new (64 << 10);
  data->string_index = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (strings, g_string_chunk_insert (data->chunk, ""));
  g_hash_table_insert (data->string_index, strings->pdata[0], GUINT_TO_POINTER (DRAY_OSM_NO_STRING));

  for (guint32 i = 0; i < parts->len; i++) {
    DrayOsmPart *part = g_ptr_array_index (parts, i);
    g_autofree guint32 *numbers = intern_strings (data, strings, part);

    append_part (all, part, numbers);
    dray_osm_part_free (g_steal_pointer (&parts->pdata[i]));
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  }

  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (DrayOsmTag));
  take_nodes (data, all, tags);
  take_ways (data, all, tags);
  take_relations (data, all, tags);
  data->tags = (DrayOsmTag *) (gpointer) g_array_free (g_steal_pointer (&tags), FALSE);
  data->n_strings = strings->len;
  data->strings = (const char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&data);
}
