/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-insight-view-private.h"

#include "dray-fact-source.h"
#include "dray-insight-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* What stands below the tiles: the chosen figure by day and by group, and the records behind it. */

#define MAX_ROWS 200u

typedef enum {
  SPLIT_TRUCK,
  SPLIT_DRIVER,
  SPLIT_PARTY,
  SPLIT_DEPOT,
  SPLIT_WORD,
} Split;

/* In the order of the drop-down. The last is the set's own word, where it has one. */
static const struct { const char *column; const char *table; const char *by; } splits[] = {
  [SPLIT_TRUCK] = { "truck", "truck", N_("by truck") },
  [SPLIT_DRIVER] = { "driver", "driver", N_("by driver") },
  [SPLIT_PARTY] = { "party", "party", N_("by customer") },
  [SPLIT_DEPOT] = { "depot", "site", N_("by depot") },
  [SPLIT_WORD] = { NULL, NULL, N_("by kind or state") },
};

static const DrayFactSource *
get_source (DrayInsightView *self)
{
  return self->kpi != NULL ? dray_fact_source_find (self->kpi->terms[0].facts) : NULL;
}

/* Returns: (nullable): the column that the figure is split by */
const char *
dray_insight_view_get_split (DrayInsightView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->split);
  const DrayFactSource *source = get_source (self);

  if (chosen < SPLIT_WORD)
    return splits[chosen].column;
  if (source != NULL && dray_fact_source_find_field (source, "status") != NULL)
    return "status";
  return source != NULL && dray_fact_source_find_field (source, "kind") != NULL ? "kind" : NULL;
}

static char *
dup_group_name (const DrayKpiGroup *group,
                gpointer            data)
{
  DrayInsightView *self = data;
  guint chosen = gtk_drop_down_get_selected (self->split);
  const char *name;

  if (group->word != NULL)
    return g_strdup (group->word);
  if (dray_id_is_none (&group->key) || chosen >= SPLIT_WORD)
    return g_strdup (_("none"));
  name = dray_record_names_find (self->names, splits[chosen].table, &group->key);
  return g_strdup (name != NULL ? name : "…");
}

static DrayFigureAsk
make_ask (DrayInsightView *self)
{
  DrayFigureAsk ask = { .first_day = self->first_day, .last_day = self->last_day };
  guint chosen = gtk_drop_down_get_selected (self->split);

  if (self->row_day != DRAY_NEVER)
    ask.first_day = ask.last_day = self->row_day;
  if (!dray_id_is_none (&self->row_group) && chosen < SPLIT_WORD)
    *(chosen == SPLIT_TRUCK ? &ask.truck : chosen == SPLIT_DRIVER ? &ask.driver : chosen == SPLIT_PARTY ? &ask.party : &ask.depot) = self->row_group;
  return ask;
}

/* Puts what is known into the cards. */
void
dray_insight_view_draw (DrayInsightView *self)
{
  if (self->trend != NULL) {
    g_autoptr (DrayChart) chart = dray_insight_make_days (self->trend, self->trend_before, FALSE);

    dray_chart_card_set_chart (self->days, chart);
  }
  if (self->now != NULL) {
    g_autoptr (DrayChart) chart = dray_insight_make_groups (self->now, _(splits[MIN (gtk_drop_down_get_selected (self->split), SPLIT_WORD)].by), dup_group_name, self);
    g_autofree char *finding = dray_insight_dup_finding (self->now, dup_group_name, self);

    dray_chart_card_set_chart (self->groups, chart);
    gtk_label_set_text (self->finding, finding != NULL ? finding : "");
    gtk_widget_set_visible (GTK_WIDGET (self->finding), finding != NULL);
  }
}

static void
take_result (DrayKpiResult **place,
             GPtrArray      *results)
{
  g_clear_pointer (place, dray_kpi_result_unref);
  *place = dray_kpi_result_ref (results->pdata[0]);
}

/* Three questions, each with its place for the answer. */
static void
take_answer (GObject         *source,
             GAsyncResult    *result,
             DrayInsightView *self,
             DrayKpiResult  **place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = dray_engine_measure_finish (DRAY_ENGINE (source), result, &error);

  self->n_waiting--;
  if (results != NULL && ((DrayKpiResult *) results->pdata[0])->kpi == self->kpi) {
    take_result (place, results);
    dray_insight_view_draw (self);
  } else {
    dray_insight_view_say (self, error);
  }
}

