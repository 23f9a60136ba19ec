/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-instance-private.h"
#include "dray-solver-error.h"

/* The format of CVRPLIB and VRPLIB, TSPLIB 95 grown by windows: lines "KEY : value", then sections of numbers under a bare key.
 *
 *     NAME : X-n101-k25                      TYPE : CVRP or VRPTW      DIMENSION : nodes, the depot included
 *     CAPACITY : 206                         VEHICLES : most routes    DISTANCE : longest route
 *     EDGE_WEIGHT_TYPE : EUC_2D | EXPLICIT   EDGE_WEIGHT_FORMAT : FULL_MATRIX | LOWER_ROW | LOWER_DIAG_ROW | UPPER_ROW | UPPER_DIAG_ROW
 *     NODE_COORD_SECTION                     number x y
 *     EDGE_WEIGHT_SECTION                    numbers, over line ends
 *     DEMAND_SECTION                         number demand
 *     TIME_WINDOW_SECTION                    number open close
 *     SERVICE_TIME : same for all stops      or SERVICE_TIME_SECTION: number time
 *     DEPOT_SECTION                          1 -1
 *     EOF
 *
 * The depot must be node 1: solutions number the stops by their place behind it. */

typedef enum { SHAPE_FULL, SHAPE_LOWER, SHAPE_LOWER_DIAGONAL, SHAPE_UPPER, SHAPE_UPPER_DIAGONAL } Shape;

static const char *const shapes[] = {
  [SHAPE_FULL] = "FULL_MATRIX",
  [SHAPE_LOWER] = "LOWER_ROW",
  [SHAPE_LOWER_DIAGONAL] = "LOWER_DIAG_ROW",
  [SHAPE_UPPER] = "UPPER_ROW",
  [SHAPE_UPPER_DIAGONAL] = "UPPER_DIAG_ROW",
};

typedef struct {
  DrayInstance *instance;
  DrayScan     *scan;
  gboolean      is_explicit;
  Shape         shape;
  gboolean      has_coordinates;
  gboolean      has_demand;
} Reader;

/* Specifications: "KEY : value". */

static gboolean
read_int_value (Reader     *self,
                const char *value,
                int         max,
                int        *number,
                GError    **error)
{
  double row[1];

  if (dray_scan_row (value, row, 1) != 1 || row[0] < 0 || row[0] > max || row[0] != (int) row[0])
    return dray_scan_fail (self->scan, error, "“%.40s” is no whole number from 0 to %d", value, max);
  *number = (int) row[0];
  return TRUE;
}

static gboolean
on_name (Reader *self, const char *value, GError **error G_GNUC_UNUSED)
{
  g_free (self->instance->name);
  self->instance->name = g_strdup (value);
  return TRUE;
}

static gboolean
on_remark (Reader *self G_GNUC_UNUSED, const char *value G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  return TRUE;
}

static gboolean
on_type (Reader *self, const char *value, GError **error)
{
  static const char *const known[] = { "CVRP", "ACVRP", "DCVRP", "VRPTW", "CVRPTW", NULL };

  return g_strv_contains (known, value) || dray_scan_fail (self->scan, error, "the type %.40s is not read here", value);
}

static gboolean
on_dimension (Reader *self, const char *value, GError **error)
{
  int n = 0;

  if (self->instance->n_nodes > 0)
    return dray_scan_fail (self->scan, error, "DIMENSION stands here a second time");
  if (!read_int_value (self, value, G_MAXINT / 2, &n, error))
    return FALSE;
  if (n < 1)
    return dray_scan_fail (self->scan, error, "the file holds no depot");
  if (n > DRAY_INSTANCE_MAX_NODES) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "line %d: more than %d nodes", self->scan->line, DRAY_INSTANCE_MAX_NODES);
    return FALSE;
  }
  dray_instance_alloc (self->instance, n, FALSE);
  return TRUE;
}

static gboolean
on_capacity (Reader *self, const char *value, GError **error)
{
  return read_int_value (self, value, G_MAXINT / 2, &self->instance->capacity, error);
}

static gboolean
on_vehicles (Reader *self, const char *value, GError **error)
{
  return read_int_value (self, value, DRAY_INSTANCE_MAX_NODES, &self->instance->n_vehicles, error);
}

static gboolean
on_distance (Reader *self, const char *value, GError **error)
{
  return dray_scan_row (value, &self->instance->max_length, 1) == 1
         || dray_scan_fail (self->scan, error, "“%.40s” is no distance", value);
}

static gboolean
on_weight_type (Reader *self, const char *value, GError **error)
{
  self->is_explicit = strcmp (value, "EXPLICIT") == 0;
  return self->is_explicit || strcmp (value, "EUC_2D") == 0
         || dray_scan_fail (self->scan, error, "the edge weight type %.40s is not read here; EUC_2D and EXPLICIT are", value);
}

