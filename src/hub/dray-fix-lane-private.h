/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-watch.h"
#include "dray-fix-gate.h"
#include "dray-hub-private.h"
#include "dray-telemetry-writer.h"

G_BEGIN_DECLS

/* Fixes in one message of a device. */
#define DRAY_LANE_BATCH 500

/* What one tenant's trucks are up to. */
typedef struct {
  DrayTelemetryWriter *writer; /* (nullable): where the history can't be opened, nothing is taken */
  GHashTable  *trucks;     /* (element-type DrayId): its index, which is its number in the history */
  GArray      *ids;        /* (element-type DrayId): [index] */
  GArray      *latest;     /* (element-type DrayFix): [index]; at_us 0 before the first */
  DrayFixGate *gate;
  guint        n_gate;     /* trucks that the gate has room for */
  DrayTenant  *tenant;     /* (nullable): borrowed; whose records tell the fences */
  DraySchema  *schema;     /* borrowed */
  DrayFenceWatch *watch;   /* of dray-fence-lane.c, as what follows */
  gboolean     is_reading;
  gboolean     is_stale;
  guint64      n_events;
  GPtrArray   *consoles;   /* of dray-fix-lane.c */
  GString     *pending;    /* what the consoles get at the end of the turn */
} Fleet;

struct _DrayFixLane {
  GMutex      mutex;       /* of all that follows */
  DrayHub    *hub;
  GHashTable *fleets;      /* (element-type DrayId Fleet): by tenant */
  guint64     counts[DRAY_FIX_N_VERDICTS];
  gboolean    has_pending;
  gboolean    is_stopped;
};

gboolean dray_fix_lane_take      (DrayFixLane       *self,
                                  const DrayHolder  *holder,
                                  DrayFix           *fixes,
                                  guint              n_fixes,
                                  DrayTelemetryDone  done,
                                  gpointer           data);
void     dray_fix_lane_add_truck (Fleet             *fleet,
                                  const DrayId      *truck);
void     dray_fix_lane_begin_fences (DrayFixLane    *self,
                                  const DrayId      *tenant,
                                  Fleet             *fleet);
void     dray_fix_lane_read_fences (DrayFixLane     *self,
                                  Fleet             *fleet);
gboolean dray_fix_lane_may_write (DrayRequest       *request);

G_END_DECLS
