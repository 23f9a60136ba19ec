/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-core-error.h"
#include "dray-kpi-cell-private.h"
#include "dray-kpi-result.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One pass over the rows of each term: what a row adds goes to the cell of its day and, inside the period, to the cell of its group.
 * The period, the one before it and the weeks before are then sums of days, so that nothing is read twice. */

/* How many rows are counted between two looks at the cancellable. */
#define ROWS_AT_ONCE 65536

typedef struct {
  const DrayKpi    *kpi;
  const DrayKpiAsk *ask;
  gint64            load_day;
  guint             n_days;
  DrayKpiCell      *days;     /* from @load_day to the period's last day */
  GArray           *groups;   /* (element-type DrayKpiGroup): without their figures */
  GArray           *cells;    /* (element-type DrayKpiCell): of the groups */
  GHashTable       *by_key;   /* DrayId → group plus one */
  GHashTable       *by_word;  /* word → group plus one */
  GCancellable     *cancellable;
} Tally;

static gint64
count_days (const DrayKpiAsk *ask)
{
  return ask->last_day - ask->first_day + 1;
}

/**
 * dray_kpi_ask_check:
 *
 * Errors: %DRAY_CORE_ERROR_INVALID for a period that ends before it begins, %DRAY_CORE_ERROR_LIMIT for one of more than ten years
 */
gboolean
dray_kpi_ask_check (const DrayKpiAsk  *self,
                    GError           **error)
{
  if (self->last_day < self->first_day) {
    g_set_error_literal (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_INVALID, _("The period ends before it begins."));
    return FALSE;
  }
  if (count_days (self) > DRAY_KPI_MAX_DAYS) {
    g_set_error (error, DRAY_CORE_ERROR, DRAY_CORE_ERROR_LIMIT, _("A period has at most %d days."), DRAY_KPI_MAX_DAYS);
    return FALSE;
  }
  return TRUE;
}

/**
 * dray_kpi_ask_get_load_day:
 *
 * Returns: the first day whose facts are needed: those of the period before, and of the weeks before where the period is a week or less
 */
gint64
dray_kpi_ask_get_load_day (const DrayKpiAsk *self,
                           const DrayKpi    *kpi)
{
  gint64 n = count_days (self);

  if (self->alone)
    return self->first_day - kpi->n_days_before;
  return self->first_day - (n <= DRAY_KPI_WEEK ? MAX (n, DRAY_KPI_N_WEEKS * 7) : n) - kpi->n_days_before;
}

static guint
add_group (Tally        *self,
           const DrayId *key,
           const char   *word)
{
  DrayKpiGroup group = { .key = key != NULL ? *key : DRAY_ID_NONE, .word = g_strdup (word) };
  DrayKpiCell cell = { 0 };

  g_array_append_val (self->groups, group);
  g_array_append_val (self->cells, cell);
  return self->groups->len - 1;
}

static guint
find_group (Tally                *self,
            const DrayFactColumn *column,
            gint64                code)
{
  const DrayId none = DRAY_ID_NONE, *key = code < 0 ? &none : column->keys != NULL ? &g_array_index (column->keys, DrayId, code) : NULL;
  const char *word = code < 0 || column->words == NULL ? NULL : column->words->pdata[code];
  guint group = GPOINTER_TO_UINT (word != NULL ? g_hash_table_lookup (self->by_word, word) : g_hash_table_lookup (self->by_key, key));

  if (group > 0)
    return group - 1;
  group = add_group (self, key, word);
  if (word != NULL)
    g_hash_table_insert (self->by_word, g_strdup (word), GUINT_TO_POINTER (group + 1));
  else
    g_hash_table_insert (self->by_key, g_memdup2 (key, sizeof *key), GUINT_TO_POINTER (group + 1));
  return group;
}

/* The group of each code that the column has, the rows that are nobody's at [0]. */
static guint *
map_groups (Tally                *self,
            const DrayFactColumn *column)
{
  guint n = column->keys != NULL ? column->keys->len : column->words != NULL ? column->words->len : 0;
  guint *groups = g_new (guint, n + 1);

  for (guint i = 0; i <= n; i++)
    groups[i] = G_MAXUINT;
  return groups;
}

static const DrayFactColumn *
find_split (Tally             *self,
            const DrayFactSet *set)
{
  const DrayFactColumn *column = self->groups != NULL ? dray_fact_set_find_column (set, self->ask->split) : NULL;

  return column != NULL && column->kind != DRAY_FACT_INTEGER ? column : NULL;
}

