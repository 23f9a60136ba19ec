/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fact-private.h"
#include "dray-fleet-error.h"
#include "dray-operating-day.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const DrayFactSource *const sources[] = {
  &dray_fact_tasks, &dray_fact_visits, &dray_fact_routes, &dray_fact_truck_days, &dray_fact_deliveries, &dray_fact_orders, &dray_fact_shifts, &dray_fact_fuel,
  &dray_fact_meters, &dray_fact_alarms, &dray_fact_fence_events, &dray_fact_incidents, &dray_fact_ratings, &dray_fact_work_orders,
};

/* How many rows are read between two looks at the cancellable. */
#define ROWS_AT_ONCE 4096

/* The parameters before those of the filters. */
#define N_BOUNDS 3

/* Returns: (transfer none) (array length=n_sources): all of them */
const DrayFactSource *const *
dray_fact_source_get_all (guint *n_sources)
{
  *n_sources = G_N_ELEMENTS (sources);
  return sources;
}

/* Returns: (transfer none) (nullable): the source of the fact set of that name */
const DrayFactSource *
dray_fact_source_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++) {
    if (strcmp (sources[i]->name, name) == 0)
      return sources[i];
  }
  return NULL;
}

/* Returns: (transfer none) (nullable): the column of that name */
const DrayFactField *
dray_fact_source_find_field (const DrayFactSource *self,
                             const char           *name)
{
  for (int i = 0; i < self->n_fields; i++) {
    if (strcmp (self->fields[i].name, name) == 0)
      return &self->fields[i];
  }
  return NULL;
}

typedef struct {
  const char *name;
  DrayId      id;
} Filter;

#define N_FILTERS 4

static void
list_filters (const DrayFactAsk *ask,
              Filter             filters[N_FILTERS])
{
  filters[0] = (Filter) { "truck", ask->truck };
  filters[1] = (Filter) { "driver", ask->driver };
  filters[2] = (Filter) { "depot", ask->depot };
  filters[3] = (Filter) { "party", ask->party };
}

/* Returns: whether the facts are kept by what @ask filters by */
gboolean
dray_fact_source_can_filter (const DrayFactSource *self,
                             const DrayFactAsk    *ask)
{
  Filter filters[N_FILTERS];

  list_filters (ask, filters);
  for (int i = 0; i < N_FILTERS; i++) {
    if (!dray_id_is_none (&filters[i].id) && dray_fact_source_find_field (self, filters[i].name) == NULL)
      return FALSE;
  }
  return TRUE;
}

/* Whether a word stands in the text, alone or in quotes. */
static gboolean
has_word (const char *text,
          const char *word)
{
  gsize n = strlen (word);

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word)) {
    gboolean begins = at == text || !(g_ascii_isalnum (at[-1]) || at[-1] == '_' || at[-1] == '.');

    if (begins && !(g_ascii_isalnum (at[n]) || at[n] == '_'))
      return TRUE;
  }
  return FALSE;
}

/* Returns: whether its queries read that table, so that a change of one of its rows may change the facts */
gboolean
dray_fact_source_reads (const DrayFactSource *self,
                        const char           *table)
{
  for (int part = 0; part < self->n_parts; part++) {
    if (has_word (self->from[part], table))
      return TRUE;
    for (int i = 0; i < self->n_fields; i++) {
      if (has_word (self->fields[i].sql[part], table))
        return TRUE;
    }
  }
  return FALSE;
}

/**
 * dray_fact_source_dup_sql:
 * @part: 0 to the source's @n_parts, not included
 *
 * Returns: (transfer full): the query behind one part, for a test of its plan as well
 */
char *
dray_fact_source_dup_sql (const DrayFactSource *self,
                          int                   part,
                          const DrayFactAsk    *ask)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  Filter filters[N_FILTERS];

  g_string_append (sql, dray_fact_source_find_field (self, "day")->sql[part]);
  for (int i = 0; ask->columns[i] != NULL; i++)
    g_string_append_printf (sql, ", %s", dray_fact_source_find_field (self, ask->columns[i])->sql[part]);
  g_string_append_printf (sql, " FROM %s", self->from[part]);
  list_filters (ask, filters);
  for (int i = 0; i < N_FILTERS; i++) {
    if (!dray_id_is_none (&filters[i].id))
      g_string_append_printf (sql, " AND %s = ?%d", dray_fact_source_find_field (self, filters[i].name)->sql[part], N_BOUNDS + 1 + i);
  }
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* The reading of one set: the days' first instants are looked up once, not for every row. */
typedef struct {
  const DrayFactSource *source;
  const DrayFactAsk    *ask;
  DrayFactSet          *set;
  gint64               *starts_us;  /* [n_days + 1] */
  gint64                n_days;
  gint64                day;        /* of the row before, from the first on */
} Reading;

static void
find_starts (Reading *self)
{
  self->n_days = self->ask->last_day - self->ask->first_day + 1;
  self->starts_us = g_new (gint64, self->n_days + 1);
  for (gint64 i = 0; i <= self->n_days; i++)
    self->starts_us[i] = dray_operating_day_start_us (self->ask->zone, self->ask->day_start_s, self->ask->first_day + i);
}

