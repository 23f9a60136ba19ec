/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-compare-window.h"

#include "dray-plan-compare.h"
#include "dray-plan-merge.h"
#include "dray-plan-view-private.h"
#include "dray-time-line-private.h"
#include "dray-units.h"

#include <glib/gi18n.h>

struct _DrayCompareWindow {
  AdwWindow      parent_instance;

  /* Template */
  GtkLabel      *finding;
  GtkLabel      *other_head;
  GtkGrid       *terms;
  GtkListBox    *stops;
  GtkLabel      *trouble;
  GtkButton     *merge;

  /* Owned */
  DrayPlanDraft *mine;
  DrayPlanDraft *other;
  GArray        *changes;  /* (element-type DrayPlanChange): from the other plan to this one; but for those that are only some minutes off */
  GPtrArray     *checks;   /* (element-type GtkCheckButton): of each change; the rows hold them */
};

enum { MERGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayCompareWindow, dray_compare_window, ADW_TYPE_WINDOW)

static guint
count_picked (DrayCompareWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n += gtk_check_button_get_active (self->checks->pdata[i]);
  return n;
}

static void
on_picked (DrayCompareWindow *self)
{
  guint n = count_picked (self);
  g_autofree char *words = g_strdup_printf (ngettext ("Take %u stop over", "Take %u stops over", n), n);

  gtk_button_set_label (self->merge, words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->merge), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
}

/* "truck 3, 09:10"; where it is unplaced: so */
static char *
say_place (const DrayPlanDraft *draft,
           int                  truck,
           gint64               begin_us)
{
  g_autofree char *time = NULL;

  if (truck < 0)
    return g_strdup (_("not placed"));
  time = dray_time_line_format_time (draft, begin_us);
  return g_strdup_printf (_("truck %s, %s"), dray_plan_day_get_truck (draft->day, truck)->number, time);
}

static GtkWidget *
make_cell (const char *text,
           int         width_chars,
           const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), width_chars);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

static void
add_stop (DrayCompareWindow    *self,
          const DrayPlanChange *change)
{
  const DrayPlanTaskFacts *facts = dray_plan_day_get_task (self->mine->day, change->task);
  g_autofree char *theirs = say_place (self->other, change->from_truck, change->from_us), *mine = say_place (self->mine, change->to_truck, change->to_us);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *check = gtk_check_button_new ();
  GtkWidget *name = make_cell (facts->name, 22, NULL);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, facts->name, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (row, "compare-row");
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), make_cell (facts->reference, 6, "dim-label"));
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), make_cell (mine, 18, NULL));
  gtk_box_append (GTK_BOX (row), make_cell (theirs, 18, change->kind == DRAY_PLAN_CHANGE_REORDERED ? NULL : "heading"));
  gtk_list_box_append (self->stops, row);
  g_ptr_array_add (self->checks, check);
}

/* Costs */

static void
attach (DrayCompareWindow *self,
        int                row,
        int                column,
        const char        *text,
        const char        *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, "numeric");
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_grid_attach (self->terms, label, column, row, 1, 1);
}

static void
add_term (DrayCompareWindow *self,
          int                row,
          const char        *name,
          gint64             mine,
          gint64             other,
          const char        *css)
{
  g_autofree char *here = dray_plan_format_money (mine), *there = dray_plan_format_money (other), *size = dray_plan_format_money (ABS (other - mine));
  g_autofree char *difference = other == mine ? g_strdup ("") : g_strdup_printf ("%s%s", other < mine ? "−" : "+", size);

  attach (self, row, 0, name, css != NULL ? css : "dim-label");
  attach (self, row, 1, here, css);
  attach (self, row, 2, there, css);
  attach (self, row, 3, difference, css);
}

static void
show_terms (DrayCompareWindow *self)
{
  static const char *const names[DRAY_N_COST_TERMS] = {
    [DRAY_COST_FIXED] = N_("Trucks"), [DRAY_COST_DISTANCE] = N_("Distance"), [DRAY_COST_TIME] = N_("Time"), [DRAY_COST_OVERTIME] = N_("Overtime"),
    [DRAY_COST_LATENESS] = N_("Lateness"), [DRAY_COST_BALANCE] = N_("Balance"), [DRAY_COST_COMPACTNESS] = N_("Compactness"), [DRAY_COST_UNSERVED] = N_("Not served"),
  };
  int row = 1;

  for (int t = 0; t < DRAY_N_COST_TERMS; t++)
    if (self->mine->draft->terms_minor[t] != 0 || self->other->draft->terms_minor[t] != 0)
      add_term (self, row++, _(names[t]), self->mine->draft->terms_minor[t], self->other->draft->terms_minor[t], NULL);
  add_term (self, row, _("All"), self->mine->draft->cost_minor, self->other->draft->cost_minor, "heading");
}

