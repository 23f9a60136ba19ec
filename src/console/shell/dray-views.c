/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-views.h"

#include "dray-fence-view.h"
#include "dray-insight-view.h"
#include "dray-live-view.h"
#include "dray-messages-view.h"
#include "dray-plan-view.h"
#include "dray-records-view.h"

#include <glib/gi18n.h>

static GtkWidget *
make_live (const DrayViewContext *context,
           const DrayView        *view G_GNUC_UNUSED)
{
  GtkWidget *widget = dray_live_view_new (context->settings, context->window_settings);
  DrayGeoBox box = dray_engine_get_box (context->engine);

  dray_live_view_open (DRAY_LIVE_VIEW (widget), dray_engine_get_live_fleet (context->engine), dray_engine_get_clock (context->engine),
                       dray_engine_get_map_source (context->engine));
  dray_map_set_home (dray_live_view_get_map (DRAY_LIVE_VIEW (widget)), &box);
  dray_live_view_set_messages (DRAY_LIVE_VIEW (widget), context->messages);
  dray_live_view_set_workspace (DRAY_LIVE_VIEW (widget), dray_engine_get_workspace (context->engine));
  dray_live_view_set_engine (DRAY_LIVE_VIEW (widget), context->engine);
  return widget;
}

static GtkWidget *
make_plan (const DrayViewContext *context,
           const DrayView        *view G_GNUC_UNUSED)
{
  return dray_plan_view_new (context->engine, context->window_settings);
}

static GtkWidget *
make_insight (const DrayViewContext *context,
              const DrayView        *view G_GNUC_UNUSED)
{
  return dray_insight_view_new (context->engine, context->window_settings);
}

static GtkWidget *
make_messages (const DrayViewContext *context,
               const DrayView        *view G_GNUC_UNUSED)
{
  return dray_messages_view_new (context->messages);
}

static GtkWidget *
make_fences (const DrayViewContext *context,
             const DrayView        *view G_GNUC_UNUSED)
{
  GtkWidget *widget = dray_fence_view_new (context->engine, context->settings, context->window_settings);
  DrayGeoBox box = dray_engine_get_box (context->engine);

  dray_map_set_home (dray_fence_view_get_map (DRAY_FENCE_VIEW (widget)), &box);
  return widget;
}

/* Kinds that the workspace doesn't have are left out. */
static GtkWidget *
make_records (const DrayViewContext *context,
              const DrayView        *view)
{
  return dray_records_view_new (context->engine, view->kinds);
}

static const char *const order_kinds[] = { "order", "order_line", "recurring_order", "task", "charge", "party", "contact", "site", "rating", NULL };
static const char *const fence_kinds[] = { "fence", NULL };
static const char *const yard_kinds[] = {
  "commodity", "price", "weigh_ticket", "weighbridge", "settlement", "settlement_line", "deduction", "advance", NULL
};
static const char *const fleet_kinds[] = {
  "truck", "trailer", "driver", "shift", "duty", "document", "daily_check", "defect", "work_order", "fuel", "meter_reading", "incident", "coaching_note", "shift_note",
  "route", "stop", "trip", "override", "standing_route", "standing_stop", "alarm", "fence_truck", "fence_event", "message", "canned_reply", NULL
};

/* The sidebar, from top to bottom. A new view is a widget class and a row. */
const DrayView dray_views[] = {
  {
    "live", N_("Live"), "dray-live-symbolic", NULL, make_live,
    N_("No Fleet Is Open"),
    N_("Every truck stands here on the map, with the alarms that someone must act on. Open a workspace, or the demo, from the menu at the top left."),
  },
  {
    "plan", N_("Plan"), "dray-plan-symbolic", NULL, make_plan,
    N_("No Plan Is Open"),
    N_("A plan shows the day’s orders, a lane for every truck, and what a change costs while you make it. “drayctl solve” plans a file of stops on this machine."),
  },
  {
    "orders", N_("Orders"), "dray-orders-symbolic", order_kinds, make_records,
    N_("No Orders"),
    N_("Orders stand here with their window, their goods and how far they are. They come from a spreadsheet, from another system, or are typed in."),
  },
  {
    "fences", N_("Fences"), "dray-fence-symbolic", fence_kinds, make_fences,
    N_("No Fences"),
    N_("A fence says where trucks may go and how long they may stay. It is drawn on the map or read from a GeoJSON or KML file."),
  },
  {
    "yard", N_("Yard"), "dray-yard-symbolic", yard_kinds, make_records,
    N_("No Weighbridge"),
    N_("Weighings, tickets, grades and settlements stand here once the workspace has a weighbridge."),
  },
  {
    "insight", N_("Insight"), "dray-chart-symbolic", NULL, make_insight,
    N_("Nothing to Count"),
    N_("Figures for a period stand here beside the period before, down to the orders behind a bar. They need at least one day that was driven."),
  },
  {
    "messages", N_("Messages"), "dray-messages-symbolic", NULL, make_messages,
    N_("No Messages"),
    N_("What drivers and dispatchers wrote stands here, pinned to its truck, stop or order."),
  },
  {
    "fleet", N_("Fleet"), "dray-truck-symbolic", fleet_kinds, make_records,
    N_("No Trucks"),
    N_("Trucks, trailers, drivers, the roster and their papers stand here. Open a workspace, or the demo, from the menu at the top left."),
  },
  { NULL },
};

/* Returns: (nullable): the view called @name */
const DrayView *
dray_view_find (const char *name)
{
  for (const DrayView *view = dray_views; view->name != NULL; view++) {
    if (g_strcmp0 (view->name, name) == 0)
      return view;
  }
  return NULL;
}

/* Returns: (nullable): the view in which records of @table stand */
const DrayView *
dray_view_find_kind (const char *table)
{
  for (const DrayView *view = dray_views; view->name != NULL; view++) {
    if (view->kinds != NULL && g_strv_contains (view->kinds, table))
      return view;
  }
  return NULL;
}
