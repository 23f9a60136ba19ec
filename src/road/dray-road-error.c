/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-error.h"

G_DEFINE_QUARK (dray-road-error-quark, dray_road_error)
