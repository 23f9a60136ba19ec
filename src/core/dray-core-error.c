/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-core-error.h"

G_DEFINE_QUARK (dray-core-error-quark, dray_core_error)
