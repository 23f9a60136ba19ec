/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-list.h"

#include "dray-truck-cells.h"
#include "dray-truck-marks.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define SORT_S 1
/* Rows stay where they are for this long after the pointer moved over them. */
#define HOLD_US (1500 * DRAY_US_PER_MS)

struct _DrayTruckList {
  AdwBin              parent_instance;

  /* Template */
  GtkSearchEntry     *search;
  GtkBox             *chips;
  GtkColumnView      *view;
  GtkStack           *stack;

  /* Owned */
  DrayTruckOrder     *order;
  GtkSingleSelection *selection;
  DrayTruckCells      cells;
  guint               sort_source;

  GtkToggleButton    *chip[DRAY_N_TRUCK_SETS];    /* borrowed: the box has them */
  gint64              pointer_us;                 /* monotonic: when it last moved over the rows */
  gboolean            changed;
  gboolean            following;                  /* the selection is being set from outside */
};

enum { SELECTED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* In the order of the enums. */
static const char *const chip_words[DRAY_N_TRUCK_SETS] = { N_("All %u"), N_("At risk %u"), N_("Moving %u"), N_("Stopped %u") };
static const char *const sort_names[DRAY_N_TRUCK_SORTS] = { "slack", "number", "driver", "eta" };

G_DEFINE_FINAL_TYPE (DrayTruckList, dray_truck_list, ADW_TYPE_BIN)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
update_chips (DrayTruckList *self)
{
  for (int set = 0; set < DRAY_N_TRUCK_SETS; set++) {
    g_autofree char *words = g_strdup_printf (_(chip_words[set]), dray_truck_order_count (self->order, (DrayTruckSet) set));

    if (g_strcmp0 (words, gtk_button_get_label (GTK_BUTTON (self->chip[set]))) != 0)
      gtk_button_set_label (GTK_BUTTON (self->chip[set]), words);
  }
}
#pragma GCC diagnostic pop

static void
update_stack (DrayTruckList *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->order)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "rows" : "none");
}

static void
scroll_to (DrayTruckList *self,
           guint          position)
{
  /* GTK 4.8 has no way to scroll a column view but the action of the list view within. */
  GtkWidget *rows = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  if (rows != NULL)
    gtk_widget_activate_action (rows, "list.scroll-to-item", "u", position);
}

/* GTK keeps the row that was first on the screen; who looks at the top of the list wants to see the top of the list. */
static void
refresh (DrayTruckList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  gboolean at_top = adjustment == NULL || gtk_adjustment_get_value (adjustment) < 1;

  self->following = TRUE;
  dray_truck_order_refresh (self->order);
  self->following = FALSE;
  if (at_top && g_list_model_get_n_items (G_LIST_MODEL (self->order)) > 0)
    scroll_to (self, 0);
}

static gboolean
on_sort (gpointer user_data)
{
  DrayTruckList *self = user_data;
  gboolean held = g_get_monotonic_time () - self->pointer_us < HOLD_US;

  if (!self->changed || !gtk_widget_get_mapped (GTK_WIDGET (self)) || held)
    return G_SOURCE_CONTINUE;
  self->changed = FALSE;
  refresh (self);
  update_chips (self);
  update_stack (self);
  return G_SOURCE_CONTINUE;
}

static void
on_fleet_changed (DrayTruckList *self)
{
  self->changed = TRUE;
}

static void
on_chip_toggled (DrayTruckList   *self,
                 GtkToggleButton *chip)
{
  if (!gtk_toggle_button_get_active (chip))
    return;
  for (int set = 0; set < DRAY_N_TRUCK_SETS; set++) {
    if (self->chip[set] == chip)
      dray_truck_order_set_set (self->order, (DrayTruckSet) set);
  }
  update_stack (self);
}

static void
on_search_changed (DrayTruckList *self)
{
  dray_truck_order_set_text (self->order, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  update_stack (self);
}

static void
on_selection_changed (DrayTruckList *self)
{
  DrayLiveTruck *truck = gtk_single_selection_get_selected_item (self->selection);

  if (!self->following)
    g_signal_emit (self, signals[SELECTED], 0, truck != NULL ? dray_live_truck_get_index (truck) : DRAY_NO_TRUCK);
}

static void
on_activate (DrayTruckList *self,
             guint          position)
{
  g_autoptr (DrayLiveTruck) truck = g_list_model_get_item (G_LIST_MODEL (self->order), position);

  if (truck != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, dray_live_truck_get_index (truck));
}

/* Enter in the search entry opens the first hit; the arrow keys go on into the rows. */
static void
on_search_activate (DrayTruckList *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->order)) > 0) {
    gtk_single_selection_set_selected (self->selection, 0);
    on_activate (self, 0);
  }
}

