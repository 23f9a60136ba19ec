/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-format-vroom.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  DRAY_VROOM_JOB,
  DRAY_VROOM_PICKUP,
  DRAY_VROOM_DELIVERY,
} DrayVroomKind;

/* A job, or one end of a shipment: stop number i of the problem. */
typedef struct {
  DrayVroomKind kind;
  gint64        id;
  char         *description;   /* (nullable) */
  int           order;
  int           priority;
  DrayStopInput stop;          /* its windows and skills are owned by @owned of the file */
} DrayVroomTask;

typedef struct {
  gint64           id;
  char            *description;  /* (nullable) */
  int              profile;
  double           speed_factor;
  gint64           fixed;
  gint64           per_hour;
  gint64           per_km;
  int              max_travel_time;  /* DRAY_TIME_MAX: any */
  int              max_distance;
  gint64          *break_ids;    /* [vehicle.n_breaks] */
  DrayVehicleInput vehicle;
} DrayVroomVehicle;

typedef struct {
  char       *name;
  DrayMatrix *duration;          /* (nullable) until it is known */
  DrayMatrix *distance;          /* (nullable) */
  DrayMatrix *cost;              /* (nullable): costs of the file's own */
} DrayVroomProfile;

struct _DrayVroom {
  GArray    *tasks;              /* (element-type DrayVroomTask) */
  GArray    *vehicles;           /* (element-type DrayVroomVehicle) */
  GArray    *profiles;           /* (element-type DrayVroomProfile) */
  GArray    *coordinates;        /* (element-type int): pairs of longitude and latitude in 1e-7 degrees */
  GPtrArray *owned;
  int        n_orders;
  int        n_locations;
  int        n_loads;            /* -1 until the first amount was seen */
  gboolean   has_matrices;
  gint64     epoch;              /* the file's time at the problem's zero */
};

gboolean dray_vroom_read_matrices (DrayVroom *self, JsonObject *root, GError **error);
gboolean dray_vroom_read_vehicle  (DrayVroom *self, JsonObject *object, GError **error);

/* What jobs and vehicles share. Each leaves its result as it was where the key is absent. */
gboolean dray_vroom_read_int      (JsonObject *object, const char *key, gint64 max, int *value, GError **error);
gboolean dray_vroom_read_place    (DrayVroom *self, JsonObject *object, const char *location, const char *index, int *place, GError **error);
gboolean dray_vroom_read_amount   (DrayVroom *self, JsonObject *object, const char *key, int loads[DRAY_MAX_LOADS], GError **error);
gboolean dray_vroom_read_skills   (DrayVroom *self, JsonObject *object, const int **skills, int *n_skills, GError **error);
gboolean dray_vroom_read_windows  (DrayVroom *self, JsonObject *object, const DrayTimeWindow **windows, int *n_windows, GError **error);
gboolean dray_vroom_read_window   (DrayVroom *self, JsonNode *node, DrayTimeWindow *window, GError **error);

static inline const DrayVroomTask *
dray_vroom_get_task (const DrayVroom *self,
                     int              stop)
{
  return &g_array_index (self->tasks, DrayVroomTask, stop);
}

G_END_DECLS
