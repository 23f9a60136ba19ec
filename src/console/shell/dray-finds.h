/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-find-index.h"

G_BEGIN_DECLS

DrayFindIndex *dray_finds_new (DrayEngine *engine);

G_END_DECLS
