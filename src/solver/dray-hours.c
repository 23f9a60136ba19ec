/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-hours.h"

#include "dray-hours-label-private.h"

/* When a driver may do what a route asks, with every break and rest that the law wants of him: an exact labelling, forward over
 * the steps.
 *
 * A label is one way of having come so far. Its clock is the block of work since the last rest, kept as Vidal et al. (2013) keep a
 * route segment: the block takes @duration when it starts between @earliest and @latest; later is too late, and starting earlier
 * only makes waiting. So where a window makes the truck wait, the block starts later instead (which lengthens the rest before it)
 * as far as its own windows let it, and only the rest of the waiting counts as time on duty. Pauses are put in at their least
 * length and grow by waiting in the same way. So of all schedules with the same pauses at the same places, a label holds the one
 * that ends first and is on duty least, both at once.
 *
 * Pauses go before or after the work at a place, or on the way at the latest point that the rules allow: a pause there leaves
 * less driving behind it than one taken earlier, and nothing else tells the two apart. A label that is no better in anything than
 * another is dropped. After Goel and Kok (2012, the United States) and Goel (2010, the European Union), whose labels carry the
 * history instead of the block.
 *
 * Driving times don't depend on the hour here; where they do, the caller gives the slowest. */

/* A step keeps no more ways than this, so that a hostile route can't eat the memory. */
#define MAX_LABELS 400

/* Dropping the labels that are no better in anything than another. */

/* When the route begins, and how late it could: a day that begins later is a shorter one. */

static int
begin_of (const DrayHoursLabel *label)
{
  return label->begin >= 0 ? label->begin : label->earliest;
}

static int
latest_begin_of (const DrayHoursLabel *label)
{
  return label->begin >= 0 ? label->begin : label->latest;
}

static gboolean
dominates (const DrayHoursLabel *a,
           const DrayHoursLabel *b)
{
  return dray_hours_label_finish (a) <= dray_hours_label_finish (b) && dray_hours_label_elapsed (a) <= dray_hours_label_elapsed (b) && a->latest - a->before - a->window_part >= b->latest - b->before - b->window_part
         && a->driving_break <= b->driving_break && a->work_break <= b->work_break
         && a->driving_daily + a->driving_part <= b->driving_daily + b->driving_part && a->driving_daily <= b->driving_daily
         && a->before + a->duration <= b->before + b->duration && a->latest - a->before >= b->latest - b->before
         && a->driving_total <= b->driving_total && a->work_total <= b->work_total && a->extended_used <= b->extended_used
         && a->reduced_used <= b->reduced_used && a->first_part >= b->first_part && a->part == b->part && a->restarted == b->restarted
         && begin_of (a) >= begin_of (b) && latest_begin_of (a) >= latest_begin_of (b)
         && (a->deed == DEED_PAUSE) <= (b->deed == DEED_PAUSE);
}

static void
keep (DrayHoursMachine *self,
      GArray  *set,
      int      index)
{
  if (index < 0)
    return;

  const DrayHoursLabel *label = dray_hours_get_label (self, index);
  for (guint i = 0; i < set->len;) {
    const DrayHoursLabel *other = dray_hours_get_label (self, g_array_index (set, int, i));

    if (dominates (other, label))
      return;
    if (dominates (label, other))
      g_array_remove_index_fast (set, i);
    else
      i++;
  }
  if (set->len < MAX_LABELS)
    g_array_append_val (set, index);
}

/* Adds to each label of @set what it becomes by any pause taken here. */
static void
pause_here (DrayHoursMachine *self,
            GArray  *set,
            int      step)
{
  guint n = set->len;
  g_autofree int *parents = n > 0 ? g_memdup2 (set->data, n * sizeof (int)) : NULL;

  for (guint i = 0; i < n; i++)
    for (Pause pause = PAUSE_BREAK; pause < N_PAUSES; pause++)
      keep (self, set, dray_hours_take (self, parents[i], pause, step));
}

/* The way to a step. @here holds labels by how much they still have to drive; each goes on to the end, or as far as it may under
 * each reading of the limits and pauses there. */

static int
left_of (DrayHoursMachine *self,
         int      index,
         int      step,
         int      driving)
{
  /* What this label has driven on the way to @step. */
  for (const DrayHoursLabel *label = dray_hours_get_label (self, index); label->step == step && label->deed != DEED_START; label = dray_hours_get_label (self, label->parent))
    if (label->deed == DEED_DRIVE)
      driving -= label->amount;
  return driving;
}

static void
pause_on_the_way (DrayHoursMachine *self,
                  int               index,
                  int               step,
                  int               after,
                  GArray           *on_the_way)
{
  int there = after > 0 ? dray_hours_drive (self, index, step, after) : index;

  for (Pause pause = PAUSE_BREAK; pause < N_PAUSES; pause++) {
    int behind = dray_hours_take (self, there, pause, step);

    if (behind >= 0)
      g_array_append_val (on_the_way, behind);
  }
}

