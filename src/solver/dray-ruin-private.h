/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-state-private.h"

G_BEGIN_DECLS

/* Takes strings of neighbouring stops out of neighbouring routes, whole units at a time. Writes the units to @removed ([n_units]) and
 * returns how many; -1 where a route can't be driven without them (the step is to be undone). */
int dray_ruin_strings (DrayState *state,
                       double     mean_removed,
                       int        longest,
                       int       *removed);

void dray_ruin_remove_unit (DrayState *state,
                           int        unit,
                           int       *removed,
                           int       *n_removed);

G_END_DECLS
