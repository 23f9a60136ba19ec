/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* All in quarters of an hour. */
typedef struct {
  int driving;
  int work;
  int open;
  int close;
} DutyTask;

int duty_oracle_earliest_end (gboolean        european,
                              const DutyTask *tasks,
                              int             n_tasks,
                              int             horizon,
                              int             extended_days,
                              int             reduced_rests);
