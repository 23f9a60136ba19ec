/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-error.h"

G_DEFINE_QUARK (dray-engine-error-quark, dray_engine_error)
