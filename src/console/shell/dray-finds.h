/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-find-index.h"

G_BEGIN_DECLS

DrayFindIndex *dray_finds_new         (DrayEngine           *engine);
void           dray_finds_read_async  (DrayEngine           *engine,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
DrayFindIndex *dray_finds_read_finish (DrayEngine           *engine,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
