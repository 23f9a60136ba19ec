/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-fence-sketch.h"
#include "dray-map.h"
#include "dray-presence-window.h"
#include "dray-replay.h"
#include "dray-time-slider.h"
#include "dray-trail-layer.h"

G_BEGIN_DECLS

/**
 * DrayReplayDeck:
 *
 * The bar under the live map that plays the past: backwards and forwards, speed, day, a slider over the day, who was in an area, and
 * what is shown as a file. While it is active the map says so.
 *
 * Signals:
 *   active-changed: the past is shown from now on, or the present again
 *   choose-truck (guint): the person wants to see this one
 */
#define DRAY_TYPE_REPLAY_DECK (dray_replay_deck_get_type ())
G_DECLARE_FINAL_TYPE (DrayReplayDeck, dray_replay_deck, DRAY, REPLAY_DECK, AdwBin)

void            dray_replay_deck_open        (DrayReplayDeck  *self,
                                              DrayEngine      *engine,
                                              DrayMap         *map);
void            dray_replay_deck_set_active  (DrayReplayDeck  *self,
                                              gboolean         active);
gboolean        dray_replay_deck_is_active   (DrayReplayDeck  *self);
DrayReplay     *dray_replay_deck_get_replay  (DrayReplayDeck  *self);
void            dray_replay_deck_set_truck   (DrayReplayDeck  *self,
                                              guint32          truck);
gboolean        dray_replay_deck_press_key   (DrayReplayDeck  *self,
                                              guint            keyval,
                                              GdkModifierType  modifiers);
void            dray_replay_deck_export      (DrayReplayDeck  *self,
                                              GFile           *file);
void            dray_replay_deck_ask_area    (DrayReplayDeck  *self);

/* What it is made of. */
DrayTimeSlider *dray_replay_deck_get_slider  (DrayReplayDeck  *self);
DrayTrailLayer *dray_replay_deck_get_trails  (DrayReplayDeck  *self);
const char     *dray_replay_deck_get_banner  (DrayReplayDeck  *self);
GtkWidget      *dray_replay_deck_get_editor  (DrayReplayDeck  *self);
DrayPresenceWindow *dray_replay_deck_get_presence (DrayReplayDeck *self);
gboolean        dray_replay_deck_is_busy     (DrayReplayDeck  *self);

G_END_DECLS
