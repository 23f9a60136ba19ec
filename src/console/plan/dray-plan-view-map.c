/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-view-private.h"

#include "dray-time-line-private.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* The map beside the time line: the same plan, the same chosen stop, and a second way to carry it. */

/* The time line docks below with this height at first. */
#define LINE_HEIGHT 400
#define LINE_LEAST 178

static void
sync_lanes (DrayPlanView *self)
{
  int first, last;

  dray_time_line_get_visible_lanes (self->line, &first, &last);
  dray_plan_layer_set_lanes (self->layer, first, last);
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DrayPlanView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayPlanDrawing) drawing = dray_engine_draw_plan_finish (DRAY_ENGINE (source), result, &error);
  DrayGeoBox box;

  self->drawing = FALSE;
  if (drawing == NULL || self->line == NULL)
    return;
  /* Another plan is shown by now: the map follows. */
  if (drawing->draft != self->shown) {
    dray_plan_view_draw (self);
    return;
  }
  dray_plan_layer_set_drawing (self->layer, drawing);
  dray_plan_layer_set_selected (self->layer, dray_time_line_get_selected (self->line));
  box = dray_plan_layer_get_box (self->layer);
  dray_map_set_box (self->map, &box, _("Fit plan"), _("Show the whole plan"));
  sync_lanes (self);
}

/* Brings what is shown to the map; one drawing at a time, the latest at last. */
void
dray_plan_view_draw (DrayPlanView *self)
{
  if (self->drawing)
    return;
  if (self->shown == NULL) {
    dray_plan_layer_set_drawing (self->layer, NULL);
    return;
  }
  self->drawing = TRUE;
  dray_engine_draw_plan_async (self->engine, self->shown, self->cancellable, on_drawn, g_object_ref (self));
}

static void
on_line_selected (DrayPlanView *self,
                  int           task)
{
  dray_plan_layer_set_selected (self->layer, task);
}

static void
on_layer_selected (DrayPlanView *self,
                   int           task)
{
  int lane = task >= 0 ? dray_time_line_get_lane_of (self->line, task) : -1;

  dray_time_line_select (self->line, task);
  dray_plan_layer_set_selected (self->layer, task);
  if (lane >= 0)
    dray_time_line_scroll_to_lane (self->line, lane);
}

static void
on_aimed (DrayPlanView *self,
          int           task,
          int           truck,
          int           position)
{
  dray_time_line_aim (self->line, task, truck, position);
  if (truck >= 0)
    dray_time_line_scroll_to_lane (self->line, truck);
}

static void
on_released (DrayPlanView *self)
{
  dray_time_line_put_down (self->line);
}

/* What a stop is, for the pointer that rests on it. */
static gboolean
on_query_tooltip (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard_mode,
                  GtkTooltip *tooltip,
                  gpointer    user_data)
{
  DrayPlanView *self = user_data;
  int task = dray_plan_layer_get_hovered (self->layer);
  g_autofree char *words = NULL;

  if (task < 0 || self->shown == NULL || task >= self->shown->day->request.n_tasks)
    return FALSE;
  words = dray_time_line_describe (self->shown, task);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

/* The dock has its height once the window has one; from then on it is the person's. */
static void
on_room (DrayPlanView *self)
{
  int room, height;

  g_object_get (self->paned, "max-position", &room, NULL);
  height = gtk_widget_get_height (GTK_WIDGET (self->paned));
  if (self->paned_set || height <= LINE_LEAST)
    return;
  self->paned_set = TRUE;
  gtk_paned_set_position (self->paned, MIN (MAX (height - LINE_HEIGHT, height * 2 / 5), room));
}

void
dray_plan_view_add_map (DrayPlanView *self,
                        GSettings    *settings)
{
  GtkAdjustment *vertical = gtk_scrolled_window_get_vadjustment (self->scroller);

  dray_map_set_base (self->map, dray_engine_get_map_source (self->engine));
  if (settings != NULL)
    dray_map_set_settings (self->map, settings);
  self->layer = dray_plan_layer_new (dray_map_get_viewport (self->map));
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->layer));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->layer), TRUE);
  g_signal_connect_object (self->layer, "query-tooltip", G_CALLBACK (on_query_tooltip), self, 0);
  g_signal_connect_object (self->layer, "selected", G_CALLBACK (on_layer_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layer, "aimed", G_CALLBACK (on_aimed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layer, "released", G_CALLBACK (on_released), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->line, "selected", G_CALLBACK (on_line_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vertical, "value-changed", G_CALLBACK (sync_lanes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vertical, "notify::page-size", G_CALLBACK (sync_lanes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paned, "notify::max-position", G_CALLBACK (on_room), self, G_CONNECT_SWAPPED);
  dray_time_line_set_adjustments (self->line, gtk_scrolled_window_get_hadjustment (self->scroller), vertical);
}
