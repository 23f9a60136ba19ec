/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-demo.h"
#include "dray-engine.h"

G_BEGIN_DECLS

/* A demo without days before its own, which is made once for all tests of a program and copied and opened for each. */

typedef struct {
  char       *path;
  DrayEngine *engine;
  GError     *error;
  gboolean    done;
} DrayDemoCopy;

void dray_demo_copy_make_original   (int              n_segments,
                                     int              n_trucks,
                                     int              n_orders);
void dray_demo_copy_remove_original (void);
void dray_demo_copy_set_up          (DrayDemoCopy    *self,
                                     gconstpointer    data);
void dray_demo_copy_tear_down       (DrayDemoCopy    *self,
                                     gconstpointer    data);
void dray_demo_copy_open            (DrayDemoCopy    *self,
                                     DrayEngineFlags  flags);
void dray_demo_copy_close           (DrayDemoCopy    *self);

/* Closes what is open and plays the day until @until_us, the same every time; then the clock stands. */
void dray_demo_copy_live_until      (DrayDemoCopy    *self,
                                     gint64           until_us);

G_END_DECLS
