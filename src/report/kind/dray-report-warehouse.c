/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-fact-source.h"
#include "dray-party.h"
#include "dray-report-error.h"
#include "dray-report-reader.h"
#include "dray-site.h"
#include "dray-truck.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>

/* A star for a warehouse: every fact set with all its columns, and a table for each thing that they point at. Keys are ids, so that what is
 * loaded twice is replaced; a spreadsheet has a sheet and JSON a table for each. Paper has only what there is. */

#define MAX_ROWS 400000u

static DrayReportCellType
get_type (const DrayFactField *field)
{
  if (field->kind != DRAY_FACT_INTEGER)
    return DRAY_REPORT_TEXT;
  if (g_str_equal (field->name, "day"))
    return DRAY_REPORT_DATE;
  if (g_str_has_suffix (field->name, "_us"))
    return DRAY_REPORT_INSTANT;
  return g_str_has_suffix (field->name, "_minor") ? DRAY_REPORT_MONEY : DRAY_REPORT_NUMBER;
}

static void
add_key (DrayReportTable *table,
         const DrayId    *id)
{
  g_autofree char *text = dray_id_is_none (id) ? NULL : dray_id_dup_text (id);

  dray_report_table_add_text (table, text != NULL ? text : "");
}

static void
add_cell (DrayReportTable      *table,
          const DrayFactColumn *column,
          gsize                 row)
{
  if (column->kind == DRAY_FACT_KEY) {
    DrayId id = dray_fact_column_get_key (column, row);

    add_key (table, &id);
  } else if (column->kind == DRAY_FACT_WORD) {
    const char *word = dray_fact_column_get_word (column, row);

    dray_report_table_add_text (table, word != NULL ? word : "");
  } else if (column->values.items[row] == DRAY_NEVER) {
    dray_report_table_add_nothing (table);
  } else {
    dray_report_table_add_integer (table, column->values.items[row]);
  }
}

/* "day" is the set's first column, whatever the source's order is. */
static DrayReportTable *
make_facts (const DrayFactSource *source,
            const DrayFactSet    *set)
{
  g_autofree DrayReportColumn *columns = g_new0 (DrayReportColumn, set->n_columns);
  DrayReportTable *table;

  for (guint i = 0; i < set->n_columns; i++) {
    const DrayFactField *field = dray_fact_source_find_field (source, set->columns[i].name);

    columns[i] = (DrayReportColumn) { field->name, field->label, get_type (field) };
  }
  table = dray_report_table_new (source->name, columns, set->n_columns);
  for (gsize row = 0; row < dray_fact_set_get_n_rows (set); row++) {
    for (guint i = 0; i < set->n_columns; i++)
      add_cell (table, &set->columns[i], row);
  }
  return table;
}

static gboolean
add_facts (DrayReportReader      *reader,
           DrayReport            *report,
           const DrayFactSource  *source,
           guint                 *n_rows,
           GError               **error)
{
  const DrayFigureAsk ask = { .first_day = dray_report_reader_get_ask (reader)->first_day, .last_day = dray_report_reader_get_ask (reader)->last_day };
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (DrayFactSet) set = NULL;

  for (int i = 0; i < source->n_fields; i++) {
    if (!g_str_equal (source->fields[i].name, "day"))
      g_ptr_array_add (columns, (gpointer) source->fields[i].name);
  }
  g_ptr_array_add (columns, NULL);
  set = dray_figure_reader_read (dray_report_reader_get_figures (reader), source, (const char *const *) columns->pdata, &ask, dray_report_reader_get_cancellable (reader), error);
  if (set == NULL)
    return FALSE;
  *n_rows += (guint) dray_fact_set_get_n_rows (set);
  if (*n_rows > MAX_ROWS) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_LIMIT, "There are more than %u facts; ask for a shorter period", MAX_ROWS);
    return FALSE;
  }
  if (dray_fact_set_get_n_rows (set) > 0)
    dray_report_take_data (report, make_facts (source, set));
  return TRUE;
}

static gboolean
add_dimension (DrayReportReader  *reader,
               DrayReport        *report,
               const DrayTable   *table,
               GError           **error)
{
  static const DrayReportColumn columns[] = { { "id", N_("Id"), DRAY_REPORT_TEXT }, { "name", N_("Name"), DRAY_REPORT_TEXT } };
  g_autoptr (DrayQuery) query = dray_query_new (table);
  g_autoptr (GPtrArray) rows = dray_report_reader_select (reader, query, error);
  DrayReportTable *made;

  if (rows == NULL)
    return FALSE;
  made = dray_report_table_new (table->name, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];

    add_key (made, &row->id);
    dray_report_table_add_text (made, dray_report_reader_get_name (reader, table, row->id));
  }
  dray_report_take_data (report, made);
  return TRUE;
}

gboolean
dray_report_make_warehouse (DrayReportReader  *reader,
                            DrayReport        *report,
                            GError           **error)
{
  static const DrayTable *const dimensions[] = { &dray_truck_table, &dray_driver_table, &dray_party_table, &dray_site_table };
  guint n_sources, n_rows = 0;
  const DrayFactSource *const *sources = dray_fact_source_get_all (&n_sources);

  for (guint i = 0; i < n_sources; i++) {
    if (!add_facts (reader, report, sources[i], &n_rows, error))
      return FALSE;
  }
  if (n_rows == 0) {
    dray_report_add_paragraph (report, "%s", _("Nothing happened in this period that could be loaded."));
    return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (dimensions); i++) {
    if (!add_dimension (reader, report, dimensions[i], error))
      return FALSE;
  }
  dray_report_add_paragraph (report, _("%u facts for a warehouse. They stand in the spreadsheet, a sheet for each kind, and in JSON; keys are the records’ ids."), n_rows);
  return TRUE;
}
