/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"
#include "dray-shape.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DraySketchKind:
 * @DRAY_SKETCH_CIRCLE: a centre and a radius, until it is saved
 * @DRAY_SKETCH_CORRIDOR: two ends, the way between them and a width, until it is saved
 */
typedef enum {
  DRAY_SKETCH_POLYGON,
  DRAY_SKETCH_CIRCLE,
  DRAY_SKETCH_CORRIDOR,
} DraySketchKind;

/**
 * DraySketchHandle:
 * @ring: 0 is the outline, the others are holes; -1 is no handle
 * @corner: of the ring; of a circle 0 is its centre and 1 its edge; of a corridor 0 and 1 are its ends
 *
 * What can be taken hold of.
 */
typedef struct {
  int ring;
  int corner;
} DraySketchHandle;

#define DRAY_SKETCH_NO_HANDLE ((DraySketchHandle) { -1, -1 })

/* @id: none for a corner that no record has yet */
typedef struct {
  DrayId       id;
  DrayGeoPoint at;
} DraySketchCorner;

/* What the records take: see fence.reshape. */
#define DRAY_SKETCH_MAX_RINGS 20
#define DRAY_SKETCH_MAX_CORNERS 500

/**
 * DrayFenceSketch:
 *
 * An outline while it is drawn and changed: rings, the ring that is still open, what is chosen, and every state before for undo. It
 * knows no map and no pointer, so that mouse, keys and a test do the same to it.
 *
 * Signals: changed
 */
#define DRAY_TYPE_FENCE_SKETCH (dray_fence_sketch_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceSketch, dray_fence_sketch, DRAY, FENCE_SKETCH, GObject)

DrayFenceSketch *dray_fence_sketch_new          (void);

/* Beginning. */
void             dray_fence_sketch_start        (DrayFenceSketch     *self,
                                                 DraySketchKind       kind);
void             dray_fence_sketch_load         (DrayFenceSketch     *self,
                                                 const DrayShape     *shape,
                                                 const DrayId        *ids);
void             dray_fence_sketch_accept       (DrayFenceSketch     *self,
                                                 const DrayShape     *shape,
                                                 const DrayId        *ids);

/* Drawing. */
gboolean         dray_fence_sketch_add          (DrayFenceSketch     *self,
                                                 DrayGeoPoint         at);
gboolean         dray_fence_sketch_close        (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_begin_hole   (DrayFenceSketch     *self);
void             dray_fence_sketch_set_radius_m (DrayFenceSketch     *self,
                                                 double               radius_m);
void             dray_fence_sketch_set_width_m  (DrayFenceSketch     *self,
                                                 double               width_m);
void             dray_fence_sketch_set_way      (DrayFenceSketch     *self,
                                                 const DrayGeoPoint  *points,
                                                 guint                n_points);

/* Changing. A move counts as one step however many points it passes through. */
void             dray_fence_sketch_select       (DrayFenceSketch     *self,
                                                 DraySketchHandle     handle);
void             dray_fence_sketch_begin_move   (DrayFenceSketch     *self);
void             dray_fence_sketch_move         (DrayFenceSketch     *self,
                                                 DrayGeoPoint         to);
gboolean         dray_fence_sketch_insert       (DrayFenceSketch     *self,
                                                 int                  ring,
                                                 int                  after,
                                                 DrayGeoPoint         at);
gboolean         dray_fence_sketch_remove       (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_undo         (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_redo         (DrayFenceSketch     *self);

/* Looking. */
DraySketchKind   dray_fence_sketch_get_kind     (DrayFenceSketch     *self);
int              dray_fence_sketch_get_n_rings  (DrayFenceSketch     *self);
const DraySketchCorner *dray_fence_sketch_get_ring (DrayFenceSketch  *self,
                                                 int                  ring,
                                                 int                 *n_corners);
gboolean         dray_fence_sketch_is_empty     (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_is_drawing   (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_is_changed   (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_can_undo     (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_can_redo     (DrayFenceSketch     *self);
double           dray_fence_sketch_get_radius_m (DrayFenceSketch     *self);
double           dray_fence_sketch_get_width_m  (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_get_ends     (DrayFenceSketch     *self,
                                                 DrayGeoPoint         ends[2]);
DraySketchHandle dray_fence_sketch_get_selected (DrayFenceSketch     *self);
gboolean         dray_fence_sketch_get_handle   (DrayFenceSketch     *self,
                                                 DraySketchHandle     handle,
                                                 DrayGeoPoint        *at);
DraySketchHandle dray_fence_sketch_step         (DrayFenceSketch     *self,
                                                 int                  by);

/* What it amounts to. */
const DrayShape *dray_fence_sketch_get_shape    (DrayFenceSketch     *self);
const char      *dray_fence_sketch_get_fault    (DrayFenceSketch     *self,
                                                 DrayGeoPoint        *where);
double           dray_fence_sketch_get_area_m2  (DrayFenceSketch     *self);
double           dray_fence_sketch_get_length_m (DrayFenceSketch     *self);

G_END_DECLS
