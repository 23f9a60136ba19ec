/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* What is paid for weighed loads: drawn as a draft, thrown away, or made final by a second person. */

extern const DrayOperation dray_settlement_draw;
extern const DrayOperation dray_settlement_discard;
extern const DrayOperation dray_settlement_finalise;

G_END_DECLS
