/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* Words between the office and a driver. */

extern const DrayOperation dray_message_send;
extern const DrayOperation dray_message_receive;
extern const DrayOperation dray_message_deliver;
extern const DrayOperation dray_message_read;

G_END_DECLS
