/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-place-index-private.h"

#include "dray-tile.h"

/* The index of a region's places: tables in an SQLite file that can be thrown away and made again.
 *
 *   meta (key, value)                       "source": the id of what it was made of
 *   place (id, kind, importance, lon_e7, lat_e7, name, context)
 *   place_text (name, context, cell)        FTS5 without contents; a rowid is a place's id
 *   house (street, number, suffix, lon_e7, lat_e7)
 *
 * Ids count up from the most important place, so that FTS5, which answers by rowid, gives the most important first and can be stopped
 * after a few hundred. bm25 would have to see every match: too slow for a street that is called like every street. */

static const char schema[] =
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE place (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, importance INTEGER NOT NULL, lon_e7 INTEGER NOT NULL,"
  " lat_e7 INTEGER NOT NULL, name TEXT NOT NULL, context TEXT NOT NULL);"
  "CREATE VIRTUAL TABLE place_text USING fts5 (name, context, cell, content='', detail='column',"
  " tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3');"
  "CREATE TABLE house (street INTEGER NOT NULL, number INTEGER NOT NULL, suffix TEXT NOT NULL, lon_e7 INTEGER NOT NULL,"
  " lat_e7 INTEGER NOT NULL, PRIMARY KEY (street, number, suffix, lon_e7, lat_e7)) WITHOUT ROWID;";

/* The word by which a place is found near: the cell that @point is in, or one beside it. */
char *
dray_place_index_dup_cell (DrayGeoPoint point,
                           int          dx,
                           int          dy)
{
  DrayTile tile = dray_tile_at (point, DRAY_PLACE_CELL_ZOOM);

  return g_strdup_printf ("x%dy%d", tile.x + dx, tile.y + dy);
}

static gboolean
fill_houses (DrayStatement          *insert,
             const DrayPlaceSource  *source,
             const DrayPlace        *place,
             gint64                  id,
             GError                **error)
{
  for (guint i = 0; i < place->n_houses; i++) {
    DrayHouse house = source->get_house (source->data, place->first_house + i);

    dray_statement_bind_integer (insert, 1, id);
    dray_statement_bind_integer (insert, 2, house.number);
    dray_statement_bind_text (insert, 3, house.suffix);
    dray_statement_bind_integer (insert, 4, house.point.lon_e7);
    dray_statement_bind_integer (insert, 5, house.point.lat_e7);
    if (!dray_statement_run (insert, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
fill_rows (DrayDatabase           *database,
           const DrayPlaceSource  *source,
           GCancellable           *cancellable,
           GError                **error)
{
  g_autoptr (DrayStatement) row = dray_database_prepare (database, "INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error);
  g_autoptr (DrayStatement) text = row != NULL ? dray_database_prepare (database, "INSERT INTO place_text (rowid, name, context, cell) VALUES (?1, ?2, ?3, ?4)", error) : NULL;
  g_autoptr (DrayStatement) house = text != NULL ? dray_database_prepare (database, "INSERT OR IGNORE INTO house VALUES (?1, ?2, ?3, ?4, ?5)", error) : NULL;

  if (house == NULL)
    return FALSE;
  for (guint i = 0; i < source->n_places; i++) {
    DrayPlace place = source->get_place (source->data, i);
    gint64 id = (gint64) i + 1;
    g_autofree char *cell = dray_place_index_dup_cell (place.point, 0, 0);

    if (i % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    dray_statement_bind_integer (row, 1, id);
    dray_statement_bind_integer (row, 2, place.kind);
    dray_statement_bind_integer (row, 3, place.importance);
    dray_statement_bind_integer (row, 4, place.point.lon_e7);
    dray_statement_bind_integer (row, 5, place.point.lat_e7);
    dray_statement_bind_text (row, 6, place.name);
    dray_statement_bind_text (row, 7, place.context);
    dray_statement_bind_integer (text, 1, id);
    dray_statement_bind_text (text, 2, place.name);
    dray_statement_bind_text (text, 3, place.context);
    dray_statement_bind_text (text, 4, cell);
    if (!dray_statement_run (row, error) || !dray_statement_run (text, error) || !fill_houses (house, source, &place, id, error))
      return FALSE;
  }
  return TRUE;
}

/* Makes the tables and fills them, in one transaction: an index is whole or not there. */
gboolean
dray_place_index_fill (DrayDatabase           *database,
                       const DrayPlaceSource  *source,
                       GCancellable           *cancellable,
                       GError                **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", DRAY_PLACE_INDEX_VERSION);
  g_autoptr (DrayStatement) meta = NULL;

  if (!dray_database_execute (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  gboolean done = dray_database_execute (database, schema, error) && dray_database_execute (database, version, error)
                  && fill_rows (database, source, cancellable, error)
                  && dray_database_execute (database, "INSERT INTO place_text (place_text) VALUES ('optimize')", error)
                  && (meta = dray_database_prepare (database, "INSERT INTO meta VALUES ('source', ?1)", error)) != NULL;
  if (done) {
    dray_statement_bind_text (meta, 1, source->id);
    done = dray_statement_run (meta, error);
  }
  g_clear_pointer (&meta, dray_statement_free);
  if (done)
    return dray_database_execute (database, "COMMIT", error);
  dray_database_execute (database, "ROLLBACK", NULL);
  return FALSE;
}

/* Whether the file is an index of @source in today's form. */
static gboolean
is_current (DrayDatabase          *database,
            const DrayPlaceSource *source)
{
  gint64 version = 0;
  gboolean has_row = FALSE;

  if (!dray_database_get_integer (database, "PRAGMA user_version", &version, NULL) || version != DRAY_PLACE_INDEX_VERSION)
    return FALSE;
  g_autoptr (DrayStatement) meta = dray_database_prepare (database, "SELECT value FROM meta WHERE key = 'source'", NULL);
  return meta != NULL && dray_statement_step (meta, &has_row, NULL) && has_row && g_strcmp0 (dray_statement_get_text (meta, 0), source->id) == 0;
}

static gboolean
remove_file (const char  *path,
             GError     **error)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (name);
    g_autoptr (GError) failure = NULL;

    if (!g_file_delete (file, NULL, &failure) && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * dray_place_index_open:
 * @path: the cache, beside the pack; made if it is not there, or of another pack or version, or damaged
 *
 * Opens the index of @source's places. Making it takes about 10 us a place, so this belongs on a worker.
 *
 * Errors: %DRAY_STORE_ERROR; %G_IO_ERROR
 *
 * Returns: (transfer full): the index
 */
DrayPlaceIndex *
dray_place_index_open (const char             *path,
                       const DrayPlaceSource  *source,
                       GCancellable           *cancellable,
                       GError                **error)
{
  g_autoptr (DrayPlaceIndex) self = g_new0 (DrayPlaceIndex, 1);

  self->database = dray_database_open (path, DRAY_DATABASE_CREATE, NULL, NULL);
  if (self->database == NULL || !is_current (self->database, source)) {
    g_clear_pointer (&self->database, dray_database_free);
    if (!remove_file (path, error))
      return NULL;
    self->database = dray_database_open (path, DRAY_DATABASE_CREATE, NULL, error);
    if (self->database == NULL || !dray_place_index_fill (self->database, source, cancellable, error))
      return NULL;
  }
  self->find = dray_database_prepare (self->database,
                                      "SELECT p.id, p.kind, p.importance, p.lon_e7, p.lat_e7, p.name, p.context FROM place_text t"
                                      " JOIN place p ON p.id = t.rowid WHERE place_text MATCH ?1 ORDER BY t.rowid LIMIT ?2", error);
  if (self->find == NULL)
    return NULL;
  self->houses = dray_database_prepare (self->database,
                                        "SELECT number, suffix, lon_e7, lat_e7 FROM house WHERE street = ?1 AND number BETWEEN ?2 AND ?3"
                                        " ORDER BY number, suffix LIMIT 400", error);
  return self->houses != NULL ? g_steal_pointer (&self) : NULL;
}

void
dray_place_index_free (DrayPlaceIndex *self)
{
  g_clear_pointer (&self->find, dray_statement_free);
  g_clear_pointer (&self->houses, dray_statement_free);
  g_clear_pointer (&self->database, dray_database_free);
  g_free (self);
}

void
dray_place_found_free (DrayPlaceFound *self)
{
  g_free ((char *) self->place.name);
  g_free (self->label);
  g_free (self->context);
  g_free (self);
}
