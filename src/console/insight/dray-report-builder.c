/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-builder.h"

#include "dray-driver.h"
#include "dray-kpi.h"
#include "dray-party.h"
#include "dray-reference-button.h"
#include "dray-site.h"
#include "dray-truck.h"

#include <glib/gi18n.h>

/* In the order of the drop-downs. The first of each is none: the whole, and whatever days are looked at. */
static const char *const splits[] = { NULL, "day", "truck", "driver", "party", "depot", "kind", "status", NULL };
static const char *const periods[] = { NULL, "today", "yesterday", "week", "last-week", "month", "last-month", "year", NULL };

#define N_SPLITS 8u
#define N_PERIODS 8u

/* Whose rows: the places of the reference buttons. */
enum { TRUCK, DRIVER, PARTY, DEPOT, N_WHOSE };

struct _DrayReportBuilder {
  AdwBin            parent_instance;

  /* Template */
  GtkEntry         *name;
  GtkMenuButton    *figures;
  GtkSearchEntry   *search;
  GtkListBox       *list;
  GtkDropDown      *split;
  GtkDropDown      *shows;
  GtkDropDown      *period;
  GtkMenuButton    *whose;
  GtkGrid          *whose_grid;
  GtkWidget        *save;
  GtkWidget        *remove;

  /* Owned */
  DrayReportDesign *design;

  GtkWidget        *ids[N_WHOSE];
  gboolean          is_filling;    /* widgets are set, not chosen */
};

enum { CHANGED, SAVE, REMOVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayReportBuilder, dray_report_builder, ADW_TYPE_BIN)

static const DrayKpi *
get_row_kpi (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "kpi");
}

static GtkCheckButton *
get_row_check (GtkListBoxRow *row)
{
  return GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row));
}

static DrayId *
get_whose (DrayReportBuilder *self,
           int                whose)
{
  DrayId *const places[] = { &self->design->truck, &self->design->driver, &self->design->party, &self->design->depot };

  return places[whose];
}

static void
show_state (DrayReportBuilder *self)
{
  guint n = g_strv_length (self->design->kpis), n_whose = 0;
  const DrayKpi *only = n == 1 ? dray_kpi_find (self->design->kpis[0]) : NULL;
  g_autofree char *figures = only != NULL ? g_strdup (_(only->name)) : n == 0 ? g_strdup (_("Choose figures")) : g_strdup_printf (ngettext ("%u figure", "%u figures", n), n);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  for (int i = 0; i < N_WHOSE; i++)
    n_whose += !dray_id_is_none (get_whose (self, i));
  gtk_menu_button_set_label (self->figures, figures);
  gtk_menu_button_set_label (self->whose, n_whose == 0 ? _("Of all") : n_whose == 1 ? _("Of one alone") : _("Of several together"));
  gtk_widget_set_sensitive (self->save, n > 0 && *name != '\0');
  gtk_widget_set_visible (self->remove, !dray_id_is_none (&self->design->id));
}

