/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "duty-oracle.h"

#include <string.h>

/* The regulations, read as timetables: in every quarter of an hour the driver drives, works or is off. All timetables are tried,
 * quarter by quarter; of two drivers who have come equally far, the one whom every clock of the law treats worse is forgotten. Slow, and
 * shares nothing with the solver.
 *
 * Regulation (EC) No 561/2006, Articles 4, 6, 7 and 8, and Directive 2002/15/EC, Article 5; 49 CFR 395.3 and 395.1(g)(1). */

#define Q(hours) ((int) ((hours) * 4))

/* First what must be the same for two states to be compared, then the clocks, of which less is better. */
typedef struct {
  gint8 task;
  gint8 driven;            /* of the task */
  gint8 worked;
  gint8 day_started;
  gint8 off;               /* how long he has been off, without a gap */
  gint8 still;             /* how long he has not driven */
  gint8 first_part;
  gint8 first_part_at_off;
  gint8 rest_part;
  gint8 rest_part_at_off;
  gint8 part;              /* United States: the last part of a split rest: 1 of 7 h, 2 of 3 h */
  gint8 driving;           /* since the last break */
  gint8 work;              /* since the last pause of half an hour */
  gint8 day_driving;
  gint8 day;               /* since the end of the last daily rest */
  gint8 day_at_off;        /* the same when he went off */
  gint8 extended_used;
  gint8 reduced_used;
  gint8 before_driving;    /* United States: in the span before the last part of a split rest */
  gint8 before_day;
} State;

#define KEY_SIZE G_STRUCT_OFFSET (State, driving)

typedef struct {
  gboolean        european;
  int             extended_days;
  int             reduced_rests;
  const DutyTask *tasks;
  int             n_tasks;
  GHashTable     *next;      /* from a key to a GArray of State */
} Oracle;

static guint
hash_state (gconstpointer key)
{
  const guint8 *bytes = key;
  guint hash = 2166136261u;

  for (gsize i = 0; i < KEY_SIZE; i++)
    hash = (hash ^ bytes[i]) * 16777619u;
  return hash;
}

static gboolean
equal_states (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, KEY_SIZE) == 0;
}

static gboolean
is_no_better (const State *a, const State *b)
{
  const gint8 *clocks_a = (const gint8 *) a;
  const gint8 *clocks_b = (const gint8 *) b;

  for (gsize i = KEY_SIZE; i < sizeof (State); i++)
    if (clocks_a[i] < clocks_b[i])
      return FALSE;
  return TRUE;
}

static void
add (GHashTable *states, const State *s)
{
  GArray *same = g_hash_table_lookup (states, s);

  if (same == NULL) {
    same = g_array_new (FALSE, FALSE, sizeof (State));
    g_hash_table_insert (states, g_memdup2 (s, sizeof *s), same);
  }
  for (guint i = 0; i < same->len;) {
    const State *other = &g_array_index (same, State, i);

    if (is_no_better (s, other))
      return;
    if (is_no_better (other, s))
      g_array_remove_index_fast (same, i);
    else
      i++;
  }
  g_array_append_val (same, *s);
}

static GHashTable *
new_states (void)
{
  return g_hash_table_new_full (hash_state, equal_states, g_free, (GDestroyNotify) g_array_unref);
}

/* Keeps a state, told as plainly as the law sees it: what can no longer matter is set to zero. */
static void
put (Oracle *self, const State *state)
{
  State s = *state;

  if (!s.day_started)
    s.off = s.still = s.day_at_off = s.first_part = s.first_part_at_off = s.rest_part_at_off = 0;
  if (self->european) {
    /* Behind the 15th hour of a day there is no lawful rest left. */
    if (s.day_started && (s.off > 0 ? s.day_at_off : s.day) > Q (15))
      return;
    if (s.off > 0)
      s.day = MIN (s.day, Q (15) + 1);
    /* Article 7: the parts lie within the period of driving that they interrupt. */
    if (s.driving == 0)
      s.first_part = 0;
    s.off = MIN (s.off, Q (11));
    s.still = 0;
  } else {
    s.day = MIN (s.day, Q (14) + 1);
    s.day_at_off = s.off > 0 ? MIN (s.day_at_off, Q (14) + 1) : 0;
    s.off = MIN (s.off, Q (10));
    s.still = MIN (s.still, 2);
    s.first_part = s.first_part_at_off = s.rest_part = s.rest_part_at_off = 0;
  }
  add (self->next, &s);
}

