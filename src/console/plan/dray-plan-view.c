/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

#define UPDATE_S 1

G_DEFINE_FINAL_TYPE (DrayPlanView, dray_plan_view, ADW_TYPE_BIN)

void
dray_plan_view_update (DrayPlanView *self)
{
  gboolean busy = self->job != NULL, found = self->found != NULL;
  guint n_changed = dray_plan_view_count_changed (self);
  g_autofree char *release = NULL;

  release = g_strdup_printf (ngettext ("Release %u route", "Release %u routes", n_changed), n_changed);
  gtk_button_set_label (self->release, release);
  gtk_widget_set_visible (GTK_WIDGET (self->release), n_changed > 0);
  gtk_widget_set_visible (self->budget_row, gtk_drop_down_get_selected (self->when) == DRAY_PLAN_FROM_NOW_ON);
  gtk_widget_set_sensitive (GTK_WIDGET (self->when), !busy && !found);
  gtk_widget_set_visible (GTK_WIDGET (self->optimise), !busy && !found);
  gtk_button_set_label (self->optimise, gtk_drop_down_get_selected (self->when) == DRAY_PLAN_FROM_NOW_ON ? _("Re-plan the rest") : _("Optimise"));
  gtk_widget_set_visible (GTK_WIDGET (self->stop), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->keep), found);
  gtk_widget_set_visible (GTK_WIDGET (self->discard), busy || found);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preset), !busy && !found);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.compare-told", self->draft != NULL && self->released != NULL && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.compare-before", self->draft != NULL && (found || self->before->len > 0) && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.undo", !found && self->before->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.redo", !found && self->undone->len > 0);
}

/* Another draft takes the place of what is shown. */
void
dray_plan_view_take (DrayPlanView  *self,
                     DrayPlanDraft *taken)
{
  if (self->draft != NULL)
    g_ptr_array_add (self->before, self->draft);
  g_ptr_array_set_size (self->undone, 0);
  self->draft = taken;
  dray_plan_view_show (self);
  dray_plan_view_update (self);
}

static void
step (DrayPlanView *self,
      GPtrArray    *from,
      GPtrArray    *to)
{
  if (from->len == 0 || self->found != NULL)
    return;
  g_ptr_array_add (to, self->draft);
  self->draft = g_ptr_array_steal_index (from, from->len - 1);
  dray_plan_view_show (self);
  dray_plan_view_update (self);
}

static void
on_stop (DrayPlanView *self)
{
  if (self->job != NULL)
    dray_plan_job_stop (self->job);
}

void
dray_plan_view_keep (DrayPlanView *self)
{
  if (self->found == NULL)
    return;
  gtk_label_set_text (self->status, "");
  dray_plan_view_take (self, g_steal_pointer (&self->found));
}

static void
on_discard (DrayPlanView *self)
{
  dray_plan_view_cancel (self);
  g_clear_pointer (&self->found, dray_plan_draft_unref);
  gtk_label_set_text (self->status, "");
  dray_plan_view_show (self);
  dray_plan_view_update (self);
}

/* Work by hand */

static void
undo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  step (self, self->before, self->undone);
}

static void
redo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  step (self, self->undone, self->before);
}

static void
zoom (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dray_time_line_zoom (DRAY_PLAN_VIEW (widget)->line, g_str_equal (action, "plan.zoom-in") ? 1.5 : 1 / 1.5);
}

static void
optimise (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);

  if (self->job != NULL)
    on_stop (self);
  else
    dray_plan_view_optimise (self);
}

/* The buttons below, for who keeps the hands on the keys. */
static void
press (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (widget);
  GtkButton *button = g_str_equal (action, "plan.keep") ? self->keep : g_str_equal (action, "plan.discard") ? self->discard : self->release;

  if (gtk_widget_get_visible (GTK_WIDGET (button)))
    g_signal_emit_by_name (button, "clicked");
}

static gboolean
on_tick (gpointer user_data)
{
  DrayPlanView *self = user_data;

  dray_time_line_set_now_us (self->line, dray_clock_now_us (dray_engine_get_clock (self->engine)));
  return G_SOURCE_CONTINUE;
}

static void
dray_plan_view_dispose (GObject *object)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  dray_plan_view_cancel (self);
  g_clear_pointer (&self->found, dray_plan_draft_unref);
  g_clear_pointer (&self->released, dray_plan_draft_unref);
  g_clear_pointer (&self->draft, dray_plan_draft_unref);
  g_clear_object (&self->engine);
  /* They went with their places. */
  self->line = NULL;
  self->layer = NULL;
  self->shown = NULL;

  G_OBJECT_CLASS (dray_plan_view_parent_class)->dispose (object);
}

