/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-draw-error.h"

G_DEFINE_QUARK (dray-draw-error-quark, dray_draw_error)
