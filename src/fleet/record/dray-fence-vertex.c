/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-vertex.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (fence_vertex, FENCE_VERTEX, DRAY_FENCE_VERTEX_FIELDS, .label = N_("Vertex"),
                   .parent_field = "fence",
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
