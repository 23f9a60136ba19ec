/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-editor.h"
#include "dray-fence-trial.h"
#include "dray-fence-trucks.h"
#include "dray-map.h"
#include "dray-record-form.h"

G_BEGIN_DECLS

/**
 * DrayFenceView:
 *
 * The fences of a workspace: list, map editor, and beside it what the chosen one asks, of whom, and what it would have told.
 */
#define DRAY_TYPE_FENCE_VIEW (dray_fence_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceView, dray_fence_view, DRAY, FENCE_VIEW, AdwBin)

GtkWidget       *dray_fence_view_new         (DrayEngine     *engine,
                                              GSettings      *settings,
                                              GSettings      *window_settings);
void             dray_fence_view_start       (DrayFenceView  *self,
                                              DraySketchKind  kind);
gboolean         dray_fence_view_choose      (DrayFenceView  *self,
                                              const DrayId   *id);
void             dray_fence_view_import      (DrayFenceView  *self,
                                              GFile          *file);
void             dray_fence_view_export      (DrayFenceView  *self,
                                              GFile          *file);

/* What it is made of. */
DrayFenceSketch *dray_fence_view_get_sketch  (DrayFenceView  *self);
DrayFenceEditor *dray_fence_view_get_editor  (DrayFenceView  *self);
DrayFenceBook   *dray_fence_view_get_book    (DrayFenceView  *self);
DrayRecordForm  *dray_fence_view_get_form    (DrayFenceView  *self);
DrayFenceTrial  *dray_fence_view_get_trial   (DrayFenceView  *self);
DrayFenceTrucks *dray_fence_view_get_trucks  (DrayFenceView  *self);
DrayMap         *dray_fence_view_get_map     (DrayFenceView  *self);
const char      *dray_fence_view_get_banner  (DrayFenceView  *self);
gboolean         dray_fence_view_is_busy     (DrayFenceView  *self);

G_END_DECLS
