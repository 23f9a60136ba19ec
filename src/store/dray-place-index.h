/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-place.h"

G_BEGIN_DECLS

/**
 * DrayPlaceSource:
 * @id: what it is made of: the index is made anew when it differs
 * @n_places: how many places there are, in order of their importance, the greatest first
 * @get_place: the @i-th of them
 * @get_house: the @i-th house number
 * @data: passed to both
 *
 * Where an index gets the places from: a region pack.
 */
typedef struct {
  const char *id;
  guint       n_places;
  DrayPlace (*get_place) (gpointer data,
                          guint    i);
  DrayHouse (*get_house) (gpointer data,
                          guint    i);
  gpointer    data;
} DrayPlaceSource;

/**
 * DrayPlaceFound:
 * @place: what was found; its text belongs to this
 * @label: how it is written in a list: "Rua do Almada 45"
 * @interpolated: the house number is not known, and the point lies between its neighbours'
 * @score: how well it fits; the best stands first
 */
typedef struct {
  DrayPlace place;
  char     *label;
  char     *context;
  gboolean  interpolated;
  double    score;
} DrayPlaceFound;

void            dray_place_found_free      (DrayPlaceFound         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlaceFound, dray_place_found_free)

/**
 * DrayPlaceIndex:
 *
 * Search as you type over the places of a region: a cache in a file beside the pack. Belongs to one thread at a time.
 */
typedef struct _DrayPlaceIndex DrayPlaceIndex;

DrayPlaceIndex *dray_place_index_open      (const char             *path,
                                            const DrayPlaceSource  *source,
                                            GCancellable           *cancellable,
                                            GError                **error);
void            dray_place_index_free      (DrayPlaceIndex         *self);
GPtrArray      *dray_place_index_search    (DrayPlaceIndex         *self,
                                            const char             *query,
                                            const DrayGeoPoint     *near,
                                            int                     n_max,
                                            GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayPlaceIndex, dray_place_index_free)

G_END_DECLS