static void
tally_rows (Tally             *self,
            const DrayFactSet *set,
            int                term,
            const double      *part,
            const double      *whole,
            gsize              from,
            gsize              to)
{
  const DrayFactColumn *split = find_split (self, set);
  const gint64 *day = dray_fact_set_find_column (set, "day")->values.items;
  g_autofree guint *groups = split != NULL ? map_groups (self, split) : NULL;
  gint64 first = self->ask->first_day - self->load_day;

  for (gsize i = from; i < to; i++) {
    gint64 at = day[i] - self->load_day;

    if ((part[i] == 0.0 && whole[i] == 0.0) || at < 0 || at >= self->n_days)
      continue;
    dray_kpi_cell_add (&self->days[at], self->kpi, term, part[i], whole[i]);
    if (split == NULL || at < first)
      continue;

    guint *group = &groups[split->values.items[i] + 1];
    if (*group == G_MAXUINT)
      *group = find_group (self, split, split->values.items[i]);
    dray_kpi_cell_add (&g_array_index (self->cells, DrayKpiCell, *group), self->kpi, term, part[i], whole[i]);
  }
}

static void
measure_term (const DrayKpiTerm *term,
              const DrayFactSet *set,
              gint64             now_us,
              double            *part,
              double            *whole)
{
  const gint64 *columns[DRAY_KPI_MAX_COLUMNS] = { NULL };
  DrayKpiRows rows = { columns, dray_fact_set_get_n_rows (set), now_us };

  for (int i = 0; term->columns[i] != NULL; i++) {
    const DrayFactColumn *column = dray_fact_set_find_column (set, term->columns[i]);

    g_assert (column != NULL && column->values.n == rows.n);
    columns[i] = column->values.items;
  }
  if (rows.n > 0)
    term->measure (&rows, part, whole);
}

static gboolean
tally_term (Tally             *self,
            int                term,
            const DrayFactSet *set,
            GError           **error)
{
  gsize n = dray_fact_set_get_n_rows (set);
  g_autofree double *part = g_new0 (double, n + 1), *whole = g_new0 (double, n + 1);

  measure_term (&self->kpi->terms[term], set, self->ask->now_us, part, whole);
  for (gsize from = 0; from < n; from += ROWS_AT_ONCE) {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    tally_rows (self, set, term, part, whole, from, MIN (n, from + ROWS_AT_ONCE));
  }
  return TRUE;
}

/* The figure of days that lie one behind the other. */
static DrayFigure
sum_days (Tally  *self,
          gint64  first_day,
          gint64  n_days)
{
  DrayKpiCell sum = { 0 };
  gboolean outside = first_day > self->ask->today || first_day + n_days <= self->ask->known_day;

  for (gint64 day = first_day; day < first_day + n_days; day++)
    dray_kpi_cell_merge (&sum, &self->days[day - self->load_day]);

  DrayFigure figure = dray_kpi_cell_get_figure (&sum, self->kpi, outside);
  dray_kpi_cell_clear (&sum);
  return figure;
}

/* What is only half on record is no yardstick. */
static DrayFigure
sum_known_days (Tally  *self,
                gint64  first_day,
                gint64  n_days)
{
  if (self->ask->alone || first_day < self->ask->known_day)
    return (DrayFigure) { .state = DRAY_FIGURE_OUTSIDE };
  return sum_days (self, first_day, n_days);
}

static DrayFigure
average_weeks (Tally *self)
{
  gint64 n = count_days (self->ask), weeks = (n + 6) / 7;
  DrayFigure mean = { .state = DRAY_FIGURE_NOTHING };

  for (int i = 1; n <= DRAY_KPI_WEEK && i <= DRAY_KPI_N_WEEKS; i++) {
    DrayFigure figure = sum_known_days (self, self->ask->first_day - 7 * weeks * i, n);

    if (figure.state != DRAY_FIGURE_KNOWN)
      continue;
    mean.part += figure.value;
    mean.whole += 1.0;
    mean.n_rows++;
  }
  if (mean.n_rows > 0) {
    mean.state = DRAY_FIGURE_KNOWN;
    mean.value = mean.part / mean.whole;
  }
  return mean;
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const DrayFigure *x = &((const DrayKpiGroup *) a)->figure, *y = &((const DrayKpiGroup *) b)->figure;

  if ((x->state == DRAY_FIGURE_KNOWN) != (y->state == DRAY_FIGURE_KNOWN))
    return x->state == DRAY_FIGURE_KNOWN ? -1 : 1;
  if (x->value != y->value)
    return x->value > y->value ? -1 : 1;
  return dray_id_compare (&((const DrayKpiGroup *) a)->key, &((const DrayKpiGroup *) b)->key);
}

