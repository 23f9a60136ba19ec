/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem-private.h"

G_BEGIN_DECLS

gboolean dray_problem_check      (const DrayProblemBuilder *input,
                                  GError                  **error);
int     *dray_problem_sort_stops (const DrayProblem        *problem);

G_END_DECLS