static void
on_now (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;

  take_answer (source, result, self, &self->now);
}

static void
on_trend (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;

  take_answer (source, result, self, &self->trend);
}

static void
on_trend_before (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;

  take_answer (source, result, self, &self->trend_before);
}

static void
ask (DrayInsightView     *self,
     const DrayFigureAsk *question,
     GAsyncReadyCallback  callback)
{
  const char *const kpis[] = { self->kpi->id, NULL };

  self->n_waiting++;
  dray_engine_measure_async (self->engine, kpis, question, self->showing, callback, g_object_ref (self));
}

/* What is shown below the tiles goes on as they do: asked for again, and what stands there stays until the answers come. */
void
dray_insight_view_renew (DrayInsightView *self)
{
  gint64 n_days = MAX (self->last_day - self->first_day + 1, DRAY_INSIGHT_TREND_DAYS);

  if (self->kpi == NULL || self->showing == NULL)
    return;
  ask (self, &(DrayFigureAsk) { .first_day = self->first_day, .last_day = self->last_day, .split = dray_insight_view_get_split (self), .alone = TRUE }, on_now);
  ask (self, &(DrayFigureAsk) { .first_day = self->last_day - n_days + 1, .last_day = self->last_day, .alone = TRUE }, on_trend);
  dray_insight_view_show_rows (self);
}

/* Another figure, period or split: all below the tiles is asked for anew. */
void
dray_insight_view_show_kpi (DrayInsightView *self)
{
  gint64 n_days = MAX (self->last_day - self->first_day + 1, DRAY_INSIGHT_TREND_DAYS), first = self->last_day - n_days + 1;

  if (self->showing != NULL)
    g_cancellable_cancel (self->showing);
  g_clear_object (&self->showing);
  self->showing = g_cancellable_new ();
  g_clear_pointer (&self->now, dray_kpi_result_unref);
  g_clear_pointer (&self->trend, dray_kpi_result_unref);
  g_clear_pointer (&self->trend_before, dray_kpi_result_unref);
  if (self->kpi == NULL || self->today == DRAY_NEVER)
    return;
  ask (self, &(DrayFigureAsk) { .first_day = self->first_day, .last_day = self->last_day, .split = dray_insight_view_get_split (self), .alone = TRUE }, on_now);
  ask (self, &(DrayFigureAsk) { .first_day = first, .last_day = self->last_day, .alone = TRUE }, on_trend);
  ask (self, &(DrayFigureAsk) { .first_day = first - n_days, .last_day = first - 1, .alone = TRUE }, on_trend_before);
  dray_insight_view_show_rows (self);
}

/* The records behind */

static char *
dup_row_value (const DrayKpi    *kpi,
               const DrayKpiRow *row)
{
  const DrayFigure figure = { .state = DRAY_FIGURE_KNOWN, .value = row->part * (kpi->factor != 0 ? kpi->factor : 1) };

  if (kpi->format == DRAY_KPI_PERCENT && row->whole == 1)
    return g_strdup (row->part >= row->whole ? _("met") : _("missed"));
  if (kpi->format == DRAY_KPI_PERCENT || row->whole == DRAY_KPI_UNMEASURED)
    return g_strdup ("");
  return dray_figure_dup_text (&figure, kpi);
}

/* The columns of the list. Those in the middle are an order's. */
enum {
  CELL_NAME,
  CELL_DAY,
  CELL_CUSTOMER,
  CELL_WINDOW,
  CELL_ARRIVED,
  CELL_LATE,
  CELL_TRUCK,
  CELL_DRIVER,
  CELL_VALUE,
  N_CELLS,
};