static void
go_on (DrayHoursMachine *self,
       int               index,
       int               step,
       int               left,
       GArray           *arrived,
       GArray           *on_the_way)
{
  int tried[4];
  int n_tried = 0;

  for (int reading = 0; reading < 4; reading++) {
    int room = MIN (left, dray_hours_driving_room (self, dray_hours_get_label (self, index), (reading & 1) != 0, (reading & 2) != 0));
    gboolean again = FALSE;

    for (int i = 0; i < n_tried; i++)
      again |= tried[i] == room;
    if (room < 0 || again || (room == 0 && left > 0 && dray_hours_get_label (self, index)->deed == DEED_PAUSE))
      continue;
    tried[n_tried++] = room;
    if (room < left) {
      pause_on_the_way (self, index, step, room, on_the_way);
      continue;
    }
    keep (self, arrived, dray_hours_drive (self, index, step, left));
    /* A whole break just short of the place leaves a place for the first part of the next one there. */
    if (left > 1 && self->rules->break_first > 0)
      pause_on_the_way (self, index, step, left - 1, on_the_way);
  }
}

/* Drops the dominated among labels that have the same way left. */
static void
thin_out (DrayHoursMachine *self,
          GArray  *on_the_way,
          int      step,
          int      driving)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < on_the_way->len; i++) {
    int index = g_array_index (on_the_way, int, i);
    int left = left_of (self, index, step, driving);
    gboolean beaten = FALSE;

    for (guint j = 0; j < kept->len && !beaten; j++) {
      int other = g_array_index (kept, int, j);

      beaten = left_of (self, other, step, driving) <= left && dominates (dray_hours_get_label (self, other), dray_hours_get_label (self, index));
    }
    if (!beaten && kept->len < MAX_LABELS)
      g_array_append_val (kept, index);
  }
  g_array_set_size (on_the_way, 0);
  g_array_append_vals (on_the_way, kept->data, kept->len);
}

static void
travel (DrayHoursMachine *self,
        GArray  *set,
        int      step,
        int      driving,
        GArray  *arrived)
{
  g_autoptr (GArray) here = g_array_copy (set);

  g_array_set_size (arrived, 0);
  /* Each round drives and pauses once, so that its number is bounded by the pauses that the way can need. */
  while (here->len > 0) {
    g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (int));

    for (guint i = 0; i < here->len; i++) {
      int index = g_array_index (here, int, i);

      go_on (self, index, step, left_of (self, index, step, driving), arrived, next);
    }
    thin_out (self, next, step, driving);
    g_array_set_size (here, 0);
    g_array_append_vals (here, next->data, next->len);
  }
}

static const DrayTimeWindow any_time = { 0, DRAY_TIME_MAX };

static void
serve (DrayHoursMachine    *self,
       GArray              *arrived,
       int                  step,
       const DrayHoursStep *what,
       GArray              *set)
{
  const DrayTimeWindow *windows = what->n_windows > 0 ? what->windows : &any_time;
  int lacking = self->rules->break_by_any_pause && what->work > 0 ? self->rules->break_length - what->work : 0;

  pause_here (self, arrived, step);
  g_array_set_size (set, 0);
  for (guint i = 0; i < arrived->len; i++)
    for (int w = 0; w < MAX (1, what->n_windows); w++) {
      int parent = g_array_index (arrived, int, i);

      keep (self, set, dray_hours_work (self, parent, step, what, 0, 0, &windows[w]));
      if (lacking <= 0)
        continue;
      keep (self, set, dray_hours_work (self, parent, step, what, lacking, 0, &windows[w]));
      keep (self, set, dray_hours_work (self, parent, step, what, 0, lacking, &windows[w]));
    }
  pause_here (self, set, step);
}

/* From the last label back to the first, written as spans. */

static void
add_span (GArray  *spans,
          DrayDuty duty,
          int      step,
          int     *at,
          int      length)
{
  DrayDutySpan span = { duty, step, *at, *at + length };

  if (length <= 0)
    return;
  g_array_append_val (spans, span);
  *at += length;
}

static void
write_work (GArray               *spans,
            const DrayHoursLabel *label,
            int                  *at)
{
  add_span (spans, DRAY_DUTY_BREAK, label->step, at, label->rest_before);
  add_span (spans, DRAY_DUTY_WAIT, label->step, at, label->open - *at);
  add_span (spans, DRAY_DUTY_WORK, label->step, at, label->amount);
  add_span (spans, DRAY_DUTY_BREAK, label->step, at, label->rest_after);
}