static void
take_groups (Tally         *self,
             DrayKpiResult *result)
{
  for (guint i = 0; i < self->groups->len; i++) {
    DrayKpiGroup *group = &g_array_index (self->groups, DrayKpiGroup, i);

    group->figure = dray_kpi_cell_get_figure (&g_array_index (self->cells, DrayKpiCell, i), self->kpi, FALSE);
  }
  result->is_split = TRUE;
  g_array_sort (self->groups, compare_groups);
  result->n_groups = self->groups->len;
  result->groups = (DrayKpiGroup *) (gpointer) g_array_free (g_steal_pointer (&self->groups), FALSE);
}

static DrayKpiResult *
make_result (Tally *self)
{
  DrayKpiResult *result = g_new0 (DrayKpiResult, 1);
  gint64 n = count_days (self->ask);

  g_atomic_ref_count_init (&result->ref_count);
  result->kpi = self->kpi;
  result->first_day = self->ask->first_day;
  result->n_days = (guint) n;
  result->days = g_new0 (DrayFigure, n);
  for (gint64 i = 0; i < n; i++)
    result->days[i] = sum_days (self, self->ask->first_day + i, 1);
  result->now = sum_days (self, self->ask->first_day, n);
  result->before = sum_known_days (self, self->ask->first_day - n, n);
  result->weekday = average_weeks (self);
  if (self->groups != NULL)
    take_groups (self, result);
  return result;
}

static void
tally_clear (Tally *self)
{
  for (guint i = 0; i < self->n_days; i++)
    dray_kpi_cell_clear (&self->days[i]);
  for (guint i = 0; i < self->cells->len; i++)
    dray_kpi_cell_clear (&g_array_index (self->cells, DrayKpiCell, i));
  for (guint i = 0; self->groups != NULL && i < self->groups->len; i++)
    g_free (g_array_index (self->groups, DrayKpiGroup, i).word);
  g_clear_pointer (&self->groups, g_array_unref);
  g_array_unref (self->cells);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->by_word);
  g_free (self->days);
}

static gboolean
can_split (const DrayKpi            *kpi,
           const DrayFactSet *const *sets,
           const char               *split)
{
  for (int i = 0; split != NULL && i < kpi->n_terms; i++) {
    const DrayFactColumn *column = dray_fact_set_find_column (sets[i], split);

    if (column == NULL || column->kind == DRAY_FACT_INTEGER)
      return FALSE;
  }
  return split != NULL;
}

/* Without facts there is a result all the same: it says why. */
static DrayKpiResult *
make_unkept (const DrayKpi    *kpi,
             const DrayKpiAsk *ask)
{
  DrayKpiResult *result = g_new0 (DrayKpiResult, 1);
  DrayFigure figure = { .state = DRAY_FIGURE_NOT_KEPT };

  g_atomic_ref_count_init (&result->ref_count);
  result->kpi = kpi;
  result->first_day = ask->first_day;
  result->n_days = (guint) count_days (ask);
  result->days = g_new0 (DrayFigure, result->n_days);
  result->now = result->before = result->weekday = figure;
  for (guint i = 0; i < result->n_days; i++)
    result->days[i] = figure;
  return result;
}

/**
 * dray_kpi_measure:
 * @sets: (array): the facts of each of the KPI's terms, filtered, from dray_kpi_ask_get_load_day() to the last day; a set may serve
 *   several terms. %NULL for one that doesn't know what was filtered by
 *
 * Counts what the rows add. Takes time in proportion to the rows.
 *
 * Returns: (transfer full)
 * Errors: %DRAY_CORE_ERROR_INVALID and %DRAY_CORE_ERROR_LIMIT for a period that is none, %G_IO_ERROR_CANCELLED
 */
