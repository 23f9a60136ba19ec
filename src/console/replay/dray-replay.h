/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"
#include "dray-history.h"
#include "dray-live-fleet.h"

G_BEGIN_DECLS

/**
 * DrayReplay:
 *
 * The whole fleet at another time: a fleet of its own, as the live one is, whose trucks stand where they stood at an instant. It plays
 * forwards and backwards at 1 to 600 times, and seeks anywhere; the history is asked for one instant at a time, so that a drag over the
 * slider costs as many questions as it has time for answers. What is live goes on beneath.
 *
 * Signals:
 *   moved: the fleet stands at another instant
 *   changed: it plays, stands, or shows another day
 *   failed (string): the history can't be read
 */
#define DRAY_TYPE_REPLAY (dray_replay_get_type ())
G_DECLARE_FINAL_TYPE (DrayReplay, dray_replay, DRAY, REPLAY, GObject)

DrayReplay    *dray_replay_new          (DrayHistory   *history,
                                         DrayLiveFleet *live,
                                         DrayClock     *clock);
DrayLiveFleet *dray_replay_get_fleet    (DrayReplay    *self);
DrayClock     *dray_replay_get_clock    (DrayReplay    *self);
DrayHistory   *dray_replay_get_history  (DrayReplay    *self);

void           dray_replay_seek         (DrayReplay    *self,
                                         gint64         at_us);
gint64         dray_replay_get_at_us    (DrayReplay    *self);
gint64         dray_replay_get_shown_us (DrayReplay    *self);
gboolean       dray_replay_is_settled   (DrayReplay    *self);

void           dray_replay_play         (DrayReplay    *self,
                                         int            direction);
int            dray_replay_get_direction (DrayReplay   *self);
void           dray_replay_set_speed    (DrayReplay    *self,
                                         double         speed);
double         dray_replay_get_speed    (DrayReplay    *self);

void           dray_replay_set_day      (DrayReplay    *self,
                                         gint64         at_us);
void           dray_replay_get_day      (DrayReplay    *self,
                                         gint64        *from_us,
                                         gint64        *to_us);
void           dray_replay_set_span     (DrayReplay    *self,
                                         gint64         from_us,
                                         gint64         to_us);

G_END_DECLS