/* The start of the block that the label at @from begins: as the last label of the block has it. */
static int
block_start (const DrayHoursMachine *self,
             const GArray           *chain,
             guint                   from)
{
  int start = 0;

  for (guint i = from; i < chain->len; i++) {
    const DrayHoursLabel *label = dray_hours_get_label (self, g_array_index (chain, int, i));

    if (label->deed == DEED_PAUSE && dray_hours_ends_block (self, label->pause))
      break;
    start = label->earliest;
  }
  return start;
}

static void
write_spans (const DrayHoursMachine *self,
             const GArray           *chain,
             GArray                 *spans)
{
  int at = block_start (self, chain, 0);

  for (guint i = 1; i < chain->len; i++) {
    const DrayHoursLabel *label = dray_hours_get_label (self, g_array_index (chain, int, i));

    if (label->deed == DEED_DRIVE)
      add_span (spans, DRAY_DUTY_DRIVING, label->step, &at, label->amount);
    else if (label->deed == DEED_WORK)
      write_work (spans, label, &at);
    else if (!dray_hours_ends_block (self, label->pause))
      add_span (spans, label->pause == PAUSE_REST_FIRST ? DRAY_DUTY_REST : DRAY_DUTY_BREAK, label->step, &at, label->amount);
    else /* A rest lasts until the block behind it must begin. */
      add_span (spans, DRAY_DUTY_REST, label->step, &at,
                MAX (label->amount, i + 1 < chain->len ? block_start (self, chain, i + 1) - at : 0));
  }
}

static void
trace (const DrayHoursMachine *self,
       int                     last,
       GArray                 *spans)
{
  g_autoptr (GArray) chain = g_array_new (FALSE, FALSE, sizeof (int));

  for (int index = last; index >= 0; index = dray_hours_get_label (self, index)->parent)
    g_array_prepend_val (chain, index);
  write_spans (self, chain, spans);
}

static int
first_label (DrayHoursMachine *self,
             int               open)
{
  const DrayHoursState *state = self->state;
  DrayHoursLabel label = { 0 };

  label.earliest = open;
  /* A driver who is on duty already stays so: leaving later lengthens his day. */
  label.latest = state->duty_since_rest > 0 ? open : DRAY_TIME_MAX;
  label.before = state->duty_since_rest;
  label.driving_break = state->driving_since_break;
  label.work_break = state->work_since_break;
  label.driving_daily = state->driving_since_rest;
  label.first_part = state->first_part_taken;
  label.begin = -1;
  label.parent = -1;
  label.step = -1;
  g_array_append_val (self->labels, label);
  return 0;
}

/* The label that ends first, and among those the one that begins last. Returns: -1 where none ends by @close */
static int
pick (const DrayHoursMachine *self,
      const GArray           *set,
      int                     close)
{
  int best = -1;

  for (guint i = 0; i < set->len; i++) {
    int index = g_array_index (set, int, i);
    const DrayHoursLabel *label = dray_hours_get_label (self, index);
    const DrayHoursLabel *other = best >= 0 ? dray_hours_get_label (self, best) : NULL;
    int sooner = other != NULL ? dray_hours_label_finish (label) - dray_hours_label_finish (other) : -1;

    if (dray_hours_label_finish (label) > close)
      continue;
    if (sooner < 0 || (sooner == 0 && begin_of (label) > begin_of (other)))
      best = index;
  }
  return best;
}

/**
 * dray_hours_schedule:
 * @steps: (array length=n_steps): in order
 * @open: the driver may begin from here on
 * @close: the last step ends by then
 * @spans: (nullable) (element-type DrayDutySpan): is emptied, and filled with the schedule that ends first
 *
 * Whether a route can be driven within the law, and how. The answer is exact for the rules as #DrayHoursRules states them, but that a
 * step keeps at most a few hundred ways of having come there.
 *
 * Returns: %FALSE where no schedule obeys the rules and windows; @spans is then empty
 */
gboolean
dray_hours_schedule (const DrayHoursRules *rules,
                     const DrayHoursState *state,
                     const DrayHoursStep  *steps,
                     int                   n_steps,
                     int                   open,
                     int                   close,
                     GArray               *spans)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (DrayHoursLabel));
  g_autoptr (GArray) set = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) arrived = g_array_new (FALSE, FALSE, sizeof (int));
  DrayHoursMachine self = { rules, state, labels };
  int first = first_label (&self, open);

  if (spans != NULL)
    g_array_set_size (spans, 0);
  g_array_append_val (set, first);
  /* Who comes rested has nothing to rest from. */
  if (state->duty_since_rest > 0 || state->driving_since_break > 0 || state->work_since_break > 0)
    pause_here (&self, set, -1);
  for (int i = 0; i < n_steps && set->len > 0; i++) {
    travel (&self, set, i, steps[i].driving, arrived);
    serve (&self, arrived, i, &steps[i], set);
  }

  int last = pick (&self, set, close);
  if (last >= 0 && spans != NULL)
    trace (&self, last, spans);
  return last >= 0;
}
