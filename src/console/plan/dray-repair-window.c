/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-repair-window.h"

#include "dray-plan-view-private.h"

#include <glib/gi18n.h>

struct _DrayRepairWindow {
  AdwWindow      parent_instance;

  /* Template */
  GtkLabel      *trouble;
  GtkStack      *stack;
  GtkListBox    *offers;
  AdwStatusPage *nothing;
  GtkSpinner    *spinner;

  /* Owned */
  GCancellable  *cancellable;
  GPtrArray     *repairs;  /* (element-type DrayPlanRepair) (nullable): while they are looked for */
};

enum { TAKEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayRepairWindow, dray_repair_window, ADW_TYPE_WINDOW)

/* "Moves 5 stops, tells 2 drivers, 1 more late" */
static char *
describe_disturbance (const DrayPlanRepair *repair)
{
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, ngettext ("%d stop moves", "%d stops move", (gulong) repair->n_moved), repair->n_moved);
  g_string_append (words, " · ");
  g_string_append_printf (words, ngettext ("%d driver is told", "%d drivers are told", (gulong) repair->n_drivers), repair->n_drivers);
  g_string_append (words, " · ");
  if (repair->n_late > 0)
    g_string_append_printf (words, ngettext ("%d more late", "%d more late", (gulong) repair->n_late), repair->n_late);
  else if (repair->n_late < 0)
    g_string_append_printf (words, ngettext ("%d fewer late", "%d fewer late", (gulong) -repair->n_late), -repair->n_late);
  else
    g_string_append (words, _("nobody later than promised"));
  if (repair->n_unplaced > 0) {
    g_string_append (words, " · ");
    g_string_append_printf (words, ngettext ("%d not served today", "%d not served today", (gulong) repair->n_unplaced), repair->n_unplaced);
  }
  return g_string_free (words, FALSE);
}

static GtkWidget *
make_label (const char *text,
            const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
make_offer (const DrayPlanRepair *repair,
            guint                 index)
{
  g_autofree char *money = dray_plan_format_money (ABS (repair->cost_minor)), *cost = g_strdup_printf ("%s%s", repair->cost_minor < 0 ? "−" : "+", money);
  g_autofree char *disturbs = describe_disturbance (repair);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *price = gtk_label_new (cost), *take = gtk_button_new_with_label (_("Take this"));

  gtk_widget_add_css_class (row, "repair-offer");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), make_label (repair->words, "heading"));
  gtk_box_append (GTK_BOX (words), make_label (disturbs, "dim-label"));
  gtk_widget_add_css_class (price, "repair-cost");
  gtk_widget_add_css_class (price, "numeric");
  gtk_widget_set_valign (take, GTK_ALIGN_CENTER);
  if (index == 0)
    gtk_widget_add_css_class (take, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (take), "repair.take");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (take), "u", index);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), price);
  gtk_box_append (GTK_BOX (row), take);
  return row;
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayRepairWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *repairs = dray_engine_find_repairs_finish (DRAY_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_spinner_stop (self->spinner);
  self->repairs = repairs != NULL ? repairs : g_ptr_array_new ();
  if (error != NULL)
    adw_status_page_set_description (self->nothing, error->message);
  for (guint i = 0; i < self->repairs->len; i++)
    gtk_list_box_append (self->offers, make_offer (self->repairs->pdata[i], i));
  gtk_stack_set_visible_child_name (self->stack, self->repairs->len > 0 ? "offers" : "nothing");
  if (self->repairs->len > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->offers), GTK_DIR_TAB_FORWARD);
}

static void
on_row_activated (DrayRepairWindow *self,
                  GtkListBoxRow    *row)
{
  dray_repair_window_take (self, (guint) gtk_list_box_row_get_index (row));
}

static void
take (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dray_repair_window_take (DRAY_REPAIR_WINDOW (widget), g_variant_get_uint32 (parameter));
}

static void
dray_repair_window_dispose (GObject *object)
{
  DrayRepairWindow *self = DRAY_REPAIR_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->repairs, g_ptr_array_unref);

  G_OBJECT_CLASS (dray_repair_window_parent_class)->dispose (object);
}

static void
dray_repair_window_finalize (GObject *object)
{
  g_object_unref (DRAY_REPAIR_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (dray_repair_window_parent_class)->finalize (object);
}

static void
dray_repair_window_class_init (DrayRepairWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_repair_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_repair_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/plan/repair-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayRepairWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayRepairWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayRepairWindow, offers);
  gtk_widget_class_bind_template_child (widget_class, DrayRepairWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, DrayRepairWindow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_install_action (widget_class, "repair.take", "u", take);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  signals[TAKEN] = g_signal_new ("taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
dray_repair_window_init (DrayRepairWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @words: what went wrong, in a sentence */
GtkWidget *
dray_repair_window_new (DrayEngine        *engine,
                        const DrayTrouble *trouble,
                        const char        *words)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayRepairWindow *self = g_object_new (DRAY_TYPE_REPAIR_WINDOW, NULL);

  gtk_label_set_text (self->trouble, words);
  gtk_spinner_start (self->spinner);
  dray_engine_find_repairs_async (engine, trouble, 0, self->cancellable, on_found, g_object_ref (self));
  return GTK_WIDGET (self);
}

/* Whether the ways out are known. */
gboolean
dray_repair_window_is_ready (DrayRepairWindow *self)
{
  g_return_val_if_fail (DRAY_IS_REPAIR_WINDOW (self), FALSE);

  return self->repairs != NULL;
}

guint
dray_repair_window_get_n (DrayRepairWindow *self)
{
  g_return_val_if_fail (DRAY_IS_REPAIR_WINDOW (self), 0);

  return self->repairs != NULL ? self->repairs->len : 0;
}

void
dray_repair_window_take (DrayRepairWindow *self,
                         guint             index)
{
  g_return_if_fail (DRAY_IS_REPAIR_WINDOW (self));
  g_return_if_fail (index < dray_repair_window_get_n (self));

  g_signal_emit (self, signals[TAKEN], 0, self->repairs->pdata[index]);
  gtk_window_close (GTK_WINDOW (self));
}
