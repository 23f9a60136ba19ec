/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"
#include "dray-random.h"

G_BEGIN_DECLS

/* One truck as it might drive: on, round a corner, at rest; with the noise of a real receiver. For tests and benchmarks. */
typedef struct {
  DrayRandom random;
  double     lon;
  double     lat;
  double     speed_mps;
  double     heading;
  gboolean   moving;
  gint64     at_us;
  guint32    truck;
} DrayDrive;

void    dray_drive_init (DrayDrive *self,
                         guint64    seed,
                         guint32    truck,
                         gint64     at_us);
DrayFix dray_drive_next (DrayDrive *self,
                         int        interval_s);

G_END_DECLS
