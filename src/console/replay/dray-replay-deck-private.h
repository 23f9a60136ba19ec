/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-replay-deck.h"

#include "dray-fence-editor.h"

G_BEGIN_DECLS

struct _DrayReplayDeck {
  AdwBin              parent_instance;

  /* Template */
  GtkRevealer        *revealer;
  GtkButton          *play;
  GtkButton          *back;
  GtkLabel           *time;
  GtkLabel           *words;
  GtkToggleButton    *speeds[4];
  GtkMenuButton      *day;
  GtkCalendar        *calendar;
  GtkToggleButton    *area;
  DrayTimeSlider     *slider;

  /* Owned */
  DrayEngine         *engine;
  DrayFenceBook      *book;          /* the fences that the map shows, now as then */
  DrayReplay         *replay;        /* NULL until it was active once */
  DrayFenceSketch    *sketch;        /* the area that is asked about */
  GCancellable       *cancellable;   /* of what is read for the day and the truck that are shown */
  GCancellable       *exporting;     /* NULL while nothing is written */
  GArray             *marks;         /* (element-type gint64): rising */
  GWeakRef            presence;      /* the window with the answer */
  /* Borrowed */
  DrayMap            *map;           /* the live view has it */
  DrayTrailLayer     *trails;        /* the map holds it */
  DrayFenceLayer     *fences;        /* so */
  DrayFenceEditor    *editor;        /* so */
  GtkWidget          *banner;        /* so */
  GtkLabel           *banner_text;   /* the banner has it */

  guint32             truck;         /* DRAY_NO_TRUCK: none */
  gint64              day_us;        /* the day whose activity and marks are shown */
  gboolean            active;
  gboolean            updating;      /* buttons are being set from the state */
};

/* The bar: dray-replay-deck.c */
void dray_replay_deck_say            (DrayReplayDeck *self,
                                      const char     *words);

/* What is read for a day and a truck: dray-replay-deck-read.c */
void dray_replay_deck_read_day       (DrayReplayDeck *self);
void dray_replay_deck_read_truck     (DrayReplayDeck *self);

/* Files and areas: dray-replay-deck-ask.c */
void dray_replay_deck_install_asking (GtkWidgetClass *widget_class);
void dray_replay_deck_connect_area   (DrayReplayDeck *self);

G_END_DECLS
