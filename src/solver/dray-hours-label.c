/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hours-label-private.h"

/* What a driver may do next, and what it makes of his clocks. dray-hours.c tells the whole. */

/* How long the rules still let this label drive, work or stay on duty. */

static int
driving_daily_limit (const DrayHoursMachine *self,
                     const DrayHoursLabel *label,
                     gboolean       extended)
{
  const DrayHoursRules *rules = self->rules;

  if (rules->driving_daily == 0)
    return DRAY_TIME_MAX;
  if (extended && rules->driving_daily_extended > rules->driving_daily && label->extended_used < self->state->extended_days_left)
    return rules->driving_daily_extended;
  return rules->driving_daily;
}

/* Past @duty_window only a shorter rest fits the day: a reduced one, or the second part of a split one. */
static int
window_limit (const DrayHoursMachine *self,
              const DrayHoursLabel *label,
              gboolean       extended)
{
  const DrayHoursRules *rules = self->rules;

  if (rules->duty_window == 0)
    return DRAY_TIME_MAX;
  if (extended && rules->duty_window_extended > rules->duty_window
      && (label->reduced_used < self->state->reduced_rests_left || (label->part == PART_FIRST && !rules->rest_parts_roll)))
    return rules->duty_window_extended;
  return rules->duty_window;
}

static int
work_left (const DrayHoursMachine *self,
           const DrayHoursLabel *label)
{
  return (label->restarted ? self->rules->restart_work : self->state->work_left) - label->work_total;
}

int
dray_hours_driving_room (const DrayHoursMachine *self,
              const DrayHoursLabel *label,
              gboolean       extended_day,
              gboolean       extended_window)
{
  const DrayHoursRules *rules = self->rules;
  int room = driving_daily_limit (self, label, extended_day) - label->driving_part - label->driving_daily;

  room = MIN (room, window_limit (self, label, extended_window) - dray_hours_label_elapsed (label));
  room = MIN (room, self->state->driving_left - label->driving_total);
  room = MIN (room, work_left (self, label));
  if (rules->driving_before_break > 0)
    room = MIN (room, rules->driving_before_break - label->driving_break);
  if (rules->work_before_break > 0)
    room = MIN (room, rules->work_before_break - label->work_break);
  return room;
}

static gboolean
may_have_worked (const DrayHoursMachine *self,
                 const DrayHoursLabel *label)
{
  const DrayHoursRules *rules = self->rules;

  return (rules->work_before_break == 0 || label->work_break <= rules->work_before_break) && work_left (self, label) >= 0
         && (rules->work_after_window || dray_hours_label_elapsed (label) <= window_limit (self, label, TRUE));
}

/* Deeds: each makes a label of its parent. */

static DrayHoursLabel
follow (DrayHoursMachine *self,
        int      parent,
        Deed     deed,
        int      step,
        int      amount)
{
  DrayHoursLabel label = *dray_hours_get_label (self, parent);

  label.parent = parent;
  label.deed = deed;
  label.step = step;
  label.amount = amount;
  label.pause = PAUSE_NONE;
  return label;
}

static int
add_label (DrayHoursMachine     *self,
           const DrayHoursLabel *label)
{
  g_array_append_vals (self->labels, label, 1);
  return (int) self->labels->len - 1;
}

int
dray_hours_drive (DrayHoursMachine *self,
       int      parent,
       int      step,
       int      amount)
{
  DrayHoursLabel label = follow (self, parent, DEED_DRIVE, step, amount);

  label.duration += amount;
  label.driving_break += amount;
  label.driving_daily += amount;
  label.driving_total += amount;
  label.work_break += amount;
  label.work_total += amount;
  return add_label (self, &label);
}

static void
start_block (DrayHoursLabel *label,
             int    at)
{
  if (label->begin < 0)
    label->begin = label->earliest;
  label->earliest = at;
  label->latest = DRAY_TIME_MAX;
  label->duration = 0;
  label->before = 0;
  label->driving_daily = 0;
}

static void
end_break (DrayHoursMachine *self,
           DrayHoursLabel *label,
           int      length)
{
  label->driving_break = 0;
  label->first_part = FALSE;
  if (self->rules->work_break > 0 && length >= self->rules->work_break)
    label->work_break = 0;
}

/* A whole rest: the day begins anew. */
static void
end_day (DrayHoursMachine *self,
         DrayHoursLabel *label,
         int      length)
{
  gboolean extended = self->rules->driving_daily > 0 && label->driving_daily + label->driving_part > self->rules->driving_daily;

  label->extended_used += extended;
  start_block (label, dray_hours_label_finish (label) + length);
  label->driving_part = 0;
  label->window_part = 0;
  label->part = PART_NONE;
  label->work_break = 0;
  end_break (self, label, length);
}

/* A part of a rest where parts roll: what lies before the last part is done with. */
static void
roll_part (DrayHoursMachine *self,
           DrayHoursLabel *label,
           Part     part,
           int      length)
{
  label->driving_part = label->driving_daily;
  label->window_part = label->before + label->duration;
  start_block (label, dray_hours_label_finish (label) + length);
  label->part = part;
  label->work_break = 0;
  end_break (self, label, length);
}

