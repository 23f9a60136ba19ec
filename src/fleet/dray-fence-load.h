/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-store.h"

G_BEGIN_DECLS

DrayFenceSet *dray_fence_set_load (DrayStore   *store,
                                   GHashTable  *indices,
                                   GError     **error);

G_END_DECLS