/* Rows come in the order of time, so that the day is the last one's or the next. */
static gint64
day_of (Reading *self,
        gint64   at_us)
{
  if (!self->source->has_instants)
    return at_us;
  if (at_us < self->starts_us[self->day])
    self->day = 0;
  while (self->day + 1 < self->n_days && at_us >= self->starts_us[self->day + 1])
    self->day++;
  return self->ask->first_day + self->day;
}

/* Nothing reads as 0, and few cells are: only those are asked twice. */
static gint64
read_integer (DrayStatement *statement,
              guint          column)
{
  gint64 value = dray_statement_get_integer (statement, (int) column);

  return value == 0 && dray_statement_is_none (statement, (int) column) ? DRAY_NEVER : value;
}

static gboolean
append_cell (DrayFactSet   *set,
             guint          column,
             DrayStatement *statement)
{
  switch (set->columns[column].kind) {
  case DRAY_FACT_KEY: {
    DrayId key = dray_statement_get_id (statement, (int) column);

    return dray_fact_set_append_key (set, column, &key);
  }
  case DRAY_FACT_WORD:
    return dray_fact_set_append_word (set, column, dray_statement_get_text (statement, (int) column));
  case DRAY_FACT_INTEGER:
  default:
    return dray_fact_set_append (set, column, read_integer (statement, column));
  }
}

static gboolean
append_row (Reading        *self,
            DrayStatement  *statement,
            GError        **error)
{
  gboolean done = dray_fact_set_append (self->set, 0, day_of (self, dray_statement_get_integer (statement, 0)));

  for (guint i = 1; i < self->set->n_columns && done; i++)
    done = append_cell (self->set, i, statement);
  if (!done)
    g_set_error_literal (error, DRAY_FLEET_ERROR, DRAY_FLEET_ERROR_INVALID, _("There is not memory enough for so many facts; ask for a shorter period"));
  return done;
}

/* What was given parameters that the query doesn't have would fail, so those are asked for by what stands in it. */
static void
bind (Reading       *self,
      DrayStatement *statement,
      const char    *sql)
{
  const DrayFactAsk *ask = self->ask;
  gboolean instants = self->source->has_instants;
  Filter filters[N_FILTERS];

  dray_statement_bind_integer (statement, 1, instants ? self->starts_us[0] : ask->first_day);
  dray_statement_bind_integer (statement, 2, instants ? self->starts_us[self->n_days] : ask->last_day + 1);
  if (strstr (sql, "?3") != NULL)
    dray_statement_bind_integer (statement, 3, ask->first_day * DRAY_S_PER_DAY * DRAY_US_PER_S + ask->day_start_s * DRAY_US_PER_S - self->starts_us[0]);
  list_filters (ask, filters);
  for (int i = 0; i < N_FILTERS; i++) {
    if (!dray_id_is_none (&filters[i].id))
      dray_statement_bind_id (statement, N_BOUNDS + 1 + i, &filters[i].id);
  }
}

static gboolean
read_part (Reading       *self,
           DrayDatabase  *database,
           int            part,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *sql = dray_fact_source_dup_sql (self->source, part, self->ask);
  g_autoptr (DrayStatement) statement = dray_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;
  bind (self, statement, sql);
  self->day = 0;
  for (gsize n = 0; ; n++) {
    gboolean has_row;

    if ((n % ROWS_AT_ONCE == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) || !dray_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    if (!append_row (self, statement, error))
      return FALSE;
  }
}

static void
add_columns (Reading *self)
{
  dray_fact_set_add_column (self->set, "day", DRAY_FACT_INTEGER);
  for (int i = 0; self->ask->columns[i] != NULL; i++)
    dray_fact_set_add_column (self->set, self->ask->columns[i], dray_fact_source_find_field (self->source, self->ask->columns[i])->kind);
}

/**
 * dray_fact_source_read:
 * @database: read only is enough; blocks, so off the main thread
 * @ask: its columns are fields of the source, and it filters by nothing else (dray_fact_source_can_filter())
 *
 * Returns: (transfer full): the facts, "day" first and then the columns in the order asked for
 * Errors: those of the database, %G_IO_ERROR_CANCELLED, %DRAY_FLEET_ERROR_INVALID where memory ends
 */
DrayFactSet *
dray_fact_source_read (const DrayFactSource  *self,
                       DrayDatabase          *database,
                       const DrayFactAsk     *ask,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_autoptr (DrayFactSet) set = dray_fact_set_new (self->name);
  Reading reading = { .source = self, .ask = ask, .set = set };
  gboolean done = TRUE;

  g_return_val_if_fail (ask->last_day >= ask->first_day, NULL);

  add_columns (&reading);
  find_starts (&reading);
  for (int part = 0; part < self->n_parts && done; part++)
    done = read_part (&reading, database, part, cancellable, error);
  g_free (reading.starts_us);
  return done ? g_steal_pointer (&set) : NULL;
}

/**
 * dray_fact_get_known_day:
 * @day: (out): the first day of which there are orders or routes; %DRAY_NEVER in an empty workspace
 */
gboolean
dray_fact_get_known_day (DrayDatabase  *database,
                         gint64        *day,
                         GError       **error)
{
  return dray_database_get_integer (database,
                                    "SELECT coalesce(min(day), (-9223372036854775807 - 1)) FROM (SELECT min(day) AS day FROM route WHERE deleted = 0"
                                    " UNION ALL SELECT min(day) FROM \"order\" WHERE deleted = 0)", day, error);
}
