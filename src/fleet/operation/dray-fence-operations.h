/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-watch.h"
#include "dray-intent.h"
#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* A fence's outline, and what trucks did at it. */

extern const DrayOperation dray_fence_reshape;
extern const DrayOperation dray_fence_record;

DrayIntent *dray_fence_record_new (DraySchema           *schema,
                                   const DrayId         *truck,
                                   const DrayFenceEvent *event);

G_END_DECLS
