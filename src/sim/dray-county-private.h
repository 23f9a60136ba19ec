/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-county.h"
#include "dray-county-net-private.h"
#include "dray-county-raster-private.h"
#include "dray-random.h"

G_BEGIN_DECLS

/* Where the county lies: on the drowned land of the Dogger Bank, so that it covers nobody's home. */
#define DRAY_COUNTY_LON 2.60
#define DRAY_COUNTY_LAT 54.75

/* A river from its source to the sea or to the river that takes it. */
typedef struct {
  GArray     *line;    /* (element-type DrayXY) */
  GArray     *width_m; /* (element-type double), one a point */
  const char *name;
  gboolean    main;
} DrayCountyRiver;

typedef enum {
  DRAY_COUNTY_CITY,
  DRAY_COUNTY_TOWN,
  DRAY_COUNTY_VILLAGE,
} DrayCountyRank;

typedef struct {
  DrayCountyRank rank;
  DrayXY         at;
  double         radius_m;
  const char    *name;
  char           district[8]; /* of its postcodes: "HV" */
} DrayCountyPlace;

/* A name on the map that belongs to no settlement: a quarter, a sound. */
typedef struct {
  DrayXY      at;
  const char *key;
  const char *value;
  const char *name;
} DrayCountyLabel;

/* An area that is drawn, and that streets keep out of when it is closed. */
typedef struct {
  const char *key;
  const char *value;
  const char *name;     /* (nullable) */
  GPtrArray  *rings;  /* (element-type GArray): the first is the outer one, the others are holes */
} DrayCountyArea;

typedef enum {
  DRAY_COUNTY_PLOT_ESTATE,
  DRAY_COUNTY_PLOT_RETAIL,
  DRAY_COUNTY_PLOT_UNIVERSITY,
  DRAY_COUNTY_PLOT_HOSPITAL,
  DRAY_COUNTY_PLOT_PARK,
  DRAY_COUNTY_PLOT_CEMETERY,
  DRAY_COUNTY_PLOT_ALLOTMENTS,
  DRAY_COUNTY_PLOT_SCHOOL,
  DRAY_COUNTY_PLOT_PITCH,
} DrayCountyPlotKind;

/* Ground that was set aside before the streets came. */
typedef struct {
  DrayCountyPlotKind kind;
  DrayXY             at;
  double             radius_m;
  double             angle;
  guint              place;
  guint              area;
} DrayCountyPlot;

/* A pier of the port: along the quay, and how far out. */
typedef struct {
  double from_m;
  double to_m;
  double out_m;
} DrayCountyPier;

/* The quay road lies so far behind the quay. */
#define DRAY_COUNTY_QUAY_ROAD_M 75.0

/* A building, and its address. */
typedef struct {
  DrayXY      corners[4];
  const char *kind;     /* value of building= */
  const char *name;
  guint32     road;     /* %DRAY_NET_NONE: it has no number */
  int         number;
} DrayCountyBuilding;

/* Where a planned road passes over the motorway. */
typedef struct {
  DrayXY      at;
  DrayXY      direction;
  DrayNetKind kind;
} DrayCountyCrossing;

/* A turn that is forbidden: from one segment by a node into another. */
typedef struct {
  guint32 from;
  guint32 to;
  guint32 node;
} DrayCountyBan;

struct _DrayCounty {
  DrayCountyOptions options;
  DrayRandom        random;
  guint64           seed;
  double            scale;     /* 1 at 20,000 segments: lengths of the county grow with it */
  double            width_m;
  double            height_m;

  /* Owned */
  DrayRaster   *relief;        /* metres above the sea */
  DrayRaster   *density;       /* 0 nobody, 1 the middle of the city */
  DrayRaster   *forest;        /* above zero where trees stand */
  GArray       *rivers;        /* (element-type DrayCountyRiver) */
  GPtrArray    *shores;        /* (element-type GArray): rings, land to the left */
  GArray       *places;        /* (element-type DrayCountyPlace), the city first */
  GArray       *labels;        /* (element-type DrayCountyLabel) */
  GArray       *areas;         /* (element-type DrayCountyArea) */
  GArray       *plots;         /* (element-type DrayCountyPlot) */
  GArray       *piers;         /* (element-type DrayCountyPier) */
  GArray       *buildings;     /* (element-type DrayCountyBuilding) */
  GArray       *sites;         /* (element-type DrayCountySite) */
  DrayNet      *net;
  GArray       *motorway;      /* (nullable) (element-type DrayXY): between the carriageways */
  GArray       *motorway_head; /* its ends as ordinary roads */
  GArray       *motorway_foot;
  GArray       *bans;          /* (element-type DrayCountyBan) */
  GArray       *crossings;     /* (element-type DrayCountyCrossing) */
  GStringChunk *strings;
  GHashTable   *used_names;

  /* Borrowed */
  GCancellable *cancellable;   /* (nullable): while it is being drawn; stages leave their long loops when it is cancelled */

  guint32       motorway_first_node;
  guint32       motorway_last_node;

  /* The port: a straight quay from @quay_from along @quay_along, the sea on its right-hand side. */
  DrayXY        quay_from;
  DrayXY        quay_along;
  double        quay_length_m;
};

/* The stages, in the order of drawing. */
void dray_county_draw_ground   (DrayCounty *self);
void dray_county_draw_shore    (DrayCounty *self);
void dray_county_draw_people   (DrayCounty *self);
void dray_county_draw_trunk    (DrayCounty *self);
void dray_county_draw_land     (DrayCounty *self);
void dray_county_draw_port     (DrayCounty *self);
void dray_county_draw_tunnel   (DrayCounty *self);
void dray_county_limit_bridges (DrayCounty *self);
void dray_county_draw_plots    (DrayCounty *self);
void dray_county_draw_streets  (DrayCounty *self);
void dray_county_draw_names    (DrayCounty *self);
void dray_county_draw_rules    (DrayCounty *self);
void dray_county_connect       (DrayCounty *self);
void dray_county_draw_bans     (DrayCounty *self);
void dray_county_draw_buildings (DrayCounty *self);
void dray_county_draw_trade    (DrayCounty *self);
guint       dray_county_place_of (const DrayCounty *self, DrayXY at);
const char *dray_county_postcode (DrayCounty *self, guint32 road_index);
const DrayCountyPlot *dray_county_find_plot (const DrayCounty *self, DrayXY at);

void dray_county_add_planned   (DrayCounty *self, DrayNetKind kind, const GArray *line, guint32 first_node, guint32 last_node,
                                const char *name, const char *ref);
void dray_county_add_area      (DrayCounty *self, const char *key, const char *value, const char *name, GArray *ring);
gboolean dray_county_is_land   (DrayCounty *self, DrayXY at);
gboolean dray_county_is_port   (const DrayCounty *self, DrayXY at);

const char *dray_county_place_name  (DrayCounty *self, DrayRandom *random, DrayCountyRank rank, gboolean river, gboolean coast, gboolean high);
const char *dray_county_intern      (DrayCounty *self, const char *text);

static inline DrayCountyPlace *
dray_county_place (const DrayCounty *self, guint i)
{
  return &g_array_index (self->places, DrayCountyPlace, i);
}

G_END_DECLS
