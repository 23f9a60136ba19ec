/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-bench.h"

G_BEGIN_DECLS

/* The parts of bench-insight. */
void dray_bench_charts  (void);
void dray_bench_figures (void);
void dray_bench_papers  (void);

G_END_DECLS