static gboolean
on_weight_format (Reader *self, const char *value, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (strcmp (value, shapes[i]) == 0) {
      self->shape = (Shape) i;
      return TRUE;
    }
  return strcmp (value, "FUNCTION") == 0 || dray_scan_fail (self->scan, error, "the edge weight format %.40s is not read here", value);
}

static gboolean
on_service_time (Reader *self, const char *value, GError **error)
{
  DrayInstance *instance = self->instance;
  double service = 0;

  if (instance->n_nodes == 0)
    return dray_scan_fail (self->scan, error, "DIMENSION must stand above SERVICE_TIME");
  if (dray_scan_row (value, &service, 1) != 1 || service < 0)
    return dray_scan_fail (self->scan, error, "“%.40s” is no service time", value);
  if (instance->service == NULL)
    instance->service = g_new0 (double, instance->n_nodes);
  for (int i = 1; i < instance->n_nodes; i++)
    instance->service[i] = service;
  return TRUE;
}

/* Sections: numbers below a bare key. */

/* Reads the rows of a section, each "number a [b]". */
static gboolean
read_columns (Reader  *self,
              double  *first,
              double  *second,
              GError **error)
{
  for (int i = 0; i < self->instance->n_nodes; i++) {
    int node;

    if (!dray_scan_integer (self->scan, 1, self->instance->n_nodes, &node, error) || !dray_scan_number (self->scan, &first[node - 1], error)
        || (second != NULL && !dray_scan_number (self->scan, &second[node - 1], error)))
      return FALSE;
    if (node != i + 1)
      return dray_scan_fail (self->scan, error, "node %d should stand here, not %d", i + 1, node);
  }
  return TRUE;
}

static gboolean
on_coordinates (Reader *self, const char *value G_GNUC_UNUSED, GError **error)
{
  self->has_coordinates = TRUE;
  return read_columns (self, self->instance->x, self->instance->y, error);
}

static gboolean
on_demand (Reader *self, const char *value G_GNUC_UNUSED, GError **error)
{
  g_autofree double *demand = g_new0 (double, self->instance->n_nodes);

  if (!read_columns (self, demand, NULL, error))
    return FALSE;
  for (int i = 0; i < self->instance->n_nodes; i++) {
    if (demand[i] < 0 || demand[i] != (int) demand[i])
      return dray_scan_fail (self->scan, error, "the demand of node %d is %g", i + 1, demand[i]);
    self->instance->demand[i] = (int) demand[i];
  }
  self->has_demand = TRUE;
  return TRUE;
}

static gboolean
on_windows (Reader *self, const char *value G_GNUC_UNUSED, GError **error)
{
  DrayInstance *instance = self->instance;

  if (instance->open == NULL) {
    instance->open = g_new0 (double, instance->n_nodes);
    instance->close = g_new0 (double, instance->n_nodes);
  }
  if (!read_columns (self, instance->open, instance->close, error))
    return FALSE;
  for (int i = 0; i < instance->n_nodes; i++)
    if (instance->open[i] < 0 || instance->open[i] > instance->close[i])
      return dray_scan_fail (self->scan, error, "the window of node %d is %g to %g", i + 1, instance->open[i], instance->close[i]);
  return TRUE;
}

static gboolean
on_services (Reader *self, const char *value G_GNUC_UNUSED, GError **error)
{
  DrayInstance *instance = self->instance;

  if (instance->service == NULL)
    instance->service = g_new0 (double, instance->n_nodes);
  if (!read_columns (self, instance->service, NULL, error))
    return FALSE;
  for (int i = 0; i < instance->n_nodes; i++)
    if (instance->service[i] < 0)
      return dray_scan_fail (self->scan, error, "the service time of node %d is negative", i + 1);
  return TRUE;
}

static gboolean
on_weights (Reader *self, const char *value G_GNUC_UNUSED, GError **error)
{
  int n = self->instance->n_nodes;
  gboolean lower = self->shape == SHAPE_LOWER || self->shape == SHAPE_LOWER_DIAGONAL;
  gboolean diagonal = self->shape == SHAPE_LOWER_DIAGONAL || self->shape == SHAPE_UPPER_DIAGONAL;

  if (!self->is_explicit)
    return dray_scan_fail (self->scan, error, "a matrix stands here, but EDGE_WEIGHT_TYPE is not EXPLICIT");
  if (self->instance->weights != NULL)
    return dray_scan_fail (self->scan, error, "a second matrix stands here");
  if (n > DRAY_INSTANCE_MAX_EXPLICIT) {
    g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "line %d: a written-out matrix of more than %d nodes", self->scan->line, DRAY_INSTANCE_MAX_EXPLICIT);
    return FALSE;
  }
  double *weights = self->instance->weights = g_new0 (double, (gsize) n * (gsize) n);
  for (int i = 0; i < n; i++) {
    int from = self->shape == SHAPE_FULL || lower ? 0 : i + !diagonal;
    int to = self->shape == SHAPE_FULL || !lower ? n : i + diagonal;

    for (int j = from; j < to; j++) {
      double *weight = &weights[(gsize) i * (gsize) n + (gsize) j];

      if (!dray_scan_number (self->scan, weight, error))
        return FALSE;
      if (*weight < 0)
        return dray_scan_fail (self->scan, error, "the weight from node %d to node %d is negative", i + 1, j + 1);
      if (self->shape != SHAPE_FULL)
        weights[(gsize) j * (gsize) n + (gsize) i] = *weight;
    }
  }
  return TRUE;
}

