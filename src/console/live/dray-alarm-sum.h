/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-row.h"

G_BEGIN_DECLS

/* Trucks that a group names; the rest is counted. */
#define DRAY_ALARM_MAX_NAMED 3

/**
 * DrayAlarmGroup:
 * @kind: index into dray_alarm_kind_choices
 * @priority: 1 to 3; 1 sounds
 * @n: alarms in it
 * @n_raised: those of them that nobody took
 * @since_us: when the oldest was raised
 * @oldest: the alarm to look at first: of those that nobody took where there is one
 * @trucks: (array length=n_named): whose they are, each once, oldest first
 * @n_trucks: how many there are in all, of which @n_named are named
 * @text: what the oldest says
 * @owner: (nullable): who took the oldest
 * @seen: (element-type DrayId): the trucks that were counted
 *
 * Alarms of one kind and priority that nobody has acknowledged yet: what the strip shows as one.
 */
typedef struct {
  int         kind;
  int         priority;
  guint       n;
  guint       n_raised;
  gint64      since_us;
  DrayId      oldest;
  DrayId      trucks[DRAY_ALARM_MAX_NAMED];
  guint       n_named;
  guint       n_trucks;
  char       *text;
  char       *owner;
  GHashTable *seen;
} DrayAlarmGroup;

/**
 * DrayAlarmSum:
 * @groups: (element-type DrayAlarmGroup): most urgent first: by priority, then what nobody took, then the oldest
 * @n_open: alarms that aren't closed
 * @n_waiting: those that nobody acknowledged, and that aren't shelved
 * @n_urgent: those of them of the top priority
 * @n_acknowledged: acknowledged and not over yet
 * @n_shelved: put aside until a time that has not come
 * @n_sounding: of the top priority, and nobody took them
 *
 * All open alarms at a glance.
 */
typedef struct {
  GArray *groups;
  guint   n_open;
  guint   n_waiting;
  guint   n_urgent;
  guint   n_acknowledged;
  guint   n_shelved;
  guint   n_sounding;
} DrayAlarmSum;

DrayAlarmSum *dray_alarm_sum_new       (GPtrArray     *rows,
                                        gint64         now_us);
void          dray_alarm_sum_free      (DrayAlarmSum  *self);
gboolean      dray_alarm_is_shelved    (const DrayRow *alarm,
                                        gint64         now_us);
gboolean      dray_alarm_is_waiting    (const DrayRow *alarm,
                                        gint64         now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayAlarmSum, dray_alarm_sum_free)

G_END_DECLS
