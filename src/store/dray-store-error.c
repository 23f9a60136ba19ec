/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-store-error.h"

G_DEFINE_QUARK (dray-store-error-quark, dray_store_error)