static gboolean
take_break (DrayHoursMachine *self,
            DrayHoursLabel *label,
            Pause    pause)
{
  const DrayHoursRules *rules = self->rules;

  switch ((int) pause) {
  case PAUSE_BREAK_FIRST:
    /* Both parts lie within the driving that they interrupt. */
    if (rules->break_first == 0 || label->first_part || label->driving_break == 0)
      return FALSE;
    label->amount = rules->break_first;
    label->duration += label->amount;
    label->first_part = TRUE;
    return TRUE;
  case PAUSE_BREAK_SECOND:
    if (rules->break_second == 0 || !label->first_part)
      return FALSE;
    label->amount = rules->break_second;
    break;
  case PAUSE_WORK_BREAK:
    if (rules->work_break == 0 || label->work_break == 0)
      return FALSE;
    label->amount = rules->work_break;
    label->duration += label->amount;
    label->work_break = 0;
    /* It is long enough to be the first part of a break from driving as well. */
    if (rules->break_first > 0 && rules->work_break >= rules->break_first && label->driving_break > 0)
      label->first_part = TRUE;
    return TRUE;
  default:
    if (rules->driving_before_break == 0 || label->driving_break == 0)
      return FALSE;
    label->amount = rules->break_length;
    break;
  }
  label->duration += label->amount;
  end_break (self, label, label->amount);
  return TRUE;
}

static gboolean
take_part (DrayHoursMachine *self,
           DrayHoursLabel *label,
           Part     part)
{
  const DrayHoursRules *rules = self->rules;

  label->amount = part == PART_FIRST ? rules->rest_first : rules->rest_second;
  if (label->amount == 0)
    return FALSE;
  if (rules->rest_parts_roll) {
    if (label->part == part)
      return FALSE;
    roll_part (self, label, part, label->amount);
    return TRUE;
  }
  if (part == PART_FIRST) {
    if (label->part == PART_FIRST)
      return FALSE;
    label->duration += label->amount;
    label->part = PART_FIRST;
    end_break (self, label, label->amount);
    return TRUE;
  }
  /* The second part must end within the day, so that it starts before the window that a rest of its length leaves. */
  if (label->part != PART_FIRST || dray_hours_label_elapsed (label) > window_limit (self, label, TRUE))
    return FALSE;
  end_day (self, label, label->amount);
  return TRUE;
}

static gboolean
take_rest (DrayHoursMachine *self,
           DrayHoursLabel *label,
           Pause    pause)
{
  const DrayHoursRules *rules = self->rules;
  gboolean in_time = rules->work_after_window || dray_hours_label_elapsed (label) <= window_limit (self, label, FALSE);

  switch ((int) pause) {
  case PAUSE_REST_REDUCED:
    if (rules->daily_rest_reduced == 0 || label->reduced_used >= self->state->reduced_rests_left)
      return FALSE;
    label->reduced_used++;
    label->amount = rules->daily_rest_reduced;
    break;
  case PAUSE_RESTART:
    if (rules->restart == 0)
      return FALSE;
    label->restarted = TRUE;
    label->work_total = 0;
    label->amount = rules->restart;
    break;
  default:
    if (rules->daily_rest == 0 || !in_time)
      return FALSE;
    label->amount = rules->daily_rest;
    break;
  }
  end_day (self, label, label->amount);
  return TRUE;
}

/* Returns: the label behind the pause, or -1 where it can't be taken or would be for nothing */
int
dray_hours_take (DrayHoursMachine *self,
      int      parent,
      Pause    pause,
      int      step)
{
  const DrayHoursLabel *before = dray_hours_get_label (self, parent);
  DrayHoursLabel label;
  gboolean taken;

  /* A pause behind a pause is one longer pause, which is another row of the table. */
  if (before->deed == DEED_PAUSE)
    return -1;
  label = follow (self, parent, DEED_PAUSE, step, 0);
  label.pause = pause;
  if (pause <= PAUSE_WORK_BREAK)
    taken = take_break (self, &label, pause);
  else if (pause == PAUSE_REST_FIRST || pause == PAUSE_REST_SECOND)
    taken = take_part (self, &label, pause == PAUSE_REST_FIRST ? PART_FIRST : PART_SECOND);
  else
    taken = take_rest (self, &label, pause);
  return taken ? add_label (self, &label) : -1;
}

/* Works at the place within one window: the block's start moves as late as it must, what is left is waiting. Where any time without
 * driving is a break, the driver may stand still before or after the work to make one of it. */
int
dray_hours_work (DrayHoursMachine     *self,
                 int                   parent,
                 int                   step,
                 const DrayHoursStep  *what,
                 int                   rest_before,
                 int                   rest_after,
                 const DrayTimeWindow *window)
{
  DrayHoursLabel label = follow (self, parent, DEED_WORK, step, what->work);

  label.duration += rest_before;
  if (dray_hours_label_finish (&label) > window->close)
    return -1;

  int wait = MAX (0, window->open - (label.latest + label.duration));
  label.earliest = MIN (label.latest, MAX (label.earliest, window->open - label.duration));
  label.latest = MIN (label.latest, window->close - label.duration);
  label.duration += wait + rest_after + what->work;
  label.rest_before = rest_before;
  label.rest_after = rest_after;
  label.open = window->open;
  label.work_break += what->work;
  label.work_total += what->work;
  if (self->rules->break_by_any_pause && rest_before + wait + what->work + rest_after >= self->rules->break_length)
    label.driving_break = 0;
  return may_have_worked (self, &label) ? add_label (self, &label) : -1;
}

/* Whether a pause begins a new block: the work before it may then be done later without the work behind it. */
gboolean
dray_hours_ends_block (const DrayHoursMachine *self,
                       Pause                   pause)
{
  return pause == PAUSE_REST || pause == PAUSE_REST_REDUCED || pause == PAUSE_RESTART || pause == PAUSE_REST_SECOND
         || (pause == PAUSE_REST_FIRST && self->rules->rest_parts_roll);
}