/* At equal orders served: what either leaves out is costed as a run of its own. */
static void
show_finding (DrayCompareWindow *self,
              const char        *other_name)
{
  DrayPlanSavings savings;
  g_autofree char *money = NULL, *words = NULL;

  dray_plan_compare_costs (self->other, self->mine, &savings);
  money = dray_plan_format_money (ABS (savings.cost_minor));
  words = g_strdup_printf (savings.cost_minor >= 0 ? _("Your plan costs %s less than “%s” at equal orders served, %.1f km and %d min less. %u stops are served otherwise.")
                                                   : _("Your plan costs %s more than “%s” at equal orders served, %.1f km and %d min less. %u stops are served otherwise."),
                           money, other_name, (double) savings.distance_m / 1000.0, (int) (savings.duration_s / 60), self->changes->len);
  gtk_label_set_text (self->finding, words);
}

static void
on_merge (DrayCompareWindow *self)
{
  dray_compare_window_merge (self);
}

static void
dray_compare_window_dispose (GObject *object)
{
  DrayCompareWindow *self = DRAY_COMPARE_WINDOW (object);

  g_clear_pointer (&self->mine, dray_plan_draft_unref);
  g_clear_pointer (&self->other, dray_plan_draft_unref);

  G_OBJECT_CLASS (dray_compare_window_parent_class)->dispose (object);
}

static void
dray_compare_window_finalize (GObject *object)
{
  DrayCompareWindow *self = DRAY_COMPARE_WINDOW (object);

  g_array_unref (self->changes);
  g_ptr_array_unref (self->checks);

  G_OBJECT_CLASS (dray_compare_window_parent_class)->finalize (object);
}

static void
dray_compare_window_class_init (DrayCompareWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_compare_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_compare_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/plan/compare-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayCompareWindow, finding);
  gtk_widget_class_bind_template_child (widget_class, DrayCompareWindow, other_head);
  gtk_widget_class_bind_template_child (widget_class, DrayCompareWindow, terms);
  gtk_widget_class_bind_template_child (widget_class, DrayCompareWindow, stops);
  gtk_widget_class_bind_template_child (widget_class, DrayCompareWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayCompareWindow, merge);
  gtk_widget_class_bind_template_callback (widget_class, on_merge);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  signals[MERGED] = g_signal_new ("merged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
dray_compare_window_init (DrayCompareWindow *self)
{
  self->changes = g_array_new (FALSE, FALSE, sizeof (DrayPlanChange));
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @mine: what is worked on; @other: what it is compared with, and taken over from; @other_name: what people call it */
GtkWidget *
dray_compare_window_new (DrayPlanDraft *mine,
                         DrayPlanDraft *other,
                         const char    *other_name)
{
  DrayCompareWindow *self = g_object_new (DRAY_TYPE_COMPARE_WINDOW, NULL);
  g_autoptr (GArray) changes = dray_plan_compare_stops (other, mine);

  self->mine = dray_plan_draft_ref (mine);
  self->other = dray_plan_draft_ref (other);
  for (guint i = 0; i < changes->len; i++)
    if (g_array_index (changes, DrayPlanChange, i).kind != DRAY_PLAN_CHANGE_RETIMED)
      g_array_append_vals (self->changes, &g_array_index (changes, DrayPlanChange, i), 1);
  for (guint i = 0; i < self->changes->len; i++)
    add_stop (self, &g_array_index (self->changes, DrayPlanChange, i));
  gtk_label_set_text (self->other_head, other_name);
  show_terms (self);
  show_finding (self, other_name);
  on_picked (self);
  return GTK_WIDGET (self);
}

/* Takes over what is picked. Returns: %FALSE where that breaks a rule that may never be: it is said, and nothing is changed */
gboolean
dray_compare_window_merge (DrayCompareWindow *self)
{
  g_return_val_if_fail (DRAY_IS_COMPARE_WINDOW (self), FALSE);

  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (DrayId));
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDraft) merged = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_array_append_vals (tasks, &self->mine->day->request.tasks[g_array_index (self->changes, DrayPlanChange, i).task].id, 1);
  merged = dray_plan_merge (self->mine, self->other, (const DrayId *) (gpointer) tasks->data, (int) tasks->len, &error);
  if (merged == NULL) {
    g_autofree char *words = g_strdup_printf (_("These stops can’t be taken over alone: %s"), error->message);

    gtk_label_set_text (self->trouble, words);
    gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
    return FALSE;
  }
  g_signal_emit (self, signals[MERGED], 0, merged);
  gtk_window_close (GTK_WINDOW (self));
  return TRUE;
}
