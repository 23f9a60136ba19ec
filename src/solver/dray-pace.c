/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arcs between locations: from a matrix, from rows on demand, or at the pace of the hour (dray-problem.h tells the rule). */
#include "config.h"

#include "dray-problem-private.h"

#define WHOLE_WAY (1 << 20)

static int
get_by_slots (const DrayPace *self,
              int             from,
              int             to,
              int             depart)
{
  gint64 now = depart, left = WHOLE_WAY;

  for (int k = MIN (depart / self->slot_length, self->n_slots - 1);; k++) {
    gint64 duration = dray_matrix_get (self->slots[k], from, to);
    gint64 end = (gint64) (k + 1) * self->slot_length;

    /* Closed for these hours: the rest of the way waits for the next slot. */
    if (duration == DRAY_UNREACHABLE) {
      if (k == self->n_slots - 1)
        return DRAY_UNREACHABLE;
      now = end;
      continue;
    }
    gint64 need = (left * duration + WHOLE_WAY - 1) / WHOLE_WAY;

    if (k == self->n_slots - 1 || now + need <= end)
      return (int) MIN (now + need - depart, DRAY_TIME_MAX);
    left -= (end - now) * WHOLE_WAY / duration;
    now = end;
  }
}

int
dray_pace_get_duration (const DrayPace *self,
                        int             from,
                        int             to,
                        int             depart)
{
  if (from == to)
    return 0;
  if (self->n_slots > 0)
    return get_by_slots (self, from, to, MAX (depart, 0));
  if (self->duration != NULL)
    return dray_matrix_get (self->duration, from, to);

  int duration, distance;

  self->rows (from, &to, 1, &duration, &distance, self->rows_data);
  if (duration >= DRAY_UNREACHABLE)
    return DRAY_UNREACHABLE;
  return (int) MIN (((gint64) duration * 1000 + self->speed_permille - 1) / self->speed_permille, DRAY_TIME_MAX);
}

int
dray_pace_get_distance (const DrayPace *self,
                        int             from,
                        int             to)
{
  if (from == to)
    return 0;
  if (self->distance != NULL)
    return dray_matrix_get (self->distance, from, to);

  int duration, distance;

  self->rows (from, &to, 1, &duration, &distance, self->rows_data);
  return distance;
}
