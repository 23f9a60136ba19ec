/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The demo workspace: a fictional county with a fleet that has a working day before it. Everything is drawn from one seed, goes through
 * the same importer, planner and operations as real data, and lies in one folder:
 *
 *   county.region     roads, places and the base map
 *   workspace.dray    the records
 *   telemetry.dray    where the trucks were in the days before
 *   demo.json         {"name", "seed", "opens_us", "zone"}: what the simulated day needs to begin where the records stand */

#define DRAY_DEMO_WORKSPACE "workspace.dray"
#define DRAY_DEMO_REGION "county.region"
#define DRAY_DEMO_FACTS "demo.json"

/* Thursday 2026-11-19, 06:58 by the county's clock, which is UTC in winter. */
#define DRAY_DEMO_DAY_US (G_GINT64_CONSTANT (1795046400) * 1000000)
#define DRAY_DEMO_OPENS_US (DRAY_DEMO_DAY_US + (6 * 60 + 58) * G_GINT64_CONSTANT (60000000))

/* What is true of the days before and can be found in their positions: see docs/demo.md. */
#define DRAY_DEMO_SLOW_SERVICE_S (55 * 60)
#define DRAY_DEMO_LATE_TRUCK 7u
#define DRAY_DEMO_LATE_MINUTE (6 * 60 + 40)
#define DRAY_DEMO_THEFT_TRUCK 6u
#define DRAY_DEMO_THEFT_ML 45000
#define DRAY_DEMO_IDLING_TRUCK 3u
#define DRAY_DEMO_FAILING_TRUCK 4u
#define DRAY_DEMO_FAILING_PART "Alternator"
#define DRAY_DEMO_N_FAILURES 4
#define DRAY_DEMO_FREE_S (30 * 60)

/**
 * DrayDemoOptions:
 * @seed: the same seed gives the same records and roads
 * @n_segments: road segments of the county to aim at
 * @n_trucks: 1 to 10,000
 * @n_orders: for the day
 * @n_days: how many days before have positions, 0 to 366
 * @progress: (nullable): called from the calling thread with what is being done and how far it is, 0 to 1
 */
typedef struct {
  guint64  seed;
  int      n_segments;
  int      n_trucks;
  int      n_orders;
  int      n_days;
  void   (*progress) (const char *what,
                      double      share,
                      gpointer    data);
  gpointer progress_data;
} DrayDemoOptions;

#define DRAY_DEMO_OPTIONS_INIT ((DrayDemoOptions) { .seed = 14, .n_segments = 60000, .n_trucks = 60, .n_orders = 400, .n_days = 30 })

gboolean dray_demo_make (const char             *folder,
                         const DrayDemoOptions  *options,
                         GCancellable           *cancellable,
                         GError                **error);

G_END_DECLS
