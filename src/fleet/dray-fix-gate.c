/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fix-gate.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Keeps what can't be true out of the live fleet. One gate belongs to one thread; it knows the newest accepted fix of every truck.
 *
 * A jump is judged against the newest accepted fix only while that is fresh: a truck that was carried by a ferry, or a first fix
 * that was itself wrong, must not be refused for ever. After JUMP_PATIENCE refused jumps in a row the next one is believed. */

#define ACCURACY_LIMIT_DM 500
#define FUTURE_LIMIT_US (60 * DRAY_US_PER_S)
#define PAST_LIMIT_US (60 * DRAY_S_PER_DAY * DRAY_US_PER_S)
#define SPEED_LIMIT_MPS 70.0
#define JUMP_SLACK_M 150.0
#define JUMP_PATIENCE 5
#define METRES_PER_E7 0.0111319

typedef struct {
  gint64 at_us;
  int    lon_e7;
  int    lat_e7;
  int    n_jumps;
} Newest;

struct _DrayFixGate {
  Newest  *newest; /* [n_trucks] */
  guint    n_trucks;
  guint64  counts[DRAY_FIX_N_VERDICTS];
};

DrayFixGate *
dray_fix_gate_new (guint n_trucks)
{
  DrayFixGate *self = g_new0 (DrayFixGate, 1);

  self->n_trucks = n_trucks;
  self->newest = g_new0 (Newest, n_trucks);
  for (guint i = 0; i < n_trucks; i++)
    self->newest[i].at_us = DRAY_NEVER;
  return self;
}

void
dray_fix_gate_free (DrayFixGate *self)
{
  g_free (self->newest);
  g_free (self);
}

/* Flat-earth distance; its error is far below the slack at the distances where the answer is in doubt. */
static double
distance_m (const Newest  *from,
            const DrayFix *to)
{
  double scale = cos (dray_e7_to_degrees (to->lat_e7) * G_PI / 180.0);
  double dx = ((double) to->lon_e7 - from->lon_e7) * METRES_PER_E7 * scale;
  double dy = ((double) to->lat_e7 - from->lat_e7) * METRES_PER_E7;

  return sqrt (dx * dx + dy * dy);
}

static gboolean
is_jump (Newest        *newest,
         const DrayFix *fix)
{
  double seconds = (double) ABS (fix->at_us - newest->at_us) / (double) DRAY_US_PER_S;

  if (distance_m (newest, fix) <= JUMP_SLACK_M + SPEED_LIMIT_MPS * seconds) {
    newest->n_jumps = 0;
    return FALSE;
  }
  return ++newest->n_jumps <= JUMP_PATIENCE;
}

static DrayFixVerdict
judge (DrayFixGate   *self,
       const DrayFix *fix)
{
  if (fix->truck >= self->n_trucks || ABS ((gint64) fix->lon_e7) > 180 * (gint64) DRAY_E7 || ABS ((gint64) fix->lat_e7) > 90 * (gint64) DRAY_E7)
    return DRAY_FIX_INVALID;
  if (fix->at_us > fix->received_us + FUTURE_LIMIT_US)
    return DRAY_FIX_FUTURE;
  if (fix->at_us < fix->received_us - PAST_LIMIT_US)
    return DRAY_FIX_ANCIENT;
  if (fix->accuracy_dm > ACCURACY_LIMIT_DM)
    return DRAY_FIX_INACCURATE;

  Newest *newest = &self->newest[fix->truck];
  if (newest->at_us == DRAY_NEVER)
    return DRAY_FIX_ACCEPTED;
  if (fix->at_us == newest->at_us)
    return DRAY_FIX_DUPLICATE;
  if (is_jump (newest, fix))
    return DRAY_FIX_JUMP;
  return fix->at_us < newest->at_us ? DRAY_FIX_LATE : DRAY_FIX_ACCEPTED;
}

/**
 * dray_fix_gate_judge:
 *
 * Judges one fix, counts the verdict, and remembers the fix if it is accepted. O(1).
 */
DrayFixVerdict
dray_fix_gate_judge (DrayFixGate   *self,
                     const DrayFix *fix)
{
  DrayFixVerdict verdict = judge (self, fix);

  if (verdict == DRAY_FIX_ACCEPTED)
    self->newest[fix->truck] = (Newest) { fix->at_us, fix->lon_e7, fix->lat_e7, 0 };
  self->counts[verdict]++;
  return verdict;
}

guint64
dray_fix_gate_get_count (DrayFixGate    *self,
                         DrayFixVerdict  verdict)
{
  g_return_val_if_fail (verdict < DRAY_FIX_N_VERDICTS, 0);

  return self->counts[verdict];
}

/**
 * dray_fix_verdict_to_text:
 *
 * Returns: the verdict in words, for translation by whoever shows it
 */
const char *
dray_fix_verdict_to_text (DrayFixVerdict verdict)
{
  static const char *const texts[DRAY_FIX_N_VERDICTS] = {
    [DRAY_FIX_ACCEPTED] = N_("accepted"),
    [DRAY_FIX_LATE] = N_("filed late"),
    [DRAY_FIX_DUPLICATE] = N_("received twice"),
    [DRAY_FIX_INACCURATE] = N_("wider than 50 m"),
    [DRAY_FIX_JUMP] = N_("impossible jump"),
    [DRAY_FIX_FUTURE] = N_("clock ahead of ours"),
    [DRAY_FIX_ANCIENT] = N_("clock months behind ours"),
    [DRAY_FIX_INVALID] = N_("no such place or truck"),
  };

  g_return_val_if_fail (verdict < DRAY_FIX_N_VERDICTS, NULL);
  return texts[verdict];
}
