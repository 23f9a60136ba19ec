/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-error.h"

G_DEFINE_QUARK (dray-fleet-error-quark, dray_fleet_error)
