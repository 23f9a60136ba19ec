/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the benchmarks have in common. Each figure is a line: for people by default, with --json an object
 * {"name", "value", "unit", "clock": "cpu"|"wall"|"none", "work"}. CPU time is this process's, all threads together. */

typedef enum {
  DRAY_BENCH_CPU,
  DRAY_BENCH_WALL,
  DRAY_BENCH_NONE,
} DrayBenchClock;

void   dray_bench_init        (int                *argc,
                               char             ***argv,
                               const GOptionEntry *options);
void   dray_bench_report      (const char         *name,
                               double              value,
                               const char         *unit,
                               DrayBenchClock      clock,
                               const char         *work_format,
                               ...) G_GNUC_PRINTF (5, 6);
double dray_bench_cpu_s       (void);
double dray_bench_wall_s      (void);
double dray_bench_rss_anon_mb (void);
double dray_bench_median      (double             *values,
                               gsize               n_values);

G_END_DECLS
