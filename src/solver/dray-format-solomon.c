/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "dray-instance-private.h"
#include "dray-solver-error.h"

/* The format of Solomon (1987), which Gehring and Homberger kept:
 *
 *     R101                                   the name
 *     VEHICLE
 *     NUMBER     CAPACITY
 *       25         200
 *     CUSTOMER
 *     CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME
 *         0         35        35         0          0        230          0       the depot, then the stops in order
 *
 * Blank lines anywhere; the window bounds the start of service, at the depot the whole day. Times are distances. */

static gboolean
expect_heading (DrayScan   *scan,
                const char *heading,
                GError    **error)
{
  g_autofree char *line = NULL;

  if (!dray_scan_line (scan, &line))
    return dray_scan_fail (scan, error, "the file ends before its heading %s", heading);
  if (!g_str_has_prefix (line, heading))
    return dray_scan_fail (scan, error, "the heading %s should stand here, not “%.40s”", heading, line);
  return TRUE;
}

static gboolean
read_fleet (DrayInstance *self,
            DrayScan     *scan,
            GError      **error)
{
  return expect_heading (scan, "VEHICLE", error)
         && expect_heading (scan, "NUMBER", error)
         && dray_scan_integer (scan, 0, DRAY_INSTANCE_MAX_NODES, &self->n_vehicles, error)
         && dray_scan_integer (scan, 0, G_MAXINT / 2, &self->capacity, error)
         && expect_heading (scan, "CUSTOMER", error)
         && expect_heading (scan, "CUST NO", error);
}

gboolean
dray_instance_read_solomon (DrayInstance *self,
                            DrayScan     *scan,
                            GError      **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, 7 * sizeof (double));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (int));
  char *line = NULL;

  if (!dray_scan_line (scan, &self->name))
    return dray_scan_fail (scan, error, "the file is empty");
  if (!read_fleet (self, scan, error))
    return FALSE;

  while (dray_scan_line (scan, &line)) {
    g_autofree char *owned = g_steal_pointer (&line);
    double row[7];

    if (dray_scan_row (owned, row, 7) != 7)
      return dray_scan_fail (scan, error, "seven numbers should stand here, not “%.60s”", owned);
    if (rows->len == DRAY_INSTANCE_MAX_NODES) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "line %d: more than %d nodes", scan->line, DRAY_INSTANCE_MAX_NODES);
      return FALSE;
    }
    g_array_append_vals (rows, row, 1);
    g_array_append_val (lines, scan->line);
  }
  if (rows->len == 0)
    return dray_scan_fail (scan, error, "the file holds no depot");

  dray_instance_alloc (self, (int) rows->len, TRUE);
  for (int i = 0; i < self->n_nodes; i++) {
    scan->line = g_array_index (lines, int, i);
    if (!dray_instance_set_row (self, i, (const double *) (gpointer) rows->data + 7 * i, scan, error))
      return FALSE;
    if (self->demand[i] < 0)
      return dray_scan_fail (scan, error, "the demand of node %d is negative", i);
  }
  return TRUE;
}
