/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "dray-tile.h"

G_BEGIN_DECLS

/**
 * DrayMapKind:
 *
 * What a feature of the base map is. Areas first, then lines, then points; roads from the least to the greatest, places likewise.
 * The numbers stand in region packs: new kinds go to the end of their group's free numbers, old ones never change.
 */
typedef enum {
  DRAY_MAP_SEA = 0,
  DRAY_MAP_LAND = 1,
  DRAY_MAP_BUILT_UP = 2,
  DRAY_MAP_INDUSTRIAL = 3,
  DRAY_MAP_RETAIL = 4,
  DRAY_MAP_FARMLAND = 5,
  DRAY_MAP_GRASS = 6,
  DRAY_MAP_FOREST = 7,
  DRAY_MAP_WETLAND = 8,
  DRAY_MAP_SAND = 9,
  DRAY_MAP_PARK = 10,
  DRAY_MAP_CEMETERY = 11,
  DRAY_MAP_CAMPUS = 12,
  DRAY_MAP_WATER = 13,
  DRAY_MAP_PARKING = 14,
  DRAY_MAP_SQUARE = 15,
  DRAY_MAP_PIER = 16,
  DRAY_MAP_APRON = 17,
  DRAY_MAP_BUILDING = 18,

  DRAY_MAP_SHORELINE = 32,
  DRAY_MAP_STREAM = 33,
  DRAY_MAP_RIVER = 34,
  DRAY_MAP_FERRY = 35,
  DRAY_MAP_RAIL_SIDING = 36,
  DRAY_MAP_TRAM = 37,
  DRAY_MAP_RAIL = 38,
  DRAY_MAP_BOUNDARY_DISTRICT = 39,
  DRAY_MAP_BOUNDARY_REGION = 40,
  DRAY_MAP_BOUNDARY_COUNTRY = 41,
  DRAY_MAP_RUNWAY = 42,

  DRAY_MAP_PATH = 48,
  DRAY_MAP_TRACK = 49,
  DRAY_MAP_SERVICE = 50,
  DRAY_MAP_PEDESTRIAN = 51,
  DRAY_MAP_RESIDENTIAL = 52,
  DRAY_MAP_TERTIARY = 53,
  DRAY_MAP_SECONDARY = 54,
  DRAY_MAP_PRIMARY = 55,
  DRAY_MAP_TRUNK = 56,
  DRAY_MAP_MOTORWAY = 57,

  DRAY_MAP_PLACE_HAMLET = 64,
  DRAY_MAP_PLACE_SUBURB = 65,
  DRAY_MAP_PLACE_VILLAGE = 66,
  DRAY_MAP_PLACE_TOWN = 67,
  DRAY_MAP_PLACE_CITY = 68,
  DRAY_MAP_PLACE_COUNTRY = 69,
  DRAY_MAP_LABEL_WATER = 72,
  DRAY_MAP_LABEL_GREEN = 73,
  DRAY_MAP_LABEL_AREA = 74,
  DRAY_MAP_LABEL_HOUSE = 75,   /* a house number; its ref is its street */

  DRAY_MAP_SIGN_HEIGHT = 80,
  DRAY_MAP_SIGN_WIDTH = 81,
  DRAY_MAP_SIGN_LENGTH = 82,
  DRAY_MAP_SIGN_WEIGHT = 83,
  DRAY_MAP_SIGN_AXLE = 84,
  DRAY_MAP_SIGN_NO_TRUCKS = 85,

  DRAY_MAP_N_KINDS = 96,
} DrayMapKind;

/* Which groups of kinds a reader asks for. */
typedef enum {
  DRAY_MAP_AREAS = 1 << 0,
  DRAY_MAP_LINES = 1 << 1,
  DRAY_MAP_ROADS = 1 << 2,
  DRAY_MAP_PLACES = 1 << 3,
  DRAY_MAP_LABELS = 1 << 4,
  DRAY_MAP_SIGNS = 1 << 5,
  DRAY_MAP_EVERYTHING = 0x3f,
} DrayMapGroups;

typedef enum {
  DRAY_MAP_FEATURE_BRIDGE = 1 << 0,
  DRAY_MAP_FEATURE_TUNNEL = 1 << 1,
  DRAY_MAP_FEATURE_ONE_WAY = 1 << 2,
  DRAY_MAP_FEATURE_LINK = 1 << 3,   /* a ramp between roads */
} DrayMapFeatureFlags;

/**
 * DrayMapFeature:
 * @kind: a #DrayMapKind
 * @flags: #DrayMapFeatureFlags
 * @layer: above or below the ground's features, -5 to 5
 * @rank: how important among its kind, 0 to 255
 * @first_part: index of its first part
 * @n_parts: how many lines or rings it has; a ring does not repeat its first point, and a hole turns the other way than what it is in
 * @name: (nullable): its name, or the text of a sign
 * @ref: (nullable): a road's number: "A4"
 */
typedef struct {
  guint8      kind;
  guint8      flags;
  gint8       layer;
  guint8      rank;
  int         first_part;
  int         n_parts;
  const char *name;
  const char *ref;
} DrayMapFeature;

/**
 * DrayMapTile:
 * @features: (element-type DrayMapFeature): what there is, in no order
 * @part_ends: (element-type int): index in @points one past the last point of each part
 * @points: (element-type DrayWorldPoint): in world units, whole features: lines are not cut at a tile's edge
 * @names: holds the text that the features borrow, if it was copied
 * @kept: (element-type GObject): holds what else they borrow text from
 *
 * The base map's geometry in some part of the world, for one zoom. A source fills it, a painter paints it.
 */
typedef struct {
  GArray       *features;
  GArray       *part_ends;
  GArray       *points;
  GStringChunk *names;
  GPtrArray    *kept;
} DrayMapTile;

DrayMapTile  *dray_map_tile_new         (void);
void          dray_map_tile_free        (DrayMapTile          *self);
void          dray_map_tile_add_point   (DrayMapTile          *self,
                                         DrayWorldPoint        point);
void          dray_map_tile_end_part    (DrayMapTile          *self);
void          dray_map_tile_end_feature (DrayMapTile          *self,
                                         DrayMapFeature        feature);
void          dray_map_tile_end_feature_borrowed (DrayMapTile    *self,
                                                  DrayMapFeature  feature);
void          dray_map_tile_keep        (DrayMapTile          *self,
                                         GObject              *owner);

DrayMapGroups dray_map_kind_get_group   (DrayMapKind           kind);

static inline const DrayMapFeature *
dray_map_tile_get_feature (const DrayMapTile *self,
                           int                i)
{
  return &g_array_index (self->features, DrayMapFeature, i);
}

/* The points of one part of a feature. */
static inline const DrayWorldPoint *
dray_map_tile_get_part (const DrayMapTile *self,
                        int                part,
                        int               *n_points)
{
  int start = part == 0 ? 0 : g_array_index (self->part_ends, int, part - 1);

  *n_points = g_array_index (self->part_ends, int, part) - start;
  return &g_array_index (self->points, DrayWorldPoint, start);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMapTile, dray_map_tile_free)

G_END_DECLS