static void
on_motion (DrayTruckList *self)
{
  self->pointer_us = g_get_monotonic_time ();
}

static void
on_leave (DrayTruckList *self)
{
  self->pointer_us = 0;
}

static void
set_sort (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  DrayTruckList *self = DRAY_TRUCK_LIST (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  for (int sort = 0; sort < DRAY_N_TRUCK_SORTS; sort++) {
    if (g_str_equal (sort_names[sort], name))
      dray_truck_order_set_sort (self->order, (DrayTruckSort) sort);
  }
}

static void
add_chips (DrayTruckList *self)
{
  for (int set = 0; set < DRAY_N_TRUCK_SETS; set++) {
    self->chip[set] = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
    gtk_widget_add_css_class (GTK_WIDGET (self->chip[set]), "chip");
    if (set > 0)
      gtk_toggle_button_set_group (self->chip[set], self->chip[0]);
    gtk_box_append (self->chips, GTK_WIDGET (self->chip[set]));
  }
  gtk_toggle_button_set_active (self->chip[DRAY_TRUCKS_ALL], TRUE);
  for (int set = 0; set < DRAY_N_TRUCK_SETS; set++)
    g_signal_connect_object (self->chip[set], "toggled", G_CALLBACK (on_chip_toggled), self, G_CONNECT_SWAPPED);
}

static void
dray_truck_list_dispose (GObject *object)
{
  DrayTruckList *self = DRAY_TRUCK_LIST (object);

  dray_truck_list_set_fleet (self, NULL, NULL);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->order);

  G_OBJECT_CLASS (dray_truck_list_parent_class)->dispose (object);
}

static void
dray_truck_list_class_init (DrayTruckListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_truck_list_dispose;
  signals[SELECTED] = g_signal_new ("selected", DRAY_TYPE_TRUCK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ACTIVATED] = g_signal_new ("activated", DRAY_TYPE_TRUCK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/truck-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayTruckList, search);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckList, chips);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckList, view);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckList, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_install_action (widget_class, "list.sort", "s", set_sort);
}

static void
dray_truck_list_init (DrayTruckList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->order = dray_truck_order_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->order)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  dray_truck_cells_add_columns (self->view, &self->cells);
  add_chips (self);
  update_chips (self);
}

/* @fleet: (nullable); @clock: (nullable): the workspace's, for the age of positions */
void
dray_truck_list_set_fleet (DrayTruckList *self,
                           DrayLiveFleet *fleet,
                           DrayClock     *clock)
{
  g_return_if_fail (DRAY_IS_TRUCK_LIST (self));

  if (self->cells.fleet != NULL)
    g_signal_handlers_disconnect_by_func (self->cells.fleet, on_fleet_changed, self);
  g_clear_handle_id (&self->sort_source, g_source_remove);
  /* What goes away with its fleet was not let go by the user. */
  self->following = TRUE;
  if (self->order != NULL)
    dray_truck_order_set_fleet (self->order, NULL);
  self->following = FALSE;
  g_set_object (&self->cells.fleet, fleet);
  g_set_object (&self->cells.clock, clock);
  if (fleet == NULL)
    return;
  dray_truck_order_set_fleet (self->order, fleet);
  g_signal_connect_object (fleet, "changed", G_CALLBACK (on_fleet_changed), self, G_CONNECT_SWAPPED);
  self->sort_source = g_timeout_add_seconds (SORT_S, on_sort, self);
  update_chips (self);
  update_stack (self);
}

/* @truck: its index, or %DRAY_NO_TRUCK; the list does not answer with "selected" */
void
dray_truck_list_set_selected (DrayTruckList *self,
                              guint32        truck)
{
  g_return_if_fail (DRAY_IS_TRUCK_LIST (self));

  guint position = truck != DRAY_NO_TRUCK ? dray_truck_order_find (self->order, truck) : G_MAXUINT;

  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position == G_MAXUINT ? GTK_INVALID_LIST_POSITION : position);
  self->following = FALSE;
  if (position != G_MAXUINT)
    scroll_to (self, position);
}

/* Rows of 32 pixels, or of 44. */
void
dray_truck_list_set_dense (DrayTruckList *self,
                           gboolean       dense)
{
  g_return_if_fail (DRAY_IS_TRUCK_LIST (self));

  if (dense)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "comfortable");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "comfortable");
}

void
dray_truck_list_focus_search (DrayTruckList *self)
{
  g_return_if_fail (DRAY_IS_TRUCK_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Returns: (transfer none): what is shown, in its order */
DrayTruckOrder *
dray_truck_list_get_order (DrayTruckList *self)
{
  g_return_val_if_fail (DRAY_IS_TRUCK_LIST (self), NULL);

  return self->order;
}
