/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayTimeLine:
 *
 * A draft as one lane a truck: driving, waiting, service, breaks, and now. A stop is dragged, or carried by keys, to another place or
 * another lane; while it is on its way the lanes say what each of them would make of it, and letting go asks for it to be done.
 *
 * Keys: arrows choose a stop; Ctrl and an arrow take it up and carry it; Enter puts it down, Escape leaves it where it was.
 *
 * Signals:
 *   tried (#DrayPlanTry or %NULL): what the place under the pointer would cost; %NULL when nothing is carried any more
 *   dropped (int task, int truck, int position): the person let go where it may be
 *   selected (int task): chosen, or -1
 *   menu (int lane, int task, double x, double y): asked for what can be done with a lane, or with a stop (or -1) of it
 */
#define DRAY_TYPE_TIME_LINE (dray_time_line_get_type ())
G_DECLARE_FINAL_TYPE (DrayTimeLine, dray_time_line, DRAY, TIME_LINE, GtkWidget)

GtkWidget *dray_time_line_new          (void);
void       dray_time_line_set_draft    (DrayTimeLine  *self,
                                        DrayPlanDraft *draft);
void       dray_time_line_show_preview (DrayTimeLine  *self,
                                        DrayPlanDraft *draft);
void       dray_time_line_set_adjustments (DrayTimeLine *self,
                                        GtkAdjustment *horizontal,
                                        GtkAdjustment *vertical);
void       dray_time_line_set_pinned   (DrayTimeLine  *self,
                                        const guint8  *pinned);
void       dray_time_line_set_now_us   (DrayTimeLine  *self,
                                        gint64         now_us);
void       dray_time_line_zoom         (DrayTimeLine  *self,
                                        double         factor);
void       dray_time_line_carry        (DrayTimeLine  *self,
                                        int            task);
void       dray_time_line_carry_to     (DrayTimeLine  *self,
                                        int            task,
                                        int            lane);
void       dray_time_line_aim          (DrayTimeLine  *self,
                                        int            task,
                                        int            lane,
                                        int            position);
void       dray_time_line_drag_to      (DrayTimeLine  *self,
                                        int            task,
                                        double         x,
                                        double         y);
void       dray_time_line_put_down     (DrayTimeLine  *self);
int        dray_time_line_get_carried  (DrayTimeLine  *self);
void       dray_time_line_get_visible_lanes (DrayTimeLine *self,
                                        int           *first,
                                        int           *last);
int        dray_time_line_get_n_lanes  (DrayTimeLine  *self);
int        dray_time_line_get_selected (DrayTimeLine  *self);
void       dray_time_line_select       (DrayTimeLine  *self,
                                        int            task);
gboolean   dray_time_line_find_stop    (DrayTimeLine  *self,
                                        int            task,
                                        graphene_rect_t *rect);

G_END_DECLS
