/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

#include <cairo.h>
#include <glib-object.h>

G_BEGIN_DECLS

/* A truck's picture is drawn for this many directions. */
#define DRAY_TRUCK_HEADINGS 64

typedef enum {
  DRAY_LOOK_LIGHT,
  DRAY_LOOK_DARK,
  DRAY_LOOK_LIGHT_CONTRAST,
  DRAY_LOOK_DARK_CONTRAST,
  DRAY_N_LOOKS
} DrayLook;

/**
 * DrayTruckPalette:
 *
 * The colours of trucks on the map and in lists, 0xRRGGBB. State is shape and colour, never colour alone.
 */
typedef struct {
  guint32 states[DRAY_TRUCK_N_STATES];
  guint32 late;
  guint32 late_text;
  guint32 alarm;
  guint32 alarm_text;     /* on the map and in lists */
  guint32 badge_text;     /* on the badge */
  guint32 halo;
  guint32 pill;
  guint32 text;
} DrayTruckPalette;

/* The parts of a cluster's ring: the states of trucks in no trouble, then those that are late. */
#define DRAY_RING_LATE  DRAY_TRUCK_N_STATES
#define DRAY_RING_PARTS (DRAY_TRUCK_N_STATES + 1)

/**
 * DrayTruckIcons:
 *
 * The pictures of trucks and clusters of one look, drawn when first asked for and kept. A surface's device offset puts its middle
 * at the place where it is painted. Only the main thread uses it.
 */
typedef struct _DrayTruckIcons DrayTruckIcons;

const DrayTruckPalette *dray_truck_palette_get       (DrayLook        look);
DrayTruckIcons         *dray_truck_icons_new         (DrayLook        look,
                                                      int             scale);
void                    dray_truck_icons_unref       (DrayTruckIcons *self);
const DrayTruckPalette *dray_truck_icons_get_palette (DrayTruckIcons *self);
cairo_surface_t        *dray_truck_icons_get_truck   (DrayTruckIcons *self,
                                                      DrayTruckState  state,
                                                      guint           flags,
                                                      double          heading_deg);
cairo_surface_t        *dray_truck_icons_get_cluster (DrayTruckIcons *self,
                                                      const guint     parts[DRAY_RING_PARTS],
                                                      gboolean        alarm);
double                  dray_cluster_radius          (guint           n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayTruckIcons, dray_truck_icons_unref)

static inline void
dray_set_source_rgb (cairo_t *cr,
                     guint32  rgb,
                     double   alpha)
{
  cairo_set_source_rgba (cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0, alpha);
}

G_END_DECLS
