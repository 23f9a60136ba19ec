/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-solver-error.h"

G_DEFINE_QUARK (dray-solver-error-quark, dray_solver_error)
