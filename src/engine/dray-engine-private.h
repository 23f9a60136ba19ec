/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine-demo-private.h"
#include "dray-engine.h"
#include "dray-worker.h"

G_BEGIN_DECLS

typedef struct _DrayEnginePlaces DrayEnginePlaces;
typedef struct _DrayEngineFigures DrayEngineFigures;
typedef struct _DrayEngineShown DrayEngineShown;

/* What the parts of the engine share. All of it belongs to the main context. */
struct _DrayEngine {
  GObject            parent_instance;

  /* Owned */
  char              *folder;
  char              *name;
  DrayClock         *clock;
  DrayRegion        *region;      /* NULL where the folder has none */
  char              *region_path; /* NULL where the folder has none */
  DrayEnginePlaces  *places;      /* NULL until a place was looked for */
  DrayEngineFigures *figures;     /* NULL until a figure was asked for */
  DrayEngineShown   *shown;       /* NULL until the fleet stands */
  DrayPlanRoads     *roads;       /* what planning knows of the region; NULL where the folder has none */
  DrayPlanPaths     *paths;       /* where a plan's routes lie; NULL where the folder has none */
  DrayMapSource     *map_source;  /* NULL where the folder has none */
  DrayWorkspace     *workspace;
  DraySyncLine      *line;        /* NULL where the workspace has no hub */
  GHashTable        *places_here; /* who → DraySyncPlace: the records that are looked at here */
  DrayLiveFleet     *fleet;
  DrayIngest        *ingest;
  DrayTelemetryWriter *writer;    /* of the positions' file */
  DrayHistory       *history;
  DrayEngineDemo    *demo;        /* NULL unless it runs */
  GPtrArray         *notices;     /* (element-type utf8): what a person should know of how it opened; ends with NULL */
  DrayEngineLoad    *load;        /* NULL once the fleet stands */
  GPtrArray         *routes;      /* (element-type DrayLiveRoute) (nullable elements): what each truck was released */
  DrayRandom         random;
  DrayDemoFacts      facts;
  gboolean           is_demo;
  DrayEngineFlags    flags;
  guint              age_source;
  gint64             aged_us;         /* by the clock: when the fleet was aged last */
  GPtrArray         *open_alarms;     /* (element-type DrayRow): as they were read last; NULL before */
  GHashTable        *escalated;       /* (element-type DrayId): alarms that this engine has escalated */
  gboolean           alarms_reading;
  gboolean           alarms_stale;    /* something was committed while they were read */
  GMainContext      *context;
  gboolean           fences_reading;
  gboolean           fences_stale;    /* one was changed while they were read */
  guint              n_submitting; /* facts, alarms, releases and what is read after them that are not through yet */
  guint64            n_asked;      /* facts and alarms that were ever submitted */
  guint64            n_answered;
  GArray            *settling;     /* who waits for them; NULL while nobody ever did: dray-engine-settle.c */
  guint              n_releasing;  /* releases of several routes that are on their way */
  GArray            *due_routes;   /* released, and to be read again; NULL until the fleet stands */
  GArray            *unanswered;   /* messages on their way to a simulated driver; NULL where none is simulated */
  GTask             *playing;      /* NULL unless the day is being played step by step */
};

void dray_engine_age             (DrayEngine *self);
void dray_engine_play_on         (DrayEngine *self);
void dray_engine_stop_playing    (DrayEngine *self);
void dray_engine_settle          (DrayEngine     *self,
                                  GSourceFunc     func,
                                  gpointer        data,
                                  GDestroyNotify  destroy);
void dray_engine_tell_settled    (DrayEngine *self);
void dray_engine_take_fences     (DrayEngine     *self,
                                  DrayFenceSet   *fences);
void dray_engine_follow_releases (DrayEngine *self);
void dray_engine_follow_due      (DrayEngine *self);
void dray_engine_follow_alarms   (DrayEngine *self);
void dray_engine_age_alarms      (DrayEngine *self);
void dray_engine_follow_drivers  (DrayEngine *self);
void dray_engine_age_drivers     (DrayEngine *self);
void dray_engine_write_from_driver (DrayEngine *self,
                                    guint       truck,
                                    const char *text,
                                    gint64      at_us);
void dray_engine_submit          (DrayEngine *self,
                                  DrayIntent *intent);
void dray_engine_start_hub       (DrayEngine *self);
void dray_engine_stop_hub        (DrayEngine *self);
void dray_engine_follow_others   (DrayEngine *self);
void dray_engine_follow_fences   (DrayEngine *self);
void dray_engine_start_history   (DrayEngine *self);
void dray_engine_stop_history    (DrayEngine *self);
void dray_engine_stop_places     (DrayEngine *self);
void dray_engine_stop_figures    (DrayEngine *self);
void dray_engine_start_shown     (DrayEngine *self);
void dray_engine_stop_shown      (DrayEngine *self);
void dray_engine_sample_shown    (DrayEngine *self);
void dray_engine_keep_leg_shown  (DrayEngine *self,
                                  guint       truck);
void dray_engine_get_shown       (DrayEngine          *self,
                                  const DrayLiveRoute *route,
                                  guint                truck,
                                  guint                stop,
                                  gint64               at_us,
                                  gint64              *hour_us,
                                  gint64              *leg_us);

G_END_DECLS
