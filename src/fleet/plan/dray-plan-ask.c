/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-plan-ask.h"

DrayPlanAsk *
dray_plan_ask_copy (const DrayPlanAsk *self)
{
  DrayPlanAsk *copy = g_memdup2 (self, sizeof *self);

  copy->hours = self->hours != NULL ? g_memdup2 (self->hours, sizeof *self->hours) : NULL;
  copy->positions = g_memdup2 (self->positions, (gsize) self->n_positions * sizeof *self->positions);
  copy->pinned = g_memdup2 (self->pinned, (gsize) self->n_pinned * sizeof *self->pinned);
  DrayPlanHeld *held = g_memdup2 (self->held, (gsize) self->n_held * sizeof *self->held);

  for (int i = 0; i < self->n_held; i++)
    held[i].tasks = g_memdup2 (held[i].tasks, (gsize) held[i].n_tasks * sizeof *held[i].tasks);
  copy->held = held;
  copy->without = g_memdup2 (self->without, (gsize) self->n_without * sizeof *self->without);
  return copy;
}

/* Of a copy. */
void
dray_plan_ask_free (DrayPlanAsk *self)
{
  g_free ((gpointer) self->hours);
  g_free ((gpointer) self->positions);
  g_free ((gpointer) self->pinned);
  for (int i = 0; i < self->n_held; i++)
    g_free ((gpointer) self->held[i].tasks);
  g_free ((gpointer) self->held);
  g_free ((gpointer) self->without);
  g_free (self);
}
