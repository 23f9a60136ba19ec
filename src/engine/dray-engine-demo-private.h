/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine-load-private.h"
#include "dray-ingest.h"
#include "dray-sim-clock.h"
#include "dray-sim-fleet.h"

G_BEGIN_DECLS

/* What demo.json says of a demo's day. */
typedef struct {
  char    *name;
  guint64  seed;
  gint64   opens_us;
} DrayDemoFacts;

gboolean dray_demo_facts_read (const char     *folder,
                               DrayDemoFacts  *facts,
                               gboolean       *is_demo,
                               GError        **error);

/**
 * DrayEngineDemo:
 *
 * The simulated day of a demo workspace: lets the simulated fleet live along with the workspace's clock and feeds what its devices send to
 * the engine's ingestion. The first time it lives through the morning until now; a demo that was open before goes on from where its records
 * stand. Main context; the living is done by a thread of its own.
 */
typedef struct _DrayEngineDemo DrayEngineDemo;

typedef void (*DrayEngineDemoFunc) (const DraySimEvent *event,
                                    gpointer            user_data);

DrayEngineDemo *dray_engine_demo_new  (const DrayDemoFacts  *facts,
                                       const DrayEngineLoad *load,
                                       gint64                resumes_us,
                                       DrayClock            *clock,
                                       DrayIngest           *ingest,
                                       DrayEngineDemoFunc    func,
                                       gpointer              user_data);
void            dray_engine_demo_set_route (DrayEngineDemo *self,
                                            guint           truck,
                                            DrayLiveRoute  *route,
                                            guint           n_done);
void            dray_engine_demo_catch_up (DrayEngineDemo  *self,
                                           GSourceFunc      func,
                                           gpointer         data,
                                           GDestroyNotify   destroy);
void            dray_engine_demo_stop (DrayEngineDemo       *self);

G_END_DECLS
