/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-osm-data.h"
#include "dray-place.h"

G_BEGIN_DECLS

/* A house number with the name of its street. */
typedef struct {
  DrayHouse   house;
  const char *street;
} DrayPlaceHouse;

/**
 * DrayPlaceCollection:
 * @places: (element-type DrayPlace): in no order; their text is borrowed from the data or from @text
 * @houses: (element-type DrayHouse): street by street
 *
 * What a file says of places.
 */
typedef struct {
  GArray       *places;
  GArray       *houses;
  GStringChunk *text;
} DrayPlaceCollection;

DrayPlaceCollection *dray_place_collect         (const DrayOsmData   *data);
void                 dray_place_collection_free (DrayPlaceCollection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlaceCollection, dray_place_collection_free)

G_END_DECLS
