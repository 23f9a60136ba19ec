/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench-insight.h"

/* What Insight costs: figures, papers and charts. */
int
main (int    argc,
      char **argv)
{
  const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };

  dray_bench_init (&argc, &argv, options);
  dray_bench_figures ();
  dray_bench_charts ();
  dray_bench_papers ();
  return 0;
}
