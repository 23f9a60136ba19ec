/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"
#include "dray-table.h"

G_BEGIN_DECLS

/* What a driver's device tells of his duty, and how the office corrects it. */

extern const DrayOperation dray_duty_record;
extern const DrayOperation dray_duty_correct;

G_END_DECLS
