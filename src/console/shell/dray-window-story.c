/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-window-private.h"

#include "dray-live-view.h"

/* The strip with the demo's story under the header. */

/* Shown in the demo, until it is dismissed. */
void
dray_window_show_story (DrayWindow *self)
{
  gboolean is_demo = self->engine != NULL && dray_engine_is_demo (self->engine);

  gtk_widget_set_visible (GTK_WIDGET (self->story), is_demo && g_settings_get_boolean (self->settings, "story"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.story", is_demo);
}

static guint32
find_truck (DrayWindow *self,
            const char *number)
{
  DrayLiveFleet *fleet = dray_engine_get_live_fleet (self->engine);
  guint n = fleet != NULL ? dray_live_fleet_get_columns (fleet)->n : 0;

  for (guint i = 0; i < n; i++) {
    if (g_strcmp0 (dray_live_truck_get_number (dray_live_fleet_get_truck (fleet, i)), number) == 0)
      return i;
  }
  return DRAY_NO_TRUCK;
}

void
dray_window_on_story_jump (DrayWindow *self,
                           gpointer    data)
{
  const DrayStoryLine *line = data;
  guint32 truck = line->truck != NULL ? find_truck (self, line->truck) : DRAY_NO_TRUCK;

  dray_window_set_view (self, line->view);
  if (truck != DRAY_NO_TRUCK)
    dray_window_show_truck (self, truck);
  if (line->action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), line->action, NULL);
}

void
dray_window_on_story_dismissed (DrayWindow *self)
{
  g_settings_set_boolean (self->settings, "story", FALSE);
}

/* Shows it again, or hides it. */
void
dray_window_toggle_story (GtkWidget  *widget,
                          const char *action,
                          GVariant   *parameter)
{
  DrayWindow *self = DRAY_WINDOW (widget);

  g_settings_set_boolean (self->settings, "story", !g_settings_get_boolean (self->settings, "story"));
}
