/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-plan-view.h"
#include "dray-test-ui.h"

G_BEGIN_DECLS

/* A line of the dispatcher's day: a small demo that is made once for a program, lived until an hour, and the plan view in a window over it. */

typedef struct {
  DrayEngine   *engine;
  GtkWidget    *window;
  DrayPlanView *view;
} DrayDayScene;

gboolean       dray_day_init            (int           *argc,
                                         char        ***argv);
int            dray_day_run             (void);

/* @minutes: by the depot's clock, after midnight; the demo opens at 06:58 */
void           dray_day_scene_open      (DrayDayScene  *self,
                                         int            minutes);
void           dray_day_scene_close     (DrayDayScene  *self);

DrayPlanDraft *dray_day_scene_get_draft (DrayDayScene  *self);
GtkWidget     *dray_day_scene_find_button (GtkWidget   *root,
                                         const char    *beginning);
void           dray_day_scene_press     (GtkWidget     *root,
                                         const char    *beginning);
GtkWidget     *dray_day_scene_wait_window (DrayDayScene *self,
                                         GType          type);
GtkWidget     *dray_day_scene_find_window (GType        type);
void           dray_day_scene_wait_other (DrayDayScene *self,
                                         DrayPlanDraft *before);
void           dray_day_scene_replan    (DrayDayScene  *self,
                                         gboolean       by_keys);
int            dray_day_scene_count_moved (DrayPlanDraft *before,
                                         DrayPlanDraft *after);
int            dray_day_scene_find_loaded (DrayDayScene *self);
int            dray_day_scene_find_truck (DrayPlanDraft *draft,
                                         int            task);

G_END_DECLS
