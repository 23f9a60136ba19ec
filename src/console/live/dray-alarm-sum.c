/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-sum.h"

#include "dray-alarm.h"

/* A storm of alarms is a few lines: one for each kind and priority. Nothing is left out of the counts. */

static const char *
get_status (const DrayRow *alarm)
{
  const char *status = dray_row_get_text (alarm, DRAY_ALARM_STATUS);

  return status != NULL ? status : "raised";
}

/* A shelf ends by the clock: an alarm whose time has come rings again without anybody writing it. */
gboolean
dray_alarm_is_shelved (const DrayRow *alarm,
                       gint64         now_us)
{
  return g_str_equal (get_status (alarm), "shelved") && dray_row_get_integer (alarm, DRAY_ALARM_SHELVED_UNTIL_US) > now_us;
}

/* Whether somebody still has to acknowledge it. */
gboolean
dray_alarm_is_waiting (const DrayRow *alarm,
                       gint64         now_us)
{
  const char *status = get_status (alarm);

  return !g_str_equal (status, "closed") && !g_str_equal (status, "acknowledged") && !dray_alarm_is_shelved (alarm, now_us);
}

static gboolean
is_raised (const DrayRow *alarm)
{
  return g_str_equal (get_status (alarm), "raised") || g_str_equal (get_status (alarm), "shelved");
}

static void
clear_words (DrayAlarmGroup *group)
{
  g_free (group->text);
  g_free (group->owner);
}

static void
clear_group (gpointer data)
{
  DrayAlarmGroup *group = data;

  clear_words (group);
  g_hash_table_unref (group->seen);
}

static DrayAlarmGroup *
find_group (DrayAlarmSum  *self,
            const DrayRow *alarm)
{
  DrayAlarmGroup made = {
    .kind = dray_row_get_choice (alarm, DRAY_ALARM_KIND), .priority = (int) dray_row_get_integer (alarm, DRAY_ALARM_PRIORITY), .since_us = G_MAXINT64,
  };

  for (guint i = 0; i < self->groups->len; i++) {
    DrayAlarmGroup *group = &g_array_index (self->groups, DrayAlarmGroup, i);

    if (group->kind == made.kind && group->priority == made.priority)
      return group;
  }
  made.seen = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  g_array_append_val (self->groups, made);
  return &g_array_index (self->groups, DrayAlarmGroup, self->groups->len - 1);
}

static void
name_truck (DrayAlarmGroup *group,
            const DrayRow  *alarm)
{
  DrayId truck = dray_row_get_id (alarm, DRAY_ALARM_TRUCK);

  if (dray_id_is_none (&truck) || !g_hash_table_add (group->seen, g_memdup2 (&truck, sizeof truck)))
    return;
  if (group->n_named < DRAY_ALARM_MAX_NAMED)
    group->trucks[group->n_named++] = truck;
  group->n_trucks++;
}

/* @alarm comes oldest first: the first that nobody took stays the one to look at. */
static void
count_waiting (DrayAlarmSum  *self,
               const DrayRow *alarm)
{
  DrayAlarmGroup *group = find_group (self, alarm);
  gboolean first_raised = is_raised (alarm) && group->n_raised == 0;

  if (group->n == 0 || first_raised) {
    clear_words (group);
    group->oldest = alarm->id;
    group->text = g_strdup (dray_row_get_text (alarm, DRAY_ALARM_TEXT));
    group->owner = g_strdup (dray_row_get_text (alarm, DRAY_ALARM_OWNER));
  }
  group->since_us = MIN (group->since_us, dray_row_get_integer (alarm, DRAY_ALARM_RAISED_US));
  group->n++;
  group->n_raised += is_raised (alarm);
  name_truck (group, alarm);
  self->n_waiting++;
  if (group->priority == 1) {
    self->n_urgent++;
    self->n_sounding += is_raised (alarm);
  }
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const DrayAlarmGroup *left = a, *right = b;

  if (left->priority != right->priority)
    return left->priority - right->priority;
  if ((left->n_raised > 0) != (right->n_raised > 0))
    return left->n_raised > 0 ? -1 : 1;
  return left->since_us < right->since_us ? -1 : left->since_us > right->since_us;
}

static int
compare_since (gconstpointer a,
               gconstpointer b)
{
  gint64 left = dray_row_get_integer (*(DrayRow *const *) a, DRAY_ALARM_RAISED_US);
  gint64 right = dray_row_get_integer (*(DrayRow *const *) b, DRAY_ALARM_RAISED_US);

  return left < right ? -1 : left > right;
}

/* @rows: (element-type DrayRow): of the table of alarms, in any order; gets sorted; closed ones are passed over */
DrayAlarmSum *
dray_alarm_sum_new (GPtrArray *rows,
                    gint64     now_us)
{
  DrayAlarmSum *self = g_new0 (DrayAlarmSum, 1);

  self->groups = g_array_new (FALSE, TRUE, sizeof (DrayAlarmGroup));
  g_array_set_clear_func (self->groups, clear_group);
  g_ptr_array_sort (rows, compare_since);
  for (guint i = 0; i < rows->len; i++) {
    const DrayRow *alarm = rows->pdata[i];

    if (g_str_equal (get_status (alarm), "closed"))
      continue;
    self->n_open++;
    if (dray_alarm_is_shelved (alarm, now_us))
      self->n_shelved++;
    else if (dray_alarm_is_waiting (alarm, now_us))
      count_waiting (self, alarm);
    else
      self->n_acknowledged++;
  }
  g_array_sort (self->groups, compare_groups);
  return self;
}

void
dray_alarm_sum_free (DrayAlarmSum *self)
{
  g_array_unref (self->groups);
  g_free (self);
}
