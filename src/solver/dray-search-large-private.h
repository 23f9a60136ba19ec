/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem-private.h"
#include "dray-search.h"

G_BEGIN_DECLS

/* dray_search_run() for more stops than one dense slice holds. Stops of a unit may lie in one part only with their vehicle. */
DrayPlan *dray_search_run_large (const DrayProblem       *problem,
                                 const DraySearchOptions *options,
                                 DraySearchStats         *stats,
                                 GError                 **error);

G_END_DECLS
