/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-hours.h"

G_BEGIN_DECLS

typedef enum {
  PAUSE_NONE,
  PAUSE_BREAK,
  PAUSE_BREAK_FIRST,
  PAUSE_BREAK_SECOND,
  PAUSE_WORK_BREAK,
  PAUSE_REST,
  PAUSE_REST_REDUCED,
  PAUSE_REST_FIRST,
  PAUSE_REST_SECOND,
  PAUSE_RESTART,
  N_PAUSES,
} Pause;

/* Which part of a daily rest was taken last. */
typedef enum {
  PART_NONE,
  PART_FIRST,
  PART_SECOND,
} Part;

typedef enum {
  DEED_START,
  DEED_DRIVE,
  DEED_WORK,
  DEED_PAUSE,
} Deed;

typedef struct {
  /* The block since the last rest. */
  int      earliest;
  int      latest;
  int      duration;
  int      before;            /* on duty before the route began, in the first block only */
  int      begin;             /* of the whole route, once a rest has settled it; -1 in the first block */
  /* Counters of the rules. */
  int      driving_break;
  int      work_break;
  int      driving_daily;
  int      driving_total;
  int      work_total;
  int      extended_used;
  int      reduced_used;
  int      driving_part;      /* of the span before the last part of a rest, where parts roll */
  int      window_part;
  gboolean first_part;        /* of a break */
  Part     part;
  gboolean restarted;
  /* How it came about. */
  int      parent;
  Deed     deed;
  Pause    pause;
  int      step;
  int      amount;
  int      rest_before;       /* standing still before and after the work, to make a break of it */
  int      rest_after;
  int      open;              /* of the window that the work began in */
} DrayHoursLabel;

typedef struct {
  const DrayHoursRules *rules;
  const DrayHoursState *state;
  GArray               *labels;   /* (element-type DrayHoursLabel): all that were ever kept; parents are indices */
} DrayHoursMachine;

static inline DrayHoursLabel *
dray_hours_get_label (const DrayHoursMachine *self,
                      int                     index)
{
  return &g_array_index (self->labels, DrayHoursLabel, index);
}

static inline int
dray_hours_label_finish (const DrayHoursLabel *label)
{
  return label->earliest + label->duration;
}

static inline int
dray_hours_label_elapsed (const DrayHoursLabel *label)
{
  return label->before + label->window_part + label->duration;
}

int      dray_hours_driving_room (const DrayHoursMachine *self, const DrayHoursLabel *label, gboolean extended_day, gboolean extended_window);
int      dray_hours_drive        (DrayHoursMachine *self, int parent, int step, int amount);
int      dray_hours_take         (DrayHoursMachine *self, int parent, Pause pause, int step);
int      dray_hours_work         (DrayHoursMachine *self, int parent, int step, const DrayHoursStep *what, int rest_before, int rest_after,
                                  const DrayTimeWindow *window);
gboolean dray_hours_ends_block   (const DrayHoursMachine *self, Pause pause);

G_END_DECLS
