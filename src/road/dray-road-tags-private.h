/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-osm-data.h"
#include "dray-road-graph-private.h"

G_BEGIN_DECLS

/* Reading the tags of roads: what they say to a truck. */

guint    dray_road_tags_parse_length_cm (const char *text);
guint    dray_road_tags_parse_weight_kg (const char *text);
guint    dray_road_tags_parse_speed_kmh (const char *text);

/* Rows of limits, each distinct one once. */
typedef struct {
  GArray     *rows;    /* DrayRoadLimits */
  GHashTable *index;   /* the row's bytes to its number */
} DrayLimitsTable;

void     dray_limits_table_init  (DrayLimitsTable      *self);
void     dray_limits_table_clear (DrayLimitsTable      *self);
guint16  dray_limits_table_add   (DrayLimitsTable      *self,
                                  const DrayRoadLimits *limits);

void     dray_road_limits_merge  (DrayRoadLimits       *limits,
                                  const DrayRoadLimits *other);

#define DRAY_ROAD_OPEN_LIMITS ((DrayRoadLimits) { .access = { DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN, DRAY_ACCESS_OPEN } })

/* What a way is. Index 0 is along its nodes, 1 against them. */
typedef struct {
  guint8         road_class;
  guint8         flags;
  guint8         speed[2];      /* km/h; 0: no such direction */
  DrayRoadLimits limits[2];
  const char    *name;          /* (nullable) */
} DrayWayTags;

gboolean dray_road_tags_read_way  (const DrayOsmData *data,
                                   DrayOsmTags        tags,
                                   DrayWayTags       *way);

/* What a node does to those who pass it. Returns: whether it does anything. */
typedef struct {
  DrayRoadLimits limits;
  guint16        cost_ds;
  gboolean       is_barrier;
} DrayNodeTags;

gboolean dray_road_tags_read_node (const DrayOsmData *data,
                                   DrayOsmTags        tags,
                                   DrayNodeTags      *node);

/* A turn restriction. */
typedef struct {
  gboolean       only;      /* only_*: every other turn is forbidden */
  gboolean       u_turn;
  DrayRoadLimits limits;    /* of the forbidden turn: whom it stops, and when */
} DrayTurnRule;

gboolean dray_road_tags_read_rule (const DrayOsmData *data,
                                   DrayOsmTags        tags,
                                   DrayTurnRule      *rule);

/* Conditions, as in "no @ (Mo-Fr 07:00-19:00 AND weight>7.5)". */
typedef struct {
  guint32  hours;           /* bit h; all 24 where no hours are named */
  guint    weight_kg;       /* applies above, 0: not named */
  guint    length_cm;
  guint    height_cm;
  guint    width_cm;
  gboolean understood;
} DrayTagCondition;

#define DRAY_ALL_HOURS 0xffffffu

DrayTagCondition dray_tag_condition_parse (const char *text);

G_END_DECLS
