/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-page-private.h"

#include "dray-effect.h"
#include "dray-field-json.h"
#include "dray-kpi.h"
#include "dray-saved-report.h"
#include "dray-undo-toast.h"

#include <glib/gi18n.h>

/* Reports that people put together: a record each, so that they sync, are undone and stand in the log like everything else. What is
 * chosen is shown in the builder, and made anew with every change there; only saving keeps it. */

static const char *const first_figures[] = { "on-time", "delivered", NULL };

/* The list */

static GtkWidget *
make_saved_row (const DrayReportDesign *design)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *subtitle = NULL, *title = g_markup_escape_text (design->name != NULL ? design->name : "", -1);

  for (int i = 0; design->kpis[i] != NULL; i++) {
    const DrayKpi *kpi = dray_kpi_find (design->kpis[i]);

    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", kpi != NULL ? _(kpi->name) : design->kpis[i]);
  }
  subtitle = g_markup_escape_text (names->str, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  return row;
}

/* The list was filled anew: what was chosen stays so, and what was just saved becomes so. */
static void
choose_again (DrayReportPage *self)
{
  for (guint i = 0; i < self->designs->len; i++) {
    const DrayReportDesign *design = self->designs->pdata[i];

    if (self->is_designed && dray_id_equal (&design->id, &self->chosen))
      gtk_list_box_select_row (self->saved, gtk_list_box_get_row_at_index (self->saved, (int) i));
  }
}

static void
on_designs (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (DrayReportPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = dray_workspace_select_finish (DRAY_WORKSPACE (source), result, &error);
  GtkWidget *child;

  if (rows == NULL) {
    dray_report_page_say (self, error->message);
    return;
  }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->saved))) != NULL)
    gtk_list_box_remove (self->saved, child);
  g_ptr_array_set_size (self->designs, 0);
  for (guint i = 0; i < rows->len; i++) {
    g_ptr_array_add (self->designs, dray_report_design_new_of_row (rows->pdata[i]));
    gtk_list_box_append (self->saved, make_saved_row (self->designs->pdata[i]));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->saved), rows->len > 0);
  gtk_widget_set_visible (self->saved_title, rows->len > 0);
  choose_again (self);
}

static void
read_designs (DrayReportPage *self)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_saved_report_table);

  dray_query_order_by (query, DRAY_SAVED_REPORT_NAME, FALSE);
  dray_workspace_select_async (dray_engine_get_workspace (self->engine), query, NULL, on_designs, g_object_ref (self));
}

static void
on_committed (DrayReportPage    *self,
              const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    if (dray_effects_get (effects, i)->table == &dray_saved_report_table) {
      read_designs (self);
      return;
    }
  }
}

/* Choosing */

static void
show_design (DrayReportPage         *self,
             const DrayReportDesign *design)
{
  gtk_list_box_unselect_all (self->kinds);
  self->kind = dray_report_kind_find ("figures");
  self->is_designed = TRUE;
  self->chosen = design->id;
  dray_report_builder_set_design (self->builder, design);
  gtk_widget_set_visible (GTK_WIDGET (self->builder), TRUE);
  dray_report_page_make (self);
}

static void
on_saved_row (DrayReportPage *self,
              GtkListBoxRow  *row)
{
  const DrayReportDesign *design = row != NULL ? self->designs->pdata[gtk_list_box_row_get_index (row)] : NULL;

  if (design == NULL)
    return;
  /* It is the one that is being built, read again after it was saved. */
  if (self->is_designed && dray_id_equal (&design->id, &dray_report_builder_get_design (self->builder)->id))
    return;
  show_design (self, design);
}

static void
build (GtkWidget  *widget,
       const char *action G_GNUC_UNUSED,
       GVariant   *parameter G_GNUC_UNUSED)
{
  DrayReportPage *self = DRAY_REPORT_PAGE (widget);
  g_autoptr (DrayReportDesign) design = dray_report_design_new ();

  g_strfreev (design->kpis);
  design->kpis = g_strdupv ((char **) first_figures);
  design->split = g_strdup ("truck");
  gtk_list_box_unselect_all (self->saved);
  show_design (self, design);
}

/* Keeping */

typedef struct {
  DrayReportPage *page;
  GArray         *done;      /* (element-type DrayDone) */
  const char     *words;
  guint           n_waiting;
} Keeping;

static void
keeping_end (Keeping *self)
{
  if (--self->n_waiting > 0)
    return;
  if (self->done->len > 0)
    dray_undo_toast_offer (GTK_WIDGET (self->page), dray_engine_get_workspace (self->page->engine), self->done, self->words);
  g_array_unref (self->done);
  g_object_unref (self->page);
  g_free (self);
}

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Keeping *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt != NULL && receipt->verdict != DRAY_VERDICT_REJECTED) {
    DrayDone one = { receipt->client, receipt->mid };

    g_array_append_val (self->done, one);
  } else {
    dray_report_page_say (self->page, receipt != NULL ? receipt->note : error->message);
  }
  keeping_end (self);
}

