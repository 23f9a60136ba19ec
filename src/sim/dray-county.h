/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-road-import.h"

G_BEGIN_DECLS

/* The demo county: a place that nobody has been to, drawn from a seed, written as OpenStreetMap XML so that it goes through the same
 * reader as the real world. docs/decisions/sim-county.md tells how it is drawn. */

/* What its map names instead of people who surveyed it. */
#define DRAY_COUNTY_ATTRIBUTION "A made-up county"

#define DRAY_COUNTY_DEFAULT_SEED 14
#define DRAY_COUNTY_DEFAULT_SEGMENTS 60000
#define DRAY_COUNTY_MIN_SEGMENTS 5000
#define DRAY_COUNTY_MAX_SEGMENTS 1000000

typedef struct _DrayCounty DrayCounty;

/**
 * DrayCountyOptions:
 * @seed: the same seed gives the same bytes
 * @n_segments: road segments to aim at, a two-way street between two crossings counting twice; 5,000 to 1,000,000
 * @progress: (nullable): called now and then from the calling thread, with what is being drawn and how far it is, 0 to 1
 */
typedef struct {
  guint64 seed;
  int     n_segments;
  void  (*progress) (const char *what, double share, gpointer data);
  gpointer progress_data;
} DrayCountyOptions;

typedef enum {
  DRAY_COUNTY_SITE_DEPOT,
  DRAY_COUNTY_SITE_SUPERMARKET,
  DRAY_COUNTY_SITE_SHOP,
  DRAY_COUNTY_SITE_RESTAURANT,
  DRAY_COUNTY_SITE_INDUSTRY,
  DRAY_COUNTY_SITE_PORT,
  DRAY_COUNTY_SITE_HOSPITAL,
  DRAY_COUNTY_SITE_SCHOOL,
  DRAY_COUNTY_SITE_FARM,
  DRAY_COUNTY_N_SITE_KINDS,
} DrayCountySiteKind;

/**
 * DrayCountySite:
 * @lon_e7: where the building stands
 * @entrance_lon_e7: where a truck leaves the road
 * @opens_s: local seconds after midnight on a working day, before @closes_s
 * @days: bit 0 is Monday
 * @n_docks: docks at once; 0 for a single door
 * @service_s: usual time at the stop for one pallet or less
 * @season_first, @season_last: months, 1 to 12, in which it trades; the first may come after the last in the year
 * @slow: its dock takes several times as long as it says
 *
 * A place of trade. Strings belong to the county.
 */
typedef struct {
  DrayCountySiteKind kind;
  const char        *name;
  const char        *street;
  const char        *number;
  const char        *postcode;
  const char        *town;
  int                lon_e7;
  int                lat_e7;
  int                entrance_lon_e7;
  int                entrance_lat_e7;
  int                opens_s;
  int                closes_s;
  guint8             days;
  guint8             n_docks;
  guint8             season_first;
  guint8             season_last;
  int                service_s;
  gboolean           slow;
} DrayCountySite;

DrayCounty           *dray_county_new            (const DrayCountyOptions  *options,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
void                  dray_county_free           (DrayCounty               *self);
gboolean              dray_county_write          (DrayCounty               *self,
                                                  GOutputStream            *stream,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean              dray_county_import         (DrayCounty               *self,
                                                  const char               *region_path,
                                                  const DrayRoadImport     *import,
                                                  DrayRoadImportReport     *report,
                                                  GError                  **error);
gsize                 dray_county_get_n_segments (DrayCounty               *self);
const DrayCountySite *dray_county_get_sites      (DrayCounty               *self,
                                                  gsize                    *n_sites);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayCounty, dray_county_free)

G_END_DECLS