static const struct { const char *label; int n_chars; gboolean is_right; gboolean of_orders; } cells[N_CELLS] = {
  [CELL_NAME] = { N_("Record"), 14, FALSE, FALSE },
  [CELL_DAY] = { N_("Day"), 15, FALSE, FALSE },
  [CELL_CUSTOMER] = { N_("Customer"), 22, FALSE, TRUE },
  [CELL_WINDOW] = { N_("Window"), 12, TRUE, TRUE },
  [CELL_ARRIVED] = { N_("Arrived"), 8, TRUE, TRUE },
  [CELL_LATE] = { N_("Late, min"), 9, TRUE, TRUE },
  [CELL_TRUCK] = { N_("Truck"), 6, TRUE, TRUE },
  [CELL_DRIVER] = { N_("Driver"), 18, FALSE, TRUE },
  [CELL_VALUE] = { N_("Figure"), 12, TRUE, FALSE },
};

/* A narrow window cuts names short before it cuts the window. */
#define MIN_CHARS 5

/* Heads are smaller than what stands below them, so that a column's width is agreed on among its labels. */
static GtkSizeGroup *
get_column (DrayInsightView *self,
            int              cell)
{
  g_autofree char *key = g_strdup_printf ("column-%d", cell);
  GtkSizeGroup *group = g_object_get_data (G_OBJECT (self->heads), key);

  if (group == NULL) {
    group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
    g_object_set_data_full (G_OBJECT (self->heads), key, group, g_object_unref);
  }
  return group;
}

static GtkWidget *
make_cell (DrayInsightView *self,
           int              cell,
           const char      *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_size_group_add_widget (get_column (self, cell), label);
  gtk_label_set_xalign (GTK_LABEL (label), cells[cell].is_right ? 1 : 0);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (cells[cell].n_chars, MIN_CHARS));
  gtk_label_set_max_width_chars (GTK_LABEL (label), cells[cell].n_chars);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (cells[cell].is_right)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

static gboolean
are_orders (const DrayFactSource *source)
{
  return g_str_equal (source->table, "order");
}

static void
show_heads (DrayInsightView      *self,
            const DrayFactSource *source)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->heads))) != NULL)
    gtk_box_remove (self->heads, child);
  for (int i = 0; i < N_CELLS; i++) {
    if (cells[i].of_orders && !are_orders (source))
      continue;
    child = make_cell (self, i, i == CELL_NAME && are_orders (source) ? _("Order") : _(cells[i].label));
    gtk_widget_add_css_class (child, "caption-heading");
    gtk_widget_add_css_class (child, "dim-label");
    gtk_box_append (self->heads, child);
  }
}

/* Names come later than the rows that they stand in. */
void
dray_insight_view_name_rows (DrayInsightView *self)
{
  GtkListBox *list = self->rows;
  DrayRecordNames *names = self->names;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL; row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *label = g_object_get_data (G_OBJECT (row), "name");
    const char *name = label != NULL ? dray_record_names_find (names, g_object_get_data (G_OBJECT (row), "table"), g_object_get_data (G_OBJECT (row), "id")) : NULL;

    if (name != NULL && !g_str_equal (gtk_label_get_text (GTK_LABEL (label)), name))
      gtk_label_set_text (GTK_LABEL (label), name);
  }
}

static GtkWidget *
make_row (DrayInsightView      *self,
          const DrayFactSource *source,
          const DrayKpiRow     *row)
{
  GtkWidget *list_row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *known = dray_record_names_find (self->names, source->table, &row->id);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (row->day * 86400);
  g_autofree char *day = date != NULL ? g_date_time_format (date, "%a %-d %b %Y") : g_strdup ("");
  g_autofree char *value = dup_row_value (self->kpi, row);

  for (int i = 0; i < N_CELLS; i++) {
    if (!cells[i].of_orders || are_orders (source))
      gtk_box_append (GTK_BOX (box), make_cell (self, i, i == CELL_NAME ? known != NULL ? known : "…" : i == CELL_DAY ? day : i == CELL_VALUE ? value : ""));
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), box);
  g_object_set_data (G_OBJECT (list_row), "name", gtk_widget_get_first_child (box));
  g_object_set_data (G_OBJECT (list_row), "table", (gpointer) source->table);
  g_object_set_data_full (G_OBJECT (list_row), "id", g_memdup2 (&row->id, sizeof row->id), g_free);
  return list_row;
}