static void
change (DrayReportBuilder *self)
{
  show_state (self);
  if (!self->is_filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Figures stand in the report in the order in which they were chosen. */
static void
on_figure (GtkCheckButton    *check,
           GParamSpec        *property,
           DrayReportBuilder *self)
{
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (GTK_WIDGET (check), GTK_TYPE_LIST_BOX_ROW));
  const char *id = get_row_kpi (row)->id;
  gboolean is_chosen = gtk_check_button_get_active (check);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (self->is_filling)
    return;
  for (int i = 0; self->design->kpis[i] != NULL; i++) {
    if (!g_str_equal (self->design->kpis[i], id))
      g_strv_builder_add (ids, self->design->kpis[i]);
  }
  if (is_chosen)
    g_strv_builder_add (ids, id);
  g_strfreev (self->design->kpis);
  self->design->kpis = g_strv_builder_end (ids);
  change (self);
}

static void
on_choice (DrayReportBuilder *self)
{
  if (self->is_filling)
    return;
  g_free (self->design->split);
  g_free (self->design->period);
  self->design->split = g_strdup (splits[MIN (gtk_drop_down_get_selected (self->split), N_SPLITS - 1)]);
  self->design->period = g_strdup (periods[MIN (gtk_drop_down_get_selected (self->period), N_PERIODS - 1)]);
  self->design->shows = (DrayReportShows) MIN (gtk_drop_down_get_selected (self->shows), (guint) DRAY_REPORT_SHOWS_CHART);
  change (self);
}

static void
on_whose (DrayReportBuilder *self)
{
  if (self->is_filling)
    return;
  for (int i = 0; i < N_WHOSE; i++)
    *get_whose (self, i) = *dray_reference_button_get_id (DRAY_REFERENCE_BUTTON (self->ids[i]));
  change (self);
}

static void
on_name (DrayReportBuilder *self)
{
  if (self->is_filling)
    return;
  g_free (self->design->name);
  self->design->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  show_state (self);
}

static void
on_save (DrayReportBuilder *self)
{
  if (gtk_widget_get_sensitive (self->save))
    g_signal_emit (self, signals[SAVE], 0);
}

static void
on_remove (DrayReportBuilder *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static gboolean
is_row_found (GtkListBoxRow *row,
              gpointer       data)
{
  DrayReportBuilder *self = data;
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_autofree char *name = g_utf8_casefold (_(get_row_kpi (row)->name), -1);

  return g_strrstr (name, wanted) != NULL;
}

static void
on_search (DrayReportBuilder *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
add_figure (DrayReportBuilder *self,
            const DrayKpi     *kpi)
{
  GtkWidget *row = gtk_list_box_row_new (), *check = gtk_check_button_new_with_label (_(kpi->name));

  gtk_widget_set_tooltip_text (check, _(kpi->definition));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_object_set_data (G_OBJECT (row), "kpi", (gpointer) kpi);
  g_signal_connect_object (check, "notify::active", G_CALLBACK (on_figure), self, 0);
  gtk_list_box_append (self->list, row);
}

static void
dray_report_builder_dispose (GObject *object)
{
  DrayReportBuilder *self = DRAY_REPORT_BUILDER (object);

  g_clear_pointer (&self->design, dray_report_design_free);

  G_OBJECT_CLASS (dray_report_builder_parent_class)->dispose (object);
}

static void
dray_report_builder_class_init (DrayReportBuilderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_report_builder_dispose;
  signals[CHANGED] = g_signal_new ("changed", DRAY_TYPE_REPORT_BUILDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVE] = g_signal_new ("save", DRAY_TYPE_REPORT_BUILDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", DRAY_TYPE_REPORT_BUILDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/insight/report-builder.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, name);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, figures);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, search);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, list);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, split);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, shows);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, period);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, whose);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, whose_grid);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, save);
  gtk_widget_class_bind_template_child (widget_class, DrayReportBuilder, remove);
  gtk_widget_class_bind_template_callback (widget_class, on_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_name);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
}

static void
dray_report_builder_init (DrayReportBuilder *self)
{
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->design = dray_report_design_new ();
  for (guint i = 0; i < n; i++)
    add_figure (self, kpis[i]);
  gtk_list_box_set_filter_func (self->list, is_row_found, self, NULL);
}

/* Begins to work over a workspace, whose records one can choose from. */
void
dray_report_builder_open (DrayReportBuilder *self,
                          DrayWorkspace     *workspace,
                          DrayRecordNames   *names)
{
  static const struct { const DrayTable *table; const char *label; } whose[N_WHOSE] = {
    [TRUCK] = { &dray_truck_table, N_("Truck") }, [DRIVER] = { &dray_driver_table, N_("Driver") },
    [PARTY] = { &dray_party_table, N_("Customer") }, [DEPOT] = { &dray_site_table, N_("Depot") },
  };

  g_return_if_fail (DRAY_IS_REPORT_BUILDER (self) && self->ids[0] == NULL);

  for (int i = 0; i < N_WHOSE; i++) {
    GtkWidget *label = gtk_label_new (_(whose[i].label));

    self->ids[i] = dray_reference_button_new (workspace, names, whose[i].table, FALSE);
    gtk_label_set_xalign (GTK_LABEL (label), 1);
    gtk_grid_attach (self->whose_grid, label, 0, i, 1, 1);
    gtk_grid_attach (self->whose_grid, self->ids[i], 1, i, 1, 1);
    g_signal_connect_object (self->ids[i], "changed", G_CALLBACK (on_whose), self, G_CONNECT_SWAPPED);
  }
  dray_report_builder_set_design (self, self->design);
}

static guint
find_word (const char *const *words,
           guint              n,
           const char        *word)
{
  for (guint i = 1; i < n && word != NULL; i++) {
    if (g_str_equal (words[i], word))
      return i;
  }
  return 0;
}

/* Shows a design, which is copied; nothing is emitted. */
void
dray_report_builder_set_design (DrayReportBuilder      *self,
                                const DrayReportDesign *design)
{
  g_return_if_fail (DRAY_IS_REPORT_BUILDER (self) && design != NULL);

  DrayReportDesign *copy = dray_report_design_copy (design);
  GtkListBoxRow *row;

  g_clear_pointer (&self->design, dray_report_design_free);
  self->design = copy;
  self->is_filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name), copy->name != NULL ? copy->name : "");
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    gtk_check_button_set_active (get_row_check (row), g_strv_contains ((const char *const *) copy->kpis, get_row_kpi (row)->id));
  gtk_drop_down_set_selected (self->split, find_word (splits, N_SPLITS, copy->split));
  gtk_drop_down_set_selected (self->period, find_word (periods, N_PERIODS, copy->period));
  gtk_drop_down_set_selected (self->shows, (guint) copy->shows);
  for (int i = 0; i < N_WHOSE && self->ids[i] != NULL; i++)
    dray_reference_button_set_id (DRAY_REFERENCE_BUTTON (self->ids[i]), get_whose (self, i));
  self->is_filling = FALSE;
  show_state (self);
}

/* Returns: (transfer none): the design as it is now */
const DrayReportDesign *
dray_report_builder_get_design (DrayReportBuilder *self)
{
  g_return_val_if_fail (DRAY_IS_REPORT_BUILDER (self), NULL);

  return self->design;
}

/* It is kept as that record now. */
void
dray_report_builder_set_saved (DrayReportBuilder *self,
                               const DrayId      *id)
{
  g_return_if_fail (DRAY_IS_REPORT_BUILDER (self));

  self->design->id = *id;
  show_state (self);
}
