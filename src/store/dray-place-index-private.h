/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-place-index.h"

G_BEGIN_DECLS

/* Raised when the tables change: an index of another version is made anew. */
#define DRAY_PLACE_INDEX_VERSION 1

/* Nearness is looked up by cells of this zoom: 10 to 20 km wide. */
#define DRAY_PLACE_CELL_ZOOM 11

struct _DrayPlaceIndex {
  /* Owned */
  DrayDatabase  *database;
  DrayStatement *find;      /* by words, the most important first */
  DrayStatement *houses;    /* of a street, around a number */
};

gboolean dray_place_index_fill       (DrayDatabase           *database,
                                      const DrayPlaceSource  *source,
                                      GCancellable           *cancellable,
                                      GError                **error);
char    *dray_place_index_dup_cell   (DrayGeoPoint            point,
                                      int                     dx,
                                      int                     dy);

G_END_DECLS
