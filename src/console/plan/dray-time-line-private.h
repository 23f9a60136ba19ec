/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-time-line.h"

G_BEGIN_DECLS

/* Pixels, as the look has them. */
#define DRAY_LANE_HEIGHT 34
#define DRAY_LANE_HEAD 204
#define DRAY_AXIS_HEIGHT 42
#define DRAY_BLOCK_HEIGHT 20

struct _DrayTimeLine {
  GtkWidget        parent_instance;

  /* Owned */
  DrayPlanDraft   *draft;        /* NULL while there is nothing to show */
  DrayPlanBoard   *board;        /* of the draft; NULL where it can't be worked on */
  DrayPlanTry      attempt;      /* of what is carried */
  PangoLayout     *text;

  gint64           now_us;       /* DRAY_NEVER where the plan is of another day */
  gint64           from_us;      /* what the left edge of the lanes shows */
  double           us_per_pixel;
  double           zoom;         /* 1: the whole day fits */
  int              selected;     /* task, or -1 */

  /* What is carried */
  int              carried;      /* task, or -1 */
  int              lane;         /* where it would go; -1: nowhere */
  int              position;
  gboolean         by_pointer;
  double           pointer_x;
  double           pointer_y;
};

double   dray_time_line_get_x        (const DrayTimeLine *self,
                                      gint64              at_us);
void     dray_time_line_paint        (DrayTimeLine       *self,
                                      cairo_t            *cr,
                                      int                 width,
                                      int                 height);
void     dray_time_line_set_hue      (cairo_t            *cr,
                                      int                 lane,
                                      double              alpha);
char    *dray_time_line_format_time  (const DrayPlanDraft *draft,
                                      gint64              at_us);

G_END_DECLS