static void
new_day (State *state)
{
  state->day_started = FALSE;
  state->day = state->day_driving = 0;
  state->driving = state->work = 0;
  state->first_part = state->rest_part = 0;
  state->part = state->before_driving = state->before_day = 0;
}

/* He is off for another quarter. */
static void
go_off (Oracle *self, const State *state)
{
  State s = *state;

  if (s.off == 0) {
    s.day_at_off = s.day;
    s.first_part_at_off = s.first_part;
    s.rest_part_at_off = s.rest_part;
  }
  s.off = (gint8) MIN (s.off + 1, Q (11.5));
  s.still = (gint8) MIN (s.still + 1, Q (1));
  s.day = (gint8) MIN (s.day + s.day_started, 120);
  if (self->european) {
    /* Article 7: 45 minutes, or 15 and later 30. Directive: half an hour. */
    if (s.off >= 3 || (s.off >= 2 && s.first_part_at_off)) {
      s.driving = 0;
      s.first_part = 0;
    } else {
      s.first_part = 1;
    }
    if (s.off >= 2)
      s.work = 0;
    /* Article 4(g): the first of two parts of a regular daily rest. */
    if (s.off >= Q (3))
      s.rest_part = 1;
  } else if (s.still >= 2) {
    s.driving = 0;
  }
  if (!s.day_started)
    s.day_at_off = 0;
  put (self, &s);
}

/* What the time off was, when it ends in Europe. Article 8(2): what lies within 24 h of the last rest's end is what counts. */
static void
come_back_european (const Oracle *self, const State *state, GArray *ways)
{
  State s = *state;
  int within = MIN (s.off, Q (24) - s.day_at_off);

  s.off = 0;
  s.day_at_off = s.first_part_at_off = s.rest_part_at_off = 0;
  if (s.day_started && within >= Q (9)) {
    State rested = s;

    new_day (&rested);
    if (within >= Q (11) || state->rest_part_at_off) {
      g_array_append_val (ways, rested);
    } else if (rested.reduced_used < self->reduced_rests) {
      rested.reduced_used++;
      g_array_append_val (ways, rested);
    }
    return;
  }
  g_array_append_val (ways, s);
}

/* The same in the United States: 10 h begin a new day; 7 h or 3 h may be a part of a split rest, and need not be. */
static void
come_back_american (const State *state, GArray *ways)
{
  State s = *state;

  s.off = 0;
  s.day_at_off = s.first_part_at_off = s.rest_part_at_off = 0;
  if (s.day_started && state->off >= Q (10)) {
    new_day (&s);
    g_array_append_val (ways, s);
    return;
  }
  g_array_append_val (ways, s);
  for (gint8 part = 1; part <= 2; part++) {
    State split = s;

    if (!s.day_started || state->off < (part == 1 ? Q (7) : Q (3)) || s.part == part)
      continue;
    split.part = part;
    split.before_driving = s.day_driving;
    split.before_day = state->day_at_off;
    split.day_driving = split.day = 0;
    split.driving = 0;
    split.day_started = FALSE;
    g_array_append_val (ways, split);
  }
}

static gboolean
may_drive (const Oracle *self, State *s)
{
  s->day_started = TRUE;
  s->day++;
  s->day_driving++;
  s->driving++;
  s->work++;
  s->still = 0;
  if (self->european) {
    if (s->day_driving == Q (9) + 1 && s->extended_used++ == self->extended_days)
      return FALSE;
    return s->driving <= Q (4.5) && s->day_driving <= Q (10) && s->work <= Q (6) && s->day <= Q (15);
  }
  return s->driving <= Q (8) && s->before_driving + s->day_driving <= Q (11) && s->before_day + s->day <= Q (14);
}

