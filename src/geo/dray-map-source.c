/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-source.h"

G_DEFINE_INTERFACE (DrayMapSource, dray_map_source, G_TYPE_OBJECT)

static void
dray_map_source_default_init (DrayMapSourceInterface *iface)
{
}

/**
 * dray_map_source_read:
 * @zoom: of 256-pixel tiles; says how much detail is wanted
 *
 * Appends the features of @groups that touch @box to @tile. Safe on any thread.
 *
 * Errors: the source's own, when its data is damaged; %G_IO_ERROR_CANCELLED
 */
gboolean
dray_map_source_read (DrayMapSource       *self,
                      const DrayWorldBox  *box,
                      int                  zoom,
                      DrayMapGroups        groups,
                      DrayMapTile         *tile,
                      GCancellable        *cancellable,
                      GError             **error)
{
  g_return_val_if_fail (DRAY_IS_MAP_SOURCE (self), FALSE);

  return DRAY_MAP_SOURCE_GET_IFACE (self)->read (self, box, zoom, groups, tile, cancellable, error);
}

/**
 * dray_map_source_dup_attribution:
 *
 * Returns: (transfer full) (nullable): whom the map must name beside it
 */
char *
dray_map_source_dup_attribution (DrayMapSource *self)
{
  g_return_val_if_fail (DRAY_IS_MAP_SOURCE (self), NULL);

  return DRAY_MAP_SOURCE_GET_IFACE (self)->dup_attribution (self);
}
