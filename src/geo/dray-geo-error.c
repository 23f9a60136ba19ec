/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-geo-error.h"

G_DEFINE_QUARK (dray-geo-error-quark, dray_geo_error)
