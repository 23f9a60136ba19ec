/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-geo-box.h"

G_BEGIN_DECLS

/* The numbers stand in region packs. */
typedef enum {
  DRAY_PLACE_CITY = 0,
  DRAY_PLACE_TOWN = 1,
  DRAY_PLACE_VILLAGE = 2,
  DRAY_PLACE_SUBURB = 3,
  DRAY_PLACE_HAMLET = 4,
  DRAY_PLACE_STREET = 5,
  DRAY_PLACE_SITE = 6,       /* something with a name of its own: a company, a hospital, an estate, a park */
  DRAY_PLACE_ADDRESS = 7,    /* a house number; only in answers, not among the records */
  DRAY_PLACE_N_KINDS = 8,
} DrayPlaceKind;

/**
 * DrayPlace:
 * @kind: what it is
 * @importance: 0 to 255, across all kinds
 * @point: where it is; of a street, a point in its middle
 * @name: its name
 * @context: what it lies in: "Cedofeita, Porto"; empty where nothing is known
 * @first_house: index of a street's first house number
 * @n_houses: how many it has
 *
 * A record of the places that a region knows; its text is borrowed from whoever handed it out.
 */
typedef struct {
  DrayPlaceKind kind;
  int           importance;
  DrayGeoPoint  point;
  const char   *name;
  const char   *context;
  guint32       first_house;
  guint32       n_houses;
} DrayPlace;

/**
 * DrayHouse:
 * @number: the number before any letter
 * @suffix: what follows it: "b"; empty for none
 *
 * A house number of a street; a street's numbers stand in ascending order.
 */
typedef struct {
  DrayGeoPoint point;
  guint32      number;
  char         suffix[4];
} DrayHouse;

G_END_DECLS