/* An order's own columns come after its row. */
static void
fill_row (GtkListBoxRow           *row,
          const DrayInsightDetail *detail)
{
  g_autofree char *late = detail->late_min > 0 ? g_strdup_printf ("%d", detail->late_min) : NULL;
  const char *const texts[N_CELLS] = {
    [CELL_CUSTOMER] = detail->customer, [CELL_WINDOW] = detail->window, [CELL_ARRIVED] = detail->arrived, [CELL_LATE] = late,
    [CELL_TRUCK] = detail->truck, [CELL_DRIVER] = detail->driver,
  };
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));

  for (int i = 0; i < N_CELLS && label != NULL; i++, label = gtk_widget_get_next_sibling (label)) {
    if (cells[i].of_orders)
      gtk_label_set_text (GTK_LABEL (label), texts[i] != NULL ? texts[i] : "");
    if (i == CELL_LATE && late != NULL)
      gtk_widget_add_css_class (label, "late");
  }
}

static void
on_details (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;
  g_autoptr (GPtrArray) details = dray_insight_details_finish (DRAY_WORKSPACE (source), result, NULL);

  self->n_waiting--;
  for (guint i = 0; details != NULL && i < details->len; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, (int) i);

    if (row != NULL)
      fill_row (row, details->pdata[i]);
  }
}

/* Cancelled with the rows that they belong to. */
static void
ask_details (DrayInsightView *self,
             const GArray    *rows)
{
  self->detailing = g_cancellable_new ();
  self->n_waiting++;
  dray_insight_details_async (dray_engine_get_workspace (self->engine), (const DrayKpiRow *) (gpointer) rows->data, MIN (rows->len, MAX_ROWS), self->detailing,
                              on_details, g_object_ref (self));
}

static void
clear_rows (DrayInsightView *self)
{
  GtkWidget *child;

  if (self->detailing != NULL)
    g_cancellable_cancel (self->detailing);
  g_clear_object (&self->detailing);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL && GTK_IS_LIST_BOX_ROW (child))
    gtk_list_box_remove (self->rows, child);
}

static void
show_path (DrayInsightView      *self,
           const DrayFactSource *source,
           guint                 n_rows)
{
  g_autoptr (GString) path = g_string_new (_(self->kpi->name));

  if (self->row_day != DRAY_NEVER) {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (self->row_day * 86400);
    g_autofree char *day = date != NULL ? g_date_time_format (date, "%a %-d %b") : g_strdup ("");

    g_string_append_printf (path, " ▸ %s", day);
  }
  if (!dray_id_is_none (&self->row_group)) {
    const DrayKpiGroup group = { .key = self->row_group };
    g_autofree char *name = dup_group_name (&group, self);

    g_string_append_printf (path, " ▸ %s", name);
  }
  g_string_append_printf (path, " ▸ %u × %s", n_rows, _(source->label));
  if (n_rows > MAX_ROWS)
    g_string_append_printf (path, _(", the first %u"), MAX_ROWS);
  gtk_label_set_text (self->path, path->str);
  gtk_widget_set_visible (GTK_WIDGET (self->clear), self->row_day != DRAY_NEVER || !dray_id_is_none (&self->row_group));
}

static void
on_rows (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DrayInsightView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = dray_engine_list_rows_finish (DRAY_ENGINE (source), result, &error);
  const DrayFactSource *facts = get_source (self);

  self->n_waiting--;
  if (rows == NULL || facts == NULL) {
    dray_insight_view_say (self, error);
    return;
  }
  clear_rows (self);
  show_heads (self, facts);
  for (guint i = 0; i < MIN (rows->len, MAX_ROWS); i++)
    gtk_list_box_append (self->rows, make_row (self, facts, &g_array_index (rows, DrayKpiRow, i)));
  show_path (self, facts, rows->len);
  if (are_orders (facts))
    ask_details (self, rows);
  dray_insight_view_name_rows (self);
}

/* Asks for the records behind the chosen figure, of the day and group that were clicked. */
void
dray_insight_view_show_rows (DrayInsightView *self)
{
  const DrayFigureAsk question = make_ask (self);
  gboolean is_missed = gtk_drop_down_get_selected (self->which) == 1;

  if (self->kpi == NULL || self->showing == NULL)
    return;
  self->n_waiting++;
  dray_engine_list_rows_async (self->engine, self->kpi->id, &question, is_missed ? DRAY_KPI_MISSED : DRAY_KPI_COUNTED, self->showing, on_rows, g_object_ref (self));
}
