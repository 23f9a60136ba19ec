/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-book.h"

G_BEGIN_DECLS

/* Reading all fences on the thread that owns the store. */

GPtrArray *dray_fence_facts_read (DrayStore       *store,
                                  GError         **error);
void       dray_fence_facts_free (DrayFenceFacts  *facts);

G_END_DECLS
