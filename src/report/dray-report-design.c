/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-design.h"

#include "dray-field-json.h"
#include "dray-report-error.h"
#include "dray-saved-report.h"

DrayReportDesign *
dray_report_design_new (void)
{
  DrayReportDesign *self = g_new0 (DrayReportDesign, 1);

  self->kpis = g_new0 (char *, 1);
  return self;
}

static DrayReportShows
find_shows (const char *word)
{
  for (int i = 0; dray_saved_report_shows_choices[i] != NULL; i++) {
    if (g_strcmp0 (dray_saved_report_shows_choices[i], word) == 0)
      return (DrayReportShows) i;
  }
  return DRAY_REPORT_SHOWS_BOTH;
}

/* @row: of a saved report. Its figures are not looked at before the report is made, so that one that is gone since can be named then. */
DrayReportDesign *
dray_report_design_new_of_row (const DrayRow *row)
{
  const char *measures = dray_row_get_text (row, DRAY_SAVED_REPORT_MEASURES);
  DrayReportDesign *self = g_new0 (DrayReportDesign, 1);

  self->id = row->id;
  self->name = g_strdup (dray_row_get_text (row, DRAY_SAVED_REPORT_NAME));
  self->kpis = g_strsplit (measures != NULL ? measures : "", ",", -1);
  for (int i = 0; self->kpis[i] != NULL; i++)
    g_strstrip (self->kpis[i]);
  self->split = g_strdup (dray_row_get_text (row, DRAY_SAVED_REPORT_SPLIT));
  self->shows = find_shows (dray_row_get_text (row, DRAY_SAVED_REPORT_SHOWS));
  self->period = g_strdup (dray_row_get_text (row, DRAY_SAVED_REPORT_PERIOD));
  self->truck = dray_row_get_id (row, DRAY_SAVED_REPORT_TRUCK);
  self->driver = dray_row_get_id (row, DRAY_SAVED_REPORT_DRIVER);
  self->party = dray_row_get_id (row, DRAY_SAVED_REPORT_PARTY);
  self->depot = dray_row_get_id (row, DRAY_SAVED_REPORT_DEPOT);
  return self;
}

DrayReportDesign *
dray_report_design_copy (const DrayReportDesign *self)
{
  DrayReportDesign *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->kpis = g_strdupv (self->kpis);
  copy->split = g_strdup (self->split);
  copy->period = g_strdup (self->period);
  return copy;
}

void
dray_report_design_free (DrayReportDesign *self)
{
  g_free (self->name);
  g_strfreev (self->kpis);
  g_free (self->split);
  g_free (self->period);
  g_free (self);
}

static GPtrArray *
select_rows (DrayStore   *store,
             const char  *name,
             GError     **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_saved_report_table);

  if (name != NULL) {
    dray_query_where (query, DRAY_SAVED_REPORT_NAME, DRAY_TEST_EQUALS, dray_value_text (name));
    dray_query_set_limit (query, 2);
  }
  dray_query_order_by (query, DRAY_SAVED_REPORT_NAME, FALSE);
  return dray_store_select (store, query, error);
}

/**
 * dray_report_design_find:
 *
 * Returns: (transfer full): the saved report of that name
 * Errors: %DRAY_REPORT_ERROR_ASK where there is none, or more than one
 */
DrayReportDesign *
dray_report_design_find (DrayStore   *store,
                         const char  *name,
                         GError     **error)
{
  g_autoptr (GPtrArray) rows = select_rows (store, name, error);

  if (rows == NULL)
    return NULL;
  if (rows->len == 1)
    return dray_report_design_new_of_row (rows->pdata[0]);
  g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK,
               rows->len == 0 ? "There is no report called “%s”: none is built in, and nobody saved one" : "More than one saved report is called “%s”; rename one of them", name);
  return NULL;
}

/* Returns: (transfer full) (element-type DrayReportDesign): all that were saved, by name */
GPtrArray *
dray_report_design_list (DrayStore  *store,
                         GError    **error)
{
  g_autoptr (GPtrArray) rows = select_rows (store, NULL, error);
  GPtrArray *designs = rows != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) dray_report_design_free) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (designs, dray_report_design_new_of_row (rows->pdata[i]));
  return designs;
}

/* Asks for it. @ask borrows from @self; its days and its time stay as they are. */
void
dray_report_design_fill (const DrayReportDesign *self,
                         DrayReportAsk          *ask)
{
  ask->title = self->name;
  ask->kpis = (const char *const *) self->kpis;
  ask->split = self->split;
  ask->shows = self->shows;
  ask->truck = self->truck;
  ask->driver = self->driver;
  ask->party = self->party;
  ask->depot = self->depot;
}

/* Returns: (transfer full): a cell of its record */
DrayValue
dray_report_design_get_cell (const DrayReportDesign *self,
                             int                     field)
{
  const char *texts[] = { [DRAY_SAVED_REPORT_NAME] = self->name, [DRAY_SAVED_REPORT_SPLIT] = self->split, [DRAY_SAVED_REPORT_PERIOD] = self->period,
                          [DRAY_SAVED_REPORT_SHOWS] = dray_saved_report_shows_choices[self->shows] };
  const DrayId *ids[] = { [DRAY_SAVED_REPORT_TRUCK] = &self->truck, [DRAY_SAVED_REPORT_DRIVER] = &self->driver, [DRAY_SAVED_REPORT_PARTY] = &self->party,
                          [DRAY_SAVED_REPORT_DEPOT] = &self->depot };

  g_return_val_if_fail (field >= 0 && field < dray_saved_report_table.n_fields, dray_value_none ());

  if (field == DRAY_SAVED_REPORT_MEASURES) {
    g_autofree char *measures = g_strjoinv (",", self->kpis);

    return dray_value_text (measures);
  }
  if (field >= DRAY_SAVED_REPORT_TRUCK)
    return dray_id_is_none (ids[field]) ? dray_value_none () : dray_value_id (ids[field]);
  return texts[field] != NULL && *texts[field] != '\0' ? dray_value_text (texts[field]) : dray_value_none ();
}

/* Returns: (transfer full): the cells of its record as JSON, as record.create takes them */
char *
dray_report_design_dup_values (const DrayReportDesign *self)
{
  GString *text = g_string_new ("{");

  for (int i = 0; i < dray_saved_report_table.n_fields; i++) {
    g_auto (DrayValue) value = dray_report_design_get_cell (self, i);

    g_string_append_printf (text, "%s\"%s\":", i > 0 ? "," : "", dray_saved_report_table.fields[i].name);
    dray_field_append_json (&dray_saved_report_table.fields[i], &value, text);
  }
  return g_string_free (g_string_append_c (text, '}'), FALSE);
}
