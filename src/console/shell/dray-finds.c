/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-finds.h"

#include "dray-shortcuts.h"
#include "dray-views.h"

#include <glib/gi18n.h>

/* What the palette finds: trucks of the live fleet, views and commands. */

static void
add_truck (DrayFindIndex *index,
           DrayLiveTruck *truck)
{
  const char *number = dray_live_truck_get_number (truck), *plate = dray_live_truck_get_plate (truck);
  const char *driver = dray_live_truck_get_driver (truck), *depot = dray_live_truck_get_depot (truck);
  g_autofree char *title = g_strdup_printf (_("Truck %s"), number);
  g_autofree char *detail = g_strjoin (", ", driver != NULL ? driver : _("no driver"), plate, NULL);
  g_auto (GStrv) parts = g_strsplit_set (plate != NULL ? plate : "", " -", -1);
  g_autofree char *joined = g_strjoinv ("", parts);
  g_autofree char *keys = g_strjoin (" ", number, joined, depot, NULL);
  DrayFind find = { .kind = DRAY_FIND_TRUCK, .title = title, .detail = detail, .truck = dray_live_truck_get_index (truck) };

  dray_find_index_add (index, &find, keys);
}

static void
add_views (DrayFindIndex *index)
{
  for (const DrayView *view = dray_views; view->name != NULL; view++) {
    g_autofree char *action = g_strdup_printf ("win.view::%s", view->name);
    DrayFind find = { .kind = DRAY_FIND_VIEW, .title = _(view->title), .detail = _("View"), .action = action };

    dray_find_index_add (index, &find, NULL);
  }
}

static void
add_command (const char *title,
             const char *action,
             const char *accelerator,
             gpointer    index)
{
  DrayFind find = { .kind = DRAY_FIND_COMMAND, .title = title, .detail = accelerator, .action = action };

  if (!g_str_has_prefix (action, "win.view::") && !g_str_equal (action, "win.find"))
    dray_find_index_add (index, &find, NULL);
}

/* @engine: (nullable): the open workspace */
DrayFindIndex *
dray_finds_new (DrayEngine *engine)
{
  DrayFindIndex *index = dray_find_index_new ();
  DrayLiveFleet *fleet = engine != NULL ? dray_engine_get_live_fleet (engine) : NULL;
  guint n_trucks = fleet != NULL ? g_list_model_get_n_items (G_LIST_MODEL (fleet)) : 0;

  for (guint i = 0; i < n_trucks; i++)
    add_truck (index, dray_live_fleet_get_truck (fleet, i));
  add_views (index);
  dray_shortcuts_foreach (add_command, index);
  return index;
}