static gboolean
on_depot (Reader *self, const char *value G_GNUC_UNUSED, GError **error)
{
  int first, second;

  if (!dray_scan_integer (self->scan, -1, G_MAXINT, &first, error) || !dray_scan_integer (self->scan, -1, G_MAXINT, &second, error))
    return FALSE;
  return (first == 1 && second == -1) || dray_scan_fail (self->scan, error, "one depot, which is node 1, is read here");
}

typedef struct {
  const char *key;
  gboolean    is_section;
  gboolean  (*read) (Reader *self, const char *value, GError **error);
} Keyword;

static const Keyword keywords[] = {
  { "NAME", FALSE, on_name },
  { "COMMENT", FALSE, on_remark },
  { "TYPE", FALSE, on_type },
  { "DIMENSION", FALSE, on_dimension },
  { "CAPACITY", FALSE, on_capacity },
  { "VEHICLES", FALSE, on_vehicles },
  { "DISTANCE", FALSE, on_distance },
  { "SERVICE_TIME", FALSE, on_service_time },
  { "EDGE_WEIGHT_TYPE", FALSE, on_weight_type },
  { "EDGE_WEIGHT_FORMAT", FALSE, on_weight_format },
  { "NODE_COORD_TYPE", FALSE, on_remark },
  { "DISPLAY_DATA_TYPE", FALSE, on_remark },
  { "NODE_COORD_SECTION", TRUE, on_coordinates },
  { "EDGE_WEIGHT_SECTION", TRUE, on_weights },
  { "DEMAND_SECTION", TRUE, on_demand },
  { "TIME_WINDOW_SECTION", TRUE, on_windows },
  { "SERVICE_TIME_SECTION", TRUE, on_services },
  { "DEPOT_SECTION", TRUE, on_depot },
};

static gboolean
read_keyword (Reader  *self,
              char    *line,
              GError **error)
{
  char *colon = strchr (line, ':');
  const char *value = "";

  if (colon != NULL) {
    *colon = '\0';
    value = g_strstrip (colon + 1);
  }
  g_strchomp (line);
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++) {
    if (strcmp (line, keywords[i].key) != 0)
      continue;
    if (keywords[i].is_section && self->instance->n_nodes == 0)
      return dray_scan_fail (self->scan, error, "DIMENSION must stand above %s", line);
    return keywords[i].read (self, value, error);
  }
  return dray_scan_fail (self->scan, error, "the keyword “%.40s” is not read here", line);
}

/* A window's file may leave the service out, and the other way round. */
static gboolean
finish (Reader  *self,
        GError **error)
{
  DrayInstance *instance = self->instance;

  if (instance->n_nodes == 0)
    return dray_scan_fail (self->scan, error, "the file has no DIMENSION");
  if (self->is_explicit ? instance->weights == NULL : !self->has_coordinates)
    return dray_scan_fail (self->scan, error, "the file has no %s", self->is_explicit ? "EDGE_WEIGHT_SECTION" : "NODE_COORD_SECTION");
  if (!self->has_demand)
    return dray_scan_fail (self->scan, error, "the file has no DEMAND_SECTION");
  if (instance->demand[0] != 0)
    return dray_scan_fail (self->scan, error, "the depot has a demand");
  if (instance->open != NULL && instance->service == NULL)
    instance->service = g_new0 (double, instance->n_nodes);
  if (self->is_explicit && !self->has_coordinates) {
    g_clear_pointer (&instance->x, g_free);
    g_clear_pointer (&instance->y, g_free);
  }
  return TRUE;
}

gboolean
dray_instance_read_vrplib (DrayInstance *self,
                           DrayScan     *scan,
                           GError      **error)
{
  Reader reader = { .instance = self, .scan = scan };
  char *line = NULL;

  while (dray_scan_line (scan, &line)) {
    g_autofree char *owned = g_steal_pointer (&line);

    if (strcmp (owned, "EOF") == 0)
      break;
    if (!read_keyword (&reader, owned, error))
      return FALSE;
  }
  return finish (&reader, error);
}
