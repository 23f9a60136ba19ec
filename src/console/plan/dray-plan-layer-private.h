/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-layer.h"

#include "dray-map-frame.h"

G_BEGIN_DECLS

#define DRAY_PLAN_PIN_RADIUS 10.5
#define DRAY_PLAN_PIN_TIP 16

/* A route's points in Web Mercator, [0, 1). */
typedef struct {
  double *xs; /* [line.n_points] */
  double *ys;
} DrayPlanTrace;

struct _DrayPlanLayer {
  ShumateLayer     parent_instance;

  /* Owned */
  DrayPlanDrawing *drawing;   /* NULL while there is nothing to show */
  DrayPlanTrace   *traces;    /* [drawing.n_lines] */
  double          *task_xs;   /* [n_tasks] */
  double          *task_ys;
  int             *task_lines; /* [n_tasks] the line that serves it, or -1 */
  PangoLayout     *text;

  int              selected;  /* task, or -1 */
  int              hovered;   /* task, or -1 */
  int              first_lane;
  int              last_lane;

  /* What is carried, here or in the time line */
  int              carried;   /* task, or -1 */
  DrayRuleClass    verdict;
  int              before;    /* task whose place it would follow; -1: none */
  int              after;
  gboolean         by_pointer;
};

void dray_plan_layer_place (const DrayPlanLayer *self,
                            const DrayMapFrame  *frame,
                            int                  task,
                            double              *x,
                            double              *y);
int  dray_plan_layer_get_chosen_line (const DrayPlanLayer *self);
void dray_plan_layer_paint (DrayPlanLayer       *self,
                            cairo_t             *cr,
                            const DrayMapFrame  *frame);

G_END_DECLS
