/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-operation.h"

G_BEGIN_DECLS

extern const DrayOperation dray_conflict_settle;

G_END_DECLS
