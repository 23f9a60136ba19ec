/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-plan-view.h"

#include "dray-cost-curve.h"
#include "dray-map.h"
#include "dray-plan-layer.h"
#include "dray-plan-job.h"
#include "dray-plan-repair.h"

G_BEGIN_DECLS

/* In the order of the drop-down. */
typedef enum {
  DRAY_PLAN_FROM_NOW_ON,
  DRAY_PLAN_TOMORROW,
} DrayPlanWhen;

struct _DrayPlanView {
  AdwBin          parent_instance;

  /* Template */
  GtkStack       *stack;
  GtkLabel       *unplaced_title;
  GtkListBox     *unplaced;
  GtkPaned       *paned;
  DrayMap        *map;
  GtkScrolledWindow *scroller;
  AdwBin         *line_place;
  GtkLabel       *tried;
  GtkDropDown    *when;
  GtkSpinButton  *budget;
  GtkCheckButton *keep_to_budget;
  GtkWidget      *budget_row;
  GtkDropDown    *preset;
  GtkButton      *release;
  GtkButton      *optimise;
  GtkButton      *stop;
  GtkButton      *keep;
  GtkButton      *discard;
  DrayCostCurve  *curve;
  GtkLabel       *status;
  GtkLabel       *cost;
  GtkLabel       *figures;
  GtkLabel       *change;
  GtkLabel       *notes;
  AdwStatusPage  *empty;

  /* Owned */
  DrayEngine     *engine;
  DrayPlanJob    *job;         /* NULL while nothing runs */
  DrayPlanDraft  *draft;       /* what is shown; NULL until the first plan */
  DrayPlanDraft  *found;       /* what the optimiser found and nobody has kept yet */
  DrayPlanDraft  *released;    /* what the drivers were told; NULL where nothing was */
  GCancellable   *cancellable;
  GPtrArray      *undone;      /* (element-type DrayPlanDraft): for redo */
  GPtrArray      *before;      /* (element-type DrayPlanDraft): for undo */
  guint           tick;
  guint           n_releasing;
  guint           n_released;
  gboolean        opening;     /* the job reads the day; nobody asked for a plan */

  GHashTable     *reasons;     /* DrayId of a task: what was stretched for it and why, until its route is released */
  DrayRuleClass   verdict;     /* of the place that was tried last */
  char           *stretched;   /* what it would stretch, in words */
  DrayPlanDraft  *searched;    /* borrowed, to compare: what stood when the job began */

  GHashTable     *pinned;      /* DrayId of a truck: its route stays as it is */
  DrayTrouble     asked;       /* what was asked for before the day was read */
  gboolean        has_asked;
  gboolean        drawing;     /* the routes are being found for the map */
  gboolean        paned_set;

  DrayTimeLine   *line;        /* borrowed: its place has it */
  DrayPlanLayer  *layer;       /* borrowed: the map has it */
  DrayPlanDraft  *shown;       /* borrowed: the draft, what was found, or the job's preview */
};

/* Showing: dray-plan-view-show.c */
void  dray_plan_view_show       (DrayPlanView  *self);
void  dray_plan_view_show_preview (DrayPlanView *self);
char *dray_plan_format_money    (gint64         minor);

/* Pins and troubles: dray-plan-view-menu.c */
void  dray_plan_view_install_menu (GtkWidgetClass *widget_class);
void  dray_plan_view_add_menu     (DrayPlanView   *self);
void  dray_plan_view_apply_pins   (DrayPlanView   *self);
void  dray_plan_view_open_asked   (DrayPlanView   *self);
GtkWidget *dray_plan_view_open_repairs (DrayPlanView    *self,
                                   DrayTroubleKind  kind,
                                   int              truck,
                                   int              task,
                                   gint64           again_us);

/* Orders and drivers: dray-plan-view-orders.c */
void  dray_plan_view_install_orders (GtkWidgetClass *widget_class);

/* Comparing: dray-plan-view-compare.c */
void  dray_plan_view_install_compare (GtkWidgetClass *widget_class);

/* The map: dray-plan-view-map.c */
void  dray_plan_view_add_map    (DrayPlanView  *self,
                                 GSettings     *settings);
void  dray_plan_view_draw       (DrayPlanView  *self);

/* Drafts: dray-plan-view.c */
void  dray_plan_view_take       (DrayPlanView  *self,
                                 DrayPlanDraft *taken);
void  dray_plan_view_keep       (DrayPlanView  *self);
void  dray_plan_view_update     (DrayPlanView  *self);

/* The optimiser: dray-plan-view-job.c */
void  dray_plan_view_open       (DrayPlanView  *self);
void  dray_plan_view_optimise   (DrayPlanView  *self);
void  dray_plan_view_change_day (DrayPlanView  *self);
void  dray_plan_view_cancel     (DrayPlanView  *self);

/* What is carried, and the reasons for what is stretched: dray-plan-view-tried.c */
void  dray_plan_view_add_tried  (DrayPlanView  *self);
void  dray_plan_view_log_reasons (DrayPlanView *self,
                                 int            truck);

/* By hand, and to the drivers: dray-plan-view-work.c */
void  dray_plan_view_drop       (DrayPlanView  *self,
                                 int            task,
                                 int            truck,
                                 int            position);
guint dray_plan_view_count_changed (DrayPlanView *self);
void  dray_plan_view_release    (DrayPlanView  *self);

G_END_DECLS