static Keeping *
keeping_begin (DrayReportPage *page,
               const char     *words)
{
  Keeping *self = g_new0 (Keeping, 1);

  self->page = g_object_ref (page);
  self->done = g_array_new (FALSE, FALSE, sizeof (DrayDone));
  self->words = words;
  self->n_waiting = 1;
  return self;
}

static DrayIntent *
new_intent (DrayReportPage *self,
            const char     *operation,
            const DrayId   *id)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), operation);

  dray_intent_set_text (intent, "table", dray_saved_report_table.name);
  dray_intent_set_id (intent, "id", id);
  return intent;
}

static void
submit (Keeping    *self,
        DrayIntent *intent)
{
  self->n_waiting++;
  dray_workspace_submit_async (dray_engine_get_workspace (self->page->engine), intent, NULL, on_kept, self);
}

static const DrayReportDesign *
find_saved (DrayReportPage *self,
            const DrayId   *id)
{
  for (guint i = 0; i < self->designs->len; i++) {
    const DrayReportDesign *design = self->designs->pdata[i];

    if (dray_id_equal (&design->id, id))
      return design;
  }
  return NULL;
}

static void
save_new (DrayReportPage         *self,
          const DrayReportDesign *design)
{
  Keeping *keeping = keeping_begin (self, _("The report was saved"));
  DrayId id = dray_engine_make_id (self->engine);
  DrayIntent *intent = new_intent (self, "record.create", &id);
  g_autofree char *values = dray_report_design_dup_values (design);

  dray_intent_set_text (intent, "values", values);
  self->chosen = id;
  dray_report_builder_set_saved (self->builder, &id);
  submit (keeping, intent);
  keeping_end (keeping);
}

/* Only what differs is written, so that two who change different things both have their way. */
static void
save_changes (DrayReportPage         *self,
              const DrayReportDesign *design,
              const DrayReportDesign *saved)
{
  Keeping *keeping = keeping_begin (self, _("The changes were saved"));

  for (int i = 0; i < dray_saved_report_table.n_fields; i++) {
    g_auto (DrayValue) now = dray_report_design_get_cell (design, i), before = dray_report_design_get_cell (saved, i);
    g_autoptr (GString) json = g_string_new (NULL);
    DrayIntent *intent;

    if (dray_value_equal (&now, &before))
      continue;
    dray_field_append_json (&dray_saved_report_table.fields[i], &now, json);
    intent = new_intent (self, "field.set", &design->id);
    dray_intent_set_text (intent, "field", dray_saved_report_table.fields[i].name);
    dray_intent_set_text (intent, "value", json->str);
    submit (keeping, intent);
  }
  keeping_end (keeping);
}

static void
on_save (DrayReportPage *self)
{
  const DrayReportDesign *design = dray_report_builder_get_design (self->builder), *saved = find_saved (self, &design->id);

  if (saved != NULL)
    save_changes (self, design, saved);
  else
    save_new (self, design);
}

static void
on_remove (DrayReportPage *self)
{
  const DrayReportDesign *design = dray_report_builder_get_design (self->builder);
  Keeping *keeping = keeping_begin (self, _("The report was deleted"));

  submit (keeping, new_intent (self, "record.delete", &design->id));
  self->chosen = DRAY_ID_NONE;
  dray_report_builder_set_saved (self->builder, &DRAY_ID_NONE);
  keeping_end (keeping);
}

void
dray_report_page_saved_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_saved_row);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_design", G_CALLBACK (dray_report_page_make));
  gtk_widget_class_install_action (widget_class, "report.build", NULL, build);
}

void
dray_report_page_saved_open (DrayReportPage *self)
{
  DrayWorkspace *workspace = dray_engine_get_workspace (self->engine);

  self->designs = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_report_design_free);
  self->names = dray_record_names_new (workspace);
  dray_report_builder_open (self->builder, workspace, self->names);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_committed), self, G_CONNECT_SWAPPED);
  read_designs (self);
}

/* Returns: (transfer none): what puts a report together */
DrayReportBuilder *
dray_report_page_get_builder (DrayReportPage *self)
{
  g_return_val_if_fail (DRAY_IS_REPORT_PAGE (self), NULL);

  return self->builder;
}

/* Opens a saved report by its name. Returns: whether there is one */
gboolean
dray_report_page_show_saved (DrayReportPage *self,
                             const char     *name)
{
  g_return_val_if_fail (DRAY_IS_REPORT_PAGE (self), FALSE);

  for (guint i = 0; self->designs != NULL && i < self->designs->len; i++) {
    if (g_strcmp0 (((const DrayReportDesign *) self->designs->pdata[i])->name, name) == 0) {
      gtk_list_box_select_row (self->saved, gtk_list_box_get_row_at_index (self->saved, (int) i));
      return TRUE;
    }
  }
  return FALSE;
}
