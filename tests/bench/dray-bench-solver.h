/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Thousands of stops, strewn by a seed: what the search makes of them against the best of all runs (kept in the file itself). Reports
 * gap-5000-stops, gap-20000-stops, and time and memory of each. @names: (nullable): only these, by comma */
void dray_bench_solver_large (const char *names,
                              double      cpu_s,
                              int         n_seeds,
                              int         n_threads);
