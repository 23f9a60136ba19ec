/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sync-error.h"

G_DEFINE_QUARK (dray-sync-error-quark, dray_sync_error)
