/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-alarm-list.h"
#include "dray-alarm-strip.h"
#include "dray-ghost-layer.h"
#include "dray-hover-card.h"
#include "dray-legend.h"
#include "dray-live-view.h"
#include "dray-measure-layer.h"
#include "dray-record.h"
#include "dray-route-layer.h"
#include "dray-truck-list.h"
#include "dray-truck-pane.h"

G_BEGIN_DECLS

struct _DrayLiveView {
  AdwBin          parent_instance;

  /* Template */
  GtkPaned       *paned;
  DrayTruckList  *list;
  DrayMap        *map;
  GtkRevealer    *revealer;
  DrayTruckPane  *pane;
  DrayAlarmStrip *strip;
  GtkRevealer    *alarm_revealer;
  DrayAlarmList  *alarm_list;
  DrayReplayDeck *deck;
  GtkWidget      *replay_button;
  GtkRevealer    *cut_off;
  GtkLabel       *cut_off_words;

  /* Owned */
  DrayLiveFleet  *fleet;      /* that is shown: the live one, or the one of the replay */
  DrayClock      *clock;      /* of what is shown */
  DrayLiveFleet  *live_fleet;
  DrayClock      *live_clock;
  GSettings      *settings;
  DrayEngine     *engine;     /* NULL where nothing is behind the fleet */
  DrayAlarms     *alarms;     /* NULL where no workspace is behind the fleet */
  guint           tick;
  /* Borrowed */
  DrayRouteLayer *route;      /* the map holds it */
  DrayLegend     *legend;     /* the map holds it */
  DrayHoverCard  *card;       /* the map holds it */
  DrayGhostLayer *ghosts;     /* the map holds it */
  DrayMeasureLayer *measure;  /* the map holds it */

  gint64          cut_off_us; /* since when no position comes in, by the real clock; DRAY_NEVER */
  guint32         selected;
  gboolean        following;  /* the map goes where the chosen truck goes */
};

/* Callbacks of the template and of actions: dray-live-view-alarms.c */
void     dray_live_view_on_show_alarm   (DrayLiveView    *self,
                                         DrayRecord      *record);
void     dray_live_view_on_show_all     (DrayLiveView    *self);
void     dray_live_view_install_alarms  (GtkWidgetClass  *widget_class);

/* Callbacks of the template and of actions: dray-live-view-time.c */
void     dray_live_view_on_replay       (DrayLiveView    *self);
void     dray_live_view_toggle_replay   (GtkWidget       *widget,
                                         const char      *action,
                                         GVariant        *parameter);
gboolean dray_live_view_on_key          (GtkEventControllerKey *keys,
                                         guint            keyval,
                                         guint            keycode,
                                         GdkModifierType  modifiers,
                                         DrayLiveView    *self);
void     dray_live_view_on_sync         (DrayLiveView    *self);
void     dray_live_view_show_cut_off    (DrayLiveView    *self);
void     dray_live_view_refresh         (DrayLiveView    *self);

G_END_DECLS
