/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-ghost-layer.h"
#include "dray-live-fleet.h"
#include "dray-map.h"
#include "dray-replay-deck.h"
#include "dray-message-book.h"
#include "dray-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayLiveView:
 *
 * Every truck now: the list, the map and the chosen truck, which all follow one selection.
 */
#define DRAY_TYPE_LIVE_VIEW (dray_live_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayLiveView, dray_live_view, DRAY, LIVE_VIEW, AdwBin)

GtkWidget *dray_live_view_new          (GSettings     *settings,
                                        GSettings     *window_settings);
void       dray_live_view_open         (DrayLiveView  *self,
                                        DrayLiveFleet *fleet,
                                        DrayClock     *clock,
                                        DrayMapSource *base);
void       dray_live_view_set_workspace (DrayLiveView *self,
                                        DrayWorkspace *workspace);
void       dray_live_view_set_messages (DrayLiveView  *self,
                                        DrayMessageBook *messages);
void       dray_live_view_set_engine   (DrayLiveView  *self,
                                        DrayEngine    *engine);
DrayReplayDeck *dray_live_view_get_deck (DrayLiveView *self);
void       dray_live_view_set_cut_off  (DrayLiveView  *self,
                                        gint64         since_us);
DrayGhostLayer *dray_live_view_get_ghosts (DrayLiveView *self);
void       dray_live_view_select       (DrayLiveView  *self,
                                        guint32        truck,
                                        gboolean       locate);
guint32    dray_live_view_get_selected (DrayLiveView  *self);
DrayMap   *dray_live_view_get_map      (DrayLiveView  *self);

G_END_DECLS
