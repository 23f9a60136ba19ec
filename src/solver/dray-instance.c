/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-instance.h"

#include <math.h>
#include <string.h>

#include "dray-instance-private.h"
#include "dray-solver-error.h"

void
dray_instance_alloc (DrayInstance *self,
                     int           n,
                     gboolean      with_times)
{
  self->n_nodes = n;
  self->x = g_new0 (double, n);
  self->y = g_new0 (double, n);
  self->demand = g_new0 (int, n);
  if (with_times) {
    self->open = g_new0 (double, n);
    self->close = g_new0 (double, n);
    self->service = g_new0 (double, n);
  }
}

static gboolean
is_int (double value)
{
  return value == floor (value) && fabs (value) <= G_MAXINT;
}

/* One row of the table that Solomon's and Li and Lim's files share: number, x, y, demand, ready, due, service. */
gboolean
dray_instance_set_row (DrayInstance *self,
                       int           node,
                       const double  row[7],
                       DrayScan     *scan,
                       GError      **error)
{
  if (row[0] != node)
    return dray_scan_fail (scan, error, "node %d should stand here, not %g", node, row[0]);
  if (!is_int (row[3]))
    return dray_scan_fail (scan, error, "the demand %g is no integer", row[3]);
  if (row[4] < 0 || row[6] < 0)
    return dray_scan_fail (scan, error, "a time of node %d is negative", node);
  if (row[4] > row[5])
    return dray_scan_fail (scan, error, "the window of node %d opens at %g, after it closes at %g", node, row[4], row[5]);
  self->x[node] = row[1];
  self->y[node] = row[2];
  self->demand[node] = (int) row[3];
  self->open[node] = row[4];
  self->close[node] = row[5];
  self->service[node] = row[6];
  return TRUE;
}

/**
 * dray_instance_parse:
 * @text: the file's content; it need not end with a zero
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID with the line, or %DRAY_SOLVER_ERROR_LIMIT for more nodes than this program takes
 */
DrayInstance *
dray_instance_parse (const char         *text,
                     gsize               n_bytes,
                     DrayInstanceFormat  format,
                     GError            **error)
{
  static gboolean (*const readers[]) (DrayInstance *, DrayScan *, GError **) = {
    [DRAY_INSTANCE_SOLOMON] = dray_instance_read_solomon,
    [DRAY_INSTANCE_LILIM] = dray_instance_read_lilim,
    [DRAY_INSTANCE_VRPLIB] = dray_instance_read_vrplib,
  };
  g_autofree char *copy = dray_scan_dup_text (text, n_bytes, error);
  g_autoptr (DrayInstance) self = g_new0 (DrayInstance, 1);
  DrayScan scan;

  if (copy == NULL)
    return NULL;
  self->format = format;
  dray_scan_init (&scan, copy);
  return readers[format] (self, &scan, error) ? g_steal_pointer (&self) : NULL;
}

/* Reads from the first lines which format this is. Returns: whether it is any of them */
gboolean
dray_instance_guess (const char         *text,
                     gsize               n_bytes,
                     DrayInstanceFormat *format)
{
  g_autofree char *head = g_strndup (text, MIN (n_bytes, 4096));
  double row[4];

  if (strstr (head, "CUST NO") != NULL || strstr (head, "VEHICLE\n") != NULL || strstr (head, "VEHICLE\r\n") != NULL)
    *format = DRAY_INSTANCE_SOLOMON;
  else if (strstr (head, "DIMENSION") != NULL)
    *format = DRAY_INSTANCE_VRPLIB;
  else {
    head[strcspn (head, "\r\n")] = '\0';
    if (dray_scan_row (head, row, 4) != 3)
      return FALSE;
    *format = DRAY_INSTANCE_LILIM;
  }
  return TRUE;
}

void
dray_instance_free (DrayInstance *self)
{
  g_free (self->name);
  g_free (self->x);
  g_free (self->y);
  g_free (self->weights);
  g_free (self->demand);
  g_free (self->open);
  g_free (self->close);
  g_free (self->service);
  g_free (self->partner);
  g_free (self);
}

/**
 * dray_instance_distance:
 *
 * The length of an arc in the file's own unit: a matrix in the file is taken as it stands, coordinates as the convention says.
 *
 * Source: TSPLIB 95, section 2 (nearest); 12th DIMACS implementation challenge, VRPTW competition rules (truncation).
 */
double
dray_instance_distance (const DrayInstance *self,
                        int                 from,
                        int                 to,
                        DrayRounding        rounding)
{
  if (self->weights != NULL)
    return self->weights[(gsize) from * (gsize) self->n_nodes + (gsize) to];

  double dx = self->x[from] - self->x[to];
  double dy = self->y[from] - self->y[to];
  double length = sqrt (dx * dx + dy * dy);

  switch (rounding) {
  case DRAY_ROUNDING_DIMACS:
    return floor (10 * length) / 10;
  case DRAY_ROUNDING_NEAREST:
    return floor (length + 0.5);
  case DRAY_ROUNDING_NONE:
  default:
    return length;
  }
}
