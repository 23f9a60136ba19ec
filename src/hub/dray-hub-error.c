/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hub-error.h"

G_DEFINE_QUARK (dray-hub-error-quark, dray_hub_error)
