/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-time-line.h"

G_BEGIN_DECLS

/* Pixels, as the look has them. */
#define DRAY_LANE_HEIGHT 34
#define DRAY_LANE_HEAD 204
#define DRAY_AXIS_HEIGHT 42
#define DRAY_BLOCK_HEIGHT 20

/* What a lane's best place for the carried stop would cost, or why it has none. */
typedef struct {
  gboolean       known;
  DrayRuleClass  verdict;
  gint64         price_minor;
  char          *words;
} DrayLaneOffer;

struct _DrayTimeLine {
  GtkWidget        parent_instance;

  /* Owned */
  DrayPlanDraft   *draft;        /* NULL while there is nothing to show */
  DrayPlanBoard   *board;        /* of the draft; NULL where it can't be worked on */
  DrayPlanTry      attempt;      /* of what is carried */
  PangoLayout     *text;
  GtkAdjustment   *hadjustment;  /* NULL where it does not scroll */
  GtkAdjustment   *vadjustment;
  guint8          *pinned;       /* [n_trucks] (nullable): routes that nothing is put into or taken out of */

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
  DrayLaneOffer   *offers;       /* [n_offers]: by lane */
  int              n_offers;
  guint            judging;      /* the source that fills them */
};

double   dray_time_line_get_x        (const DrayTimeLine *self,
                                      gint64              at_us);
void     dray_time_line_paint        (DrayTimeLine       *self,
                                      cairo_t            *cr,
                                      const GdkRectangle *seen);
int      dray_time_line_find_lane    (DrayTimeLine       *self,
                                      double              y);
int      dray_time_line_find_task    (DrayTimeLine       *self,
                                      double              x,
                                      double              y);
int      dray_time_line_list_tasks   (DrayTimeLine       *self,
                                      int                 lane,
                                      int                 without,
                                      int                *tasks);
int      dray_time_line_get_lane_of  (DrayTimeLine       *self,
                                      int                 task);
void     dray_time_line_scroll_to_lane (DrayTimeLine     *self,
                                      int                 lane);
void     dray_time_line_ask_menu     (DrayTimeLine       *self);

/* Carrying: dray-time-line-carry.c */
void     dray_time_line_stop_carrying (DrayTimeLine      *self);
void     dray_time_line_add_controllers (DrayTimeLine    *self);
void     dray_time_line_set_hue      (cairo_t            *cr,
                                      int                 lane,
                                      double              alpha);
char    *dray_time_line_describe     (const DrayPlanDraft *draft,
                                      int                 task);
char    *dray_time_line_format_time  (const DrayPlanDraft *draft,
                                      gint64              at_us);

G_END_DECLS
