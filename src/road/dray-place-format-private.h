/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-place.h"

G_BEGIN_DECLS

/* The places in a region pack, little end first:
 *
 *   place.head     DrayPlaceHead
 *   place.records  DrayPackedPlace for each, the most important first
 *   place.houses   DrayPackedHouse, street by street, ascending by number and suffix
 *   place.text     text, each with its NUL; at 0 stands the empty text */

#define DRAY_PLACE_FORMAT 1u

typedef struct {
  guint32 format;
  guint32 n_places;
  guint32 n_houses;
  guint32 reserved;
} DrayPlaceHead;

typedef struct {
  gint32  lon_e7;
  gint32  lat_e7;
  guint32 name;
  guint32 context;
  guint32 first_house;
  guint32 n_houses;
  guint8  kind;
  guint8  importance;
  guint16 reserved;
} DrayPackedPlace;

typedef struct {
  gint32  lon_e7;
  gint32  lat_e7;
  guint32 number;
  char    suffix[4]; /* ends with a NUL */
} DrayPackedHouse;

G_STATIC_ASSERT (sizeof (DrayPackedPlace) == 28);
G_STATIC_ASSERT (sizeof (DrayPackedHouse) == 16);

G_END_DECLS
