/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Who else is here. Every widget that shows a record says so; the hub tells the other consoles, and theirs come back. Nothing of it is
 * kept, and nothing of it forbids: whoever sees that somebody edits a record may still write, and what comes of that is a conflict. */

#include "dray-engine-private.h"

static void
tell_line (DrayEngine *self)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (DraySyncPlace));
  GHashTableIter iter;
  gpointer place;

  if (self->line == NULL)
    return;
  g_hash_table_iter_init (&iter, self->places_here);
  while (g_hash_table_iter_next (&iter, NULL, &place) && places->len < DRAY_SYNC_MAX_PLACES)
    g_array_append_vals (places, place, 1);
  dray_sync_line_set_places (self->line, places);
}

/* A line has begun: it is told what is looked at already. */
void
dray_engine_follow_others (DrayEngine *self)
{
  if (g_hash_table_size (self->places_here) > 0)
    tell_line (self);
}

/**
 * dray_engine_set_place:
 * @who: whose place it is: a widget; never looked into
 * @table: (nullable): %NULL where @who shows no record any more
 *
 * Tells the other consoles of the hub, if there is one, that a record is looked at here, or edited.
 */
void
dray_engine_set_place (DrayEngine      *self,
                       gconstpointer    who,
                       const DrayTable *table,
                       const DrayId    *id,
                       gboolean         is_edited)
{
  DraySyncPlace *before = g_hash_table_lookup (self->places_here, who);

  g_return_if_fail (table == NULL || id != NULL);

  if (table == NULL) {
    if (g_hash_table_remove (self->places_here, who))
      tell_line (self);
    return;
  }
  if (before != NULL && before->table == table && dray_id_equal (&before->id, id) && before->is_edited == is_edited)
    return;

  DraySyncPlace place = { table, *id, is_edited };

  g_hash_table_insert (self->places_here, (gpointer) who, g_memdup2 (&place, sizeof place));
  tell_line (self);
}

static const DraySyncPlace *
find_place (const DraySyncOther *other,
            const DrayId        *id)
{
  const DraySyncPlace *found = NULL;

  for (guint i = 0; i < other->places->len; i++) {
    const DraySyncPlace *place = &g_array_index (other->places, DraySyncPlace, i);

    if (dray_id_equal (&place->id, id) && (found == NULL || place->is_edited))
      found = place;
  }
  return found;
}

/**
 * dray_engine_dup_others:
 * @is_edited: (out): whether one of them edits it; then those alone are named
 *
 * Returns: (transfer full) (nullable): the names of those who have the record open elsewhere; %NULL where nobody has
 */
char *
dray_engine_dup_others (DrayEngine   *self,
                        const DrayId *id,
                        gboolean     *is_edited)
{
  const GPtrArray *others = self->line != NULL ? dray_sync_line_get_others (self->line) : NULL;
  g_autoptr (GString) lookers = g_string_new (NULL);
  g_autoptr (GString) editors = g_string_new (NULL);
  GString *names;

  for (guint i = 0; others != NULL && i < others->len; i++) {
    const DraySyncOther *other = others->pdata[i];
    const DraySyncPlace *place = find_place (other, id);
    GString *list = place != NULL && place->is_edited ? editors : lookers;

    if (place != NULL)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", other->name);
  }
  *is_edited = editors->len > 0;
  names = *is_edited ? editors : lookers;
  return names->len > 0 ? g_strdup (names->str) : NULL;
}
