/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-live-fleet.h"

G_BEGIN_DECLS

/* Long enough for any of the short words below. */
#define DRAY_WORDS_SIZE 64

const char *dray_words_state    (DrayTruckState  state);
void        dray_words_time     (gint64          at_us,
                                 char            words[DRAY_WORDS_SIZE]);
void        dray_words_duration (gint64          us,
                                 char            words[DRAY_WORDS_SIZE]);
void        dray_words_distance (double          m,
                                 gboolean        imperial,
                                 char            words[DRAY_WORDS_SIZE]);
void        dray_words_speed    (double          mps,
                                 gboolean        imperial,
                                 char            words[DRAY_WORDS_SIZE]);
void        dray_words_slack    (DrayLiveTruck  *truck,
                                 gint64          now_us,
                                 char            words[DRAY_WORDS_SIZE]);

G_END_DECLS
