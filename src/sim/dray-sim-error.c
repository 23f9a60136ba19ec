/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sim-error.h"

G_DEFINE_QUARK (dray-sim-error-quark, dray_sim_error)