static gboolean
may_work (const Oracle *self, State *s)
{
  s->day_started = TRUE;
  s->day = (gint8) MIN (s->day + 1, 120);
  s->work++;
  s->still = (gint8) MIN (s->still + 1, Q (1));
  if (!self->european) {
    s->work = 0;
    if (s->still >= 2)
      s->driving = 0;
    return TRUE;
  }
  return s->work <= Q (6) && s->day <= Q (15);
}

static void
skip_done (const Oracle *self, State *s)
{
  while (s->task < self->n_tasks && s->driven == self->tasks[s->task].driving && s->worked == self->tasks[s->task].work
         && self->tasks[s->task].work > 0) {
    s->task++;
    s->driven = s->worked = 0;
  }
}

/* A place without work is passed as soon as its window lets him. */
static gboolean
pass (const Oracle *self, State *s, int now)
{
  while (s->task < self->n_tasks && self->tasks[s->task].work == 0 && s->driven == self->tasks[s->task].driving) {
    if (now > self->tasks[s->task].close)
      return FALSE;
    if (now < self->tasks[s->task].open)
      return TRUE;
    s->task++;
    s->driven = s->worked = 0;
    skip_done (self, s);
  }
  return TRUE;
}

static void
be_busy (Oracle *self, const State *state, int now)
{
  const DutyTask *task = &self->tasks[state->task];
  State s = *state;

  if (!self->european)
    s.work = 0;
  if (s.driven < task->driving) {
    s.driven++;
    if (may_drive (self, &s))
      put (self, &s);
  } else if (s.worked < task->work) {
    if (s.worked == 0 && (now < task->open || now > task->close))
      return;
    s.worked++;
    if (!may_work (self, &s))
      return;
    skip_done (self, &s);
    put (self, &s);
  }
}

/* Behind the last stop the driver goes off; that rest too must be one that the law knows. */
static gboolean
may_end (const Oracle *self, const State *s)
{
  if (!self->european || !s->day_started)
    return TRUE;
  int day = s->off > 0 ? s->day_at_off : s->day;
  gboolean split = s->off > 0 ? s->rest_part_at_off : s->rest_part;

  return day + Q (11) <= Q (24) || ((s->reduced_used < self->reduced_rests || split) && day + Q (9) <= Q (24));
}

static void
step (Oracle *self, const State *state, int now)
{
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (State));
  gboolean at_work = state->worked > 0;

  if (!at_work)
    go_off (self, state);
  if (state->off == 0)
    g_array_append_val (ways, *state);
  else if (self->european)
    come_back_european (self, state, ways);
  else
    come_back_american (state, ways);
  for (guint i = 0; i < ways->len; i++)
    be_busy (self, &g_array_index (ways, State, i), now);
}

/* When the earliest lawful timetable ends, in quarters; -1 where there is none within the horizon. */
int
duty_oracle_earliest_end (gboolean        european,
                          const DutyTask *tasks,
                          int             n_tasks,
                          int             horizon,
                          int             extended_days,
                          int             reduced_rests)
{
  g_autoptr (GHashTable) states = new_states ();
  Oracle self = { european, extended_days, reduced_rests, tasks, n_tasks, NULL };
  State first;

  memset (&first, 0, sizeof first);
  add (states, &first);
  for (int now = 0; now <= horizon; now++) {
    g_autoptr (GHashTable) next = new_states ();
    GHashTableIter iter;
    gpointer same;

    self.next = next;
    g_hash_table_iter_init (&iter, states);
    while (g_hash_table_iter_next (&iter, NULL, &same))
      for (guint i = 0; i < ((GArray *) same)->len; i++) {
        State s = g_array_index ((GArray *) same, State, i);

        if (!pass (&self, &s, now))
          continue;
        if (s.task < n_tasks)
          step (&self, &s, now);
        else if (may_end (&self, &s))
          return now;
      }
    g_hash_table_unref (states);
    states = g_steal_pointer (&next);
  }
  return -1;
}
