/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-demo.h"

/* Makes the demo workspace: a county, a fleet, and a day that is planned and released. */

static void
on_progress (const char *what,
             double      share,
             gpointer    data)
{
  dray_command_line_say (data, "%3.0f %% %s", share * 100.0, what);
}

gboolean
dray_command_demo (DrayCommandLine *line,
                   GError         **error)
{
  DrayDemoOptions options = DRAY_DEMO_OPTIONS_INIT;
  gint64 seed = (gint64) options.seed;
  const GOptionEntry entries[] = {
    { "trucks", 0, 0, G_OPTION_ARG_INT, &options.n_trucks, "How many trucks, 1 to 10000", "N" },
    { "orders", 0, 0, G_OPTION_ARG_INT, &options.n_orders, "How many orders for the day, 0 to 100000", "N" },
    { "days", 0, 0, G_OPTION_ARG_INT, &options.n_days, "How many days before have positions, 0 to 366", "N" },
    { "segments", 0, 0, G_OPTION_ARG_INT, &options.n_segments, "Road segments of the county to aim at", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "The same seed makes the same demo", "N" },
    G_OPTION_ENTRY_NULL
  };
  JsonObject *object;

  if (!dray_command_line_parse (line, entries, 1, 1, error))
    return FALSE;
  if (options.n_trucks < 1 || options.n_trucks > 10000 || options.n_orders < 0 || options.n_orders > 100000 || options.n_days < 0 || options.n_days > 366 || seed < 0) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "A demo has 1 to 10,000 trucks, up to 100,000 orders, up to 366 days before, and a seed of 0 or more");
    return FALSE;
  }
  options.seed = (guint64) seed;
  options.progress = on_progress;
  options.progress_data = line;
  if (!dray_demo_make (line->arguments[0], &options, line->cancellable, error))
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "folder", line->arguments[0]);
  json_object_set_int_member (object, "trucks", options.n_trucks);
  json_object_set_int_member (object, "orders", options.n_orders);
  dray_command_line_print (line, json_node_init_object (json_node_alloc (), object), "Made %s with %d trucks and %d orders. Open it: dray --workspace %s",
                           line->arguments[0], options.n_trucks, options.n_orders, line->arguments[0]);
  json_object_unref (object);
  return TRUE;
}
