/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-county-raster-private.h"

G_BEGIN_DECLS

#define DRAY_NET_NONE G_MAXUINT32

/* What a line of the net is. The first ones are roads, heaviest first; the others only stand in the way. */
typedef enum {
  DRAY_NET_MOTORWAY,
  DRAY_NET_LINK,
  DRAY_NET_TRUNK,
  DRAY_NET_PRIMARY,
  DRAY_NET_SECONDARY,
  DRAY_NET_TERTIARY,
  DRAY_NET_UNCLASSIFIED,
  DRAY_NET_RESIDENTIAL,
  DRAY_NET_LIVING,
  DRAY_NET_SERVICE,
  DRAY_NET_PEDESTRIAN,
  DRAY_NET_RAIL,
  DRAY_NET_BANK,
  DRAY_NET_COAST,
  DRAY_NET_EDGE,
} DrayNetKind;

#define DRAY_NET_BIT(kind) (1u << (kind))
#define DRAY_NET_ROADS (DRAY_NET_BIT (DRAY_NET_PEDESTRIAN + 1) - 1)
#define DRAY_NET_OPEN (DRAY_NET_ROADS & ~(DRAY_NET_BIT (DRAY_NET_MOTORWAY) | DRAY_NET_BIT (DRAY_NET_LINK)))
#define DRAY_NET_EVERYTHING (DRAY_NET_BIT (DRAY_NET_EDGE + 1) - 1)

/* What is particular about one segment. */
enum {
  DRAY_NET_BRIDGE = 1 << 0,
  DRAY_NET_TUNNEL = 1 << 1,
  DRAY_NET_LOW = 1 << 2,    /* 3.6 m under it */
  DRAY_NET_WEAK = 1 << 3,   /* carries 12 t */
  DRAY_NET_TOLL = 1 << 4,
  DRAY_NET_CORE = 1 << 5,   /* trucks for delivery only */
  DRAY_NET_ONEWAY = 1 << 6, /* along the road's direction */
  DRAY_NET_REVERSE = 1 << 7, /* one-way against it */
  DRAY_NET_CUT = 1 << 8,    /* a way ends where this segment begins */
};

enum {
  DRAY_NET_SIGNALS = 1 << 0,
  DRAY_NET_LEVEL_CROSSING = 1 << 1,
};

typedef struct {
  DrayXY  at;
  guint16 degree; /* road segments that meet here */
  guint16 flags;
} DrayNetNode;

/* A bend of a road: one node, and the segment that leads to the next. */
typedef struct {
  guint32 node;
  guint32 road;
  guint32 next;
  guint32 previous;
  guint32 flags;
} DrayNetVertex;

typedef struct {
  guint32     first;
  guint32     last;
  guint8      kind;
  gboolean    gone;
  gboolean    planned;    /* as a whole, before the streets grew */
  gboolean    roundabout;
  guint8      generation; /* how many streets lie between it and the planned roads */
  guint8      lanes;      /* 0: as its kind */
  guint8      speed_kmh;  /* 0: as its kind */
  guint16     place;      /* that it lies in */
  const char *name;
  const char *ref;
} DrayNetRoad;

/* Where a line meets the net. */
typedef struct {
  double  t;      /* 0 to 1 along the asking line */
  double  s;      /* 0 to 1 along the segment */
  double  distance_m;
  guint32 vertex; /* the segment's first vertex */
  DrayXY  at;
} DrayNetHit;

/**
 * DrayNet:
 *
 * Roads, rails, banks and shores as one graph of nodes in the plane: a road is a chain of vertices, two roads that meet share a node,
 * and a grid tells which segments pass near a place, so that nothing ever looks at all of them.
 */
typedef struct {
  /* Owned */
  GArray  *nodes;
  GArray  *vertices;
  GArray  *roads;
  guint32 *heads;
  GArray  *entries;
  GArray  *found;

  DrayXY   origin;
  double   cell_m;
  int      nx;
  int      ny;
} DrayNet;

DrayNet *dray_net_new      (DrayXY origin, double width_m, double height_m);
void     dray_net_free     (DrayNet *self);

guint32  dray_net_add_node (DrayNet *self, DrayXY at);
guint32  dray_net_begin    (DrayNet *self, DrayNetKind kind, guint32 node);
guint32  dray_net_extend   (DrayNet *self, guint32 road, guint32 node, guint32 flags);
void     dray_net_drop     (DrayNet *self, guint32 road);
void     dray_net_drop_tail (DrayNet *self, guint32 road);
guint32  dray_net_split    (DrayNet *self, guint32 vertex, DrayXY at, double snap_m);
guint32  dray_net_add_line (DrayNet *self, DrayNetKind kind, const GArray *line, gboolean closed);

gboolean dray_net_cast     (DrayNet *self, DrayXY a, DrayXY b, guint32 kinds, guint32 skip_node, DrayNetHit *hit);
void     dray_net_cast_all (DrayNet *self, DrayXY a, DrayXY b, guint32 kinds, GArray *hits);
gboolean dray_net_nearest  (DrayNet *self, DrayXY at, double radius_m, guint32 kinds, DrayNetHit *hit);
gboolean dray_net_parallel (DrayNet *self, DrayXY at, DrayXY direction, double radius_m, guint32 kinds, guint32 skip_road);
const GArray *dray_net_gather (DrayNet *self, DrayXY a, DrayXY b, double margin_m);

static inline DrayNetNode *
dray_net_node (const DrayNet *self, guint32 node)
{
  return &g_array_index (self->nodes, DrayNetNode, node);
}

static inline DrayNetVertex *
dray_net_vertex (const DrayNet *self, guint32 vertex)
{
  return &g_array_index (self->vertices, DrayNetVertex, vertex);
}

static inline DrayNetRoad *
dray_net_road (const DrayNet *self, guint32 road)
{
  return &g_array_index (self->roads, DrayNetRoad, road);
}

/* Where the vertex stands. */
static inline DrayXY
dray_net_at (const DrayNet *self, guint32 vertex)
{
  return dray_net_node (self, dray_net_vertex (self, vertex)->node)->at;
}

/* The end of the segment that begins at @vertex, which must have one. */
static inline DrayXY
dray_net_end (const DrayNet *self, guint32 vertex)
{
  return dray_net_at (self, dray_net_vertex (self, vertex)->next);
}

static inline DrayNetKind
dray_net_kind (const DrayNet *self, guint32 vertex)
{
  return (DrayNetKind) dray_net_road (self, dray_net_vertex (self, vertex)->road)->kind;
}

static inline gboolean
dray_net_is_road (DrayNetKind kind)
{
  return (DRAY_NET_BIT (kind) & DRAY_NET_ROADS) != 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayNet, dray_net_free)

G_END_DECLS