DrayKpiResult *
dray_kpi_measure (const DrayKpi            *kpi,
                  const DrayFactSet *const *sets,
                  const DrayKpiAsk         *ask,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  Tally tally = { .kpi = kpi, .ask = ask, .cancellable = cancellable };
  DrayKpiResult *result = NULL;
  gboolean done = TRUE;

  if (!dray_kpi_ask_check (ask, error))
    return NULL;
  for (int i = 0; i < kpi->n_terms; i++) {
    if (sets[i] == NULL)
      return make_unkept (kpi, ask);
  }
  tally.load_day = dray_kpi_ask_get_load_day (ask, kpi);
  tally.n_days = (guint) (ask->last_day - tally.load_day + 1);
  tally.days = g_new0 (DrayKpiCell, tally.n_days);
  tally.groups = can_split (kpi, sets, ask->split) ? g_array_new (FALSE, FALSE, sizeof (DrayKpiGroup)) : NULL;
  tally.cells = g_array_new (FALSE, TRUE, sizeof (DrayKpiCell));
  tally.by_key = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  tally.by_word = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < kpi->n_terms && done; i++)
    done = tally_term (&tally, i, sets[i], error);
  if (done)
    result = make_result (&tally);
  tally_clear (&tally);
  return result;
}

/**
 * dray_kpi_result_renew:
 * @fresh: the same figure of the same days, counted later and without comparisons
 *
 * Returns: (transfer full): @fresh, held against what this one was held against; without groups
 */
DrayKpiResult *
dray_kpi_result_renew (const DrayKpiResult *self,
                       const DrayKpiResult *fresh)
{
  DrayKpiResult *renewed = g_new0 (DrayKpiResult, 1);

  g_return_val_if_fail (self->kpi == fresh->kpi && self->first_day == fresh->first_day && self->n_days == fresh->n_days, renewed);

  g_atomic_ref_count_init (&renewed->ref_count);
  renewed->kpi = fresh->kpi;
  renewed->first_day = fresh->first_day;
  renewed->n_days = fresh->n_days;
  renewed->now = fresh->now;
  renewed->before = self->before;
  renewed->weekday = self->weekday;
  renewed->days = g_memdup2 (fresh->days, fresh->n_days * sizeof *fresh->days);
  return renewed;
}

DrayKpiResult *
dray_kpi_result_ref (DrayKpiResult *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dray_kpi_result_unref (DrayKpiResult *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_groups; i++)
    g_free (self->groups[i].word);
  g_free (self->groups);
  g_free (self->days);
  g_free (self);
}

static double
get_weight (const DrayKpi    *kpi,
            const DrayKpiRow *row)
{
  return kpi->join == DRAY_KPI_RATIO ? row->whole - row->part : ABS (row->part);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  double x = get_weight (data, a), y = get_weight (data, b);

  if (x != y)
    return x > y ? -1 : 1;
  return dray_id_compare (&((const DrayKpiRow *) a)->id, &((const DrayKpiRow *) b)->id);
}

/**
 * dray_kpi_list_rows:
 * @set: the facts of the first term, with the column "id"
 *
 * The records behind a figure or a bar: those of the period (and of whatever the set was filtered by), the worst first.
 *
 * Returns: (transfer full) (element-type DrayKpiRow)
 */
GArray *
dray_kpi_list_rows (const DrayKpi     *kpi,
                    const DrayFactSet *set,
                    const DrayKpiAsk  *ask,
                    DrayKpiWhich       which)
{
  gsize n = dray_fact_set_get_n_rows (set);
  g_autofree double *part = g_new0 (double, n + 1), *whole = g_new0 (double, n + 1);
  const DrayFactColumn *id = dray_fact_set_find_column (set, "id"), *day = dray_fact_set_find_column (set, "day");
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (DrayKpiRow));

  g_return_val_if_fail (id != NULL && id->kind == DRAY_FACT_KEY, rows);

  measure_term (&kpi->terms[0], set, ask->now_us, part, whole);
  for (gsize i = 0; i < n; i++) {
    gboolean counts = whole[i] > 0.0 || part[i] != 0.0;

    if (!counts || day->values.items[i] < ask->first_day || day->values.items[i] > ask->last_day || (which == DRAY_KPI_MISSED && part[i] >= whole[i]))
      continue;
    DrayKpiRow row = { dray_fact_column_get_key (id, i), day->values.items[i], part[i], whole[i] };
    g_array_append_val (rows, row);
  }
  g_array_sort_with_data (rows, compare_rows, (gpointer) kpi);
  return rows;
}
