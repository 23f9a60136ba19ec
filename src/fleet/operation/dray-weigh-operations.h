/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* The weighbridge: a load is weighed, sampled and weighed again; a ticket that is wrong is void. */

extern const DrayOperation dray_ticket_open;
extern const DrayOperation dray_ticket_sample;
extern const DrayOperation dray_ticket_weigh;
extern const DrayOperation dray_ticket_void;

G_END_DECLS
