/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-sketch.h"

G_BEGIN_DECLS

/* What the two files of the sketch share: one changes it, the other one looks at it. */

typedef struct {
  DraySketchKind kind;
  GPtrArray     *rings;     /* (element-type GArray of DraySketchCorner): of a polygon */
  gboolean       open;      /* the last ring is still being drawn */
  DrayGeoPoint   ends[2];   /* centre of a circle; ends of a corridor */
  guint          n_ends;
  double         radius_m;
  double         width_m;
  GArray        *way;       /* (element-type DrayGeoPoint): of a corridor, along the road; empty: straight */
} DraySketchState;

struct _DrayFenceSketch {
  GObject          parent_instance;

  /* Owned */
  DraySketchState *now;
  GPtrArray       *before;    /* (element-type DraySketchState) */
  GPtrArray       *undone;    /* (element-type DraySketchState) */
  DrayShape       *shape;     /* of now; NULL while it is none */
  char            *fault;     /* of now */
  DrayGeoPoint     fault_at;

  DraySketchHandle selected;
  gboolean         known;     /* shape and fault are those of now */
  gboolean         changed;   /* since it was loaded or accepted */
};

gboolean          dray_sketch_state_is_whole      (const DraySketchState *state);
GArray           *dray_sketch_state_get_last_ring (const DraySketchState *state);
DraySketchCorner *dray_sketch_state_get_corner    (const DraySketchState *state,
                                                   DraySketchHandle       handle);

G_END_DECLS
