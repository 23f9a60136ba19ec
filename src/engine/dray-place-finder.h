/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-place-index.h"
#include "dray-road-pack.h"

G_BEGIN_DECLS

/**
 * DrayPlaceFinder:
 *
 * The places of a region pack and the index over them, opened together. Belongs to one thread at a time.
 */
typedef struct _DrayPlaceFinder DrayPlaceFinder;

DrayPlaceFinder *dray_place_finder_open   (const char          *region,
                                           DrayRoadPack        *pack,
                                           GCancellable        *cancellable,
                                           GError             **error);
void             dray_place_finder_free   (DrayPlaceFinder     *self);
GPtrArray       *dray_place_finder_search (DrayPlaceFinder     *self,
                                           const char          *words,
                                           const DrayGeoPoint  *near,
                                           int                  n_max,
                                           GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlaceFinder, dray_place_finder_free)

G_END_DECLS