static void
dray_plan_view_finalize (GObject *object)
{
  DrayPlanView *self = DRAY_PLAN_VIEW (object);

  g_hash_table_unref (self->pinned);
  g_hash_table_unref (self->reasons);
  g_free (self->stretched);
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->undone);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (dray_plan_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/plan/plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, unplaced_title);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, unplaced);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, paned);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, map);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, scroller);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, line_place);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, tried);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, when);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, budget);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, keep_to_budget);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, budget_row);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, release);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, preset);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, optimise);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, stop);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, keep);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, discard);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, curve);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, status);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, cost);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, figures);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, change);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, notes);
  gtk_widget_class_bind_template_child (widget_class, DrayPlanView, empty);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_when", G_CALLBACK (dray_plan_view_change_day));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_release", G_CALLBACK (dray_plan_view_release));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_optimise", G_CALLBACK (dray_plan_view_optimise));
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_keep", G_CALLBACK (dray_plan_view_keep));
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
}

static void
dray_plan_view_class_init (DrayPlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_plan_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_plan_view_finalize;
  g_type_ensure (DRAY_TYPE_COST_CURVE);
  g_type_ensure (DRAY_TYPE_MAP);
  bind_template (widget_class);

  dray_plan_view_install_menu (widget_class);
  dray_plan_view_install_compare (widget_class);
  dray_plan_view_install_orders (widget_class);
  gtk_widget_class_install_action (widget_class, "plan.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "plan.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "plan.zoom-in", NULL, zoom);
  gtk_widget_class_install_action (widget_class, "plan.zoom-out", NULL, zoom);
  gtk_widget_class_install_action (widget_class, "plan.optimise", NULL, optimise);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "plan.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "plan.redo", NULL);
  gtk_widget_class_install_action (widget_class, "plan.keep", NULL, press);
  gtk_widget_class_install_action (widget_class, "plan.discard", NULL, press);
  gtk_widget_class_install_action (widget_class, "plan.release", NULL, press);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "plan.optimise", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "plan.keep", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_BackSpace, GDK_CONTROL_MASK, "plan.discard", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "plan.release", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "plan.new-order", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "plan.told", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "plan.close-day", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_bracketright, GDK_CONTROL_MASK, "plan.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_bracketleft, GDK_CONTROL_MASK, "plan.zoom-out", NULL);
}

static void
dray_plan_view_init (DrayPlanView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_plan_draft_unref);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_plan_draft_unref);
  self->line = DRAY_TIME_LINE (dray_time_line_new ());
  adw_bin_set_child (self->line_place, GTK_WIDGET (self->line));
  dray_plan_view_add_menu (self);
  dray_plan_view_add_tried (self);
}

/* @settings: (nullable): of the window: where the map was */
GtkWidget *
dray_plan_view_new (DrayEngine *engine,
                    GSettings  *settings)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayPlanView *self = g_object_new (DRAY_TYPE_PLAN_VIEW, NULL);
  GtkStringList *presets = gtk_string_list_new (NULL);

  self->engine = g_object_ref (engine);
  dray_plan_view_add_map (self, settings);
  for (int i = 0; i < DRAY_N_PRESETS; i++)
    gtk_string_list_append (presets, _(dray_preset_get_label ((DrayPreset) i)));
  gtk_drop_down_set_model (self->preset, G_LIST_MODEL (presets));
  g_object_unref (presets);
  self->tick = g_timeout_add_seconds (UPDATE_S, on_tick, self);
  on_tick (self);
  dray_plan_view_open (self);
  return GTK_WIDGET (self);
}

/* Returns: (transfer none) */
DrayTimeLine *
dray_plan_view_get_time_line (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), NULL);

  return self->line;
}

/* Returns: (transfer none) (nullable): what is kept; not what was found and is still to be kept */
DrayPlanDraft *
dray_plan_view_get_draft (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), NULL);

  return self->draft;
}

/* Returns: (transfer none) (nullable): what can be seen: the draft, what was found, or the best of the search so far */
DrayPlanDraft *
dray_plan_view_get_shown (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), NULL);

  return self->shown;
}

/* Whether the optimiser runs. */
gboolean
dray_plan_view_is_busy (DrayPlanView *self)
{
  g_return_val_if_fail (DRAY_IS_PLAN_VIEW (self), FALSE);

  return self->job != NULL;
}
