/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-instance-private.h"
#include "dray-solver-error.h"

/* The format of Li and Lim (2001) for pickup and delivery with windows:
 *
 *     25   200   1                           vehicles, capacity, speed (1, or 0 in a few published files; times are distances)
 *     0   35  35    0   0  230  0  0  0      the depot
 *     1   41  49  -10 161  171 10  7  0      number, x, y, demand, ready, due, service, its pickup, its delivery
 *
 * A pickup names its delivery in the last column, a delivery its pickup in the one before; their demands add up to zero. */

#define N_COLUMNS 9

/* Checks the pairs once all rows are known; each row's line is its node's number + 2 at least, so the node is named instead. */
static gboolean
check_pairs (const DrayInstance *self,
             GError            **error)
{
  for (int i = 1; i < self->n_nodes; i++) {
    int j = self->partner[i];

    if (j == 0 || self->partner[j] != i || self->demand[i] != -self->demand[j] || self->demand[i] == 0) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_INVALID, "node %d and its partner %d are no pickup and delivery of one load", i, j);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
set_partner (DrayInstance *self,
             int           node,
             const double  row[N_COLUMNS],
             DrayScan     *scan,
             GError      **error)
{
  /* A pickup's partner stands in the last column, a delivery's in the one before. */
  double partner = row[7] > 0 ? row[7] : row[8];

  if (node == 0)
    return TRUE;
  if ((row[7] != 0) == (row[8] != 0) || (row[7] > 0) != (self->demand[node] < 0))
    return dray_scan_fail (scan, error, "node %d must be either a pickup or a delivery", node);
  if (partner < 1 || partner >= self->n_nodes || partner != (int) partner || partner == node)
    return dray_scan_fail (scan, error, "node %d has the partner %g, which is not in the file", node, partner);
  self->partner[node] = (int) partner;
  return TRUE;
}

static gboolean
read_rows (DrayScan *scan,
           GArray   *rows,
           GArray   *lines,
           GError  **error)
{
  char *line = NULL;

  while (dray_scan_line (scan, &line)) {
    g_autofree char *owned = g_steal_pointer (&line);
    double row[N_COLUMNS];

    if (dray_scan_row (owned, row, N_COLUMNS) != N_COLUMNS)
      return dray_scan_fail (scan, error, "nine numbers should stand here, not “%.60s”", owned);
    if (rows->len == DRAY_INSTANCE_MAX_NODES) {
      g_set_error (error, DRAY_SOLVER_ERROR, DRAY_SOLVER_ERROR_LIMIT, "line %d: more than %d nodes", scan->line, DRAY_INSTANCE_MAX_NODES);
      return FALSE;
    }
    g_array_append_vals (rows, row, 1);
    g_array_append_val (lines, scan->line);
  }
  return rows->len > 0 || dray_scan_fail (scan, error, "the file holds no depot");
}

gboolean
dray_instance_read_lilim (DrayInstance *self,
                          DrayScan     *scan,
                          GError      **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, N_COLUMNS * sizeof (double));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (int));
  double speed;

  if (!dray_scan_integer (scan, 0, DRAY_INSTANCE_MAX_NODES, &self->n_vehicles, error)
      || !dray_scan_integer (scan, 0, G_MAXINT / 2, &self->capacity, error)
      || !dray_scan_number (scan, &speed, error))
    return FALSE;
  if (speed != 0 && speed != 1)
    return dray_scan_fail (scan, error, "a speed of %g; only 1 is defined", speed);
  if (!read_rows (scan, rows, lines, error))
    return FALSE;

  dray_instance_alloc (self, (int) rows->len, TRUE);
  self->partner = g_new0 (int, self->n_nodes);
  for (int i = 0; i < self->n_nodes; i++) {
    const double *row = (const double *) (gpointer) rows->data + N_COLUMNS * i;

    scan->line = g_array_index (lines, int, i);
    if (!dray_instance_set_row (self, i, row, scan, error) || !set_partner (self, i, row, scan, error))
      return FALSE;
  }
  return check_pairs (self, error);
}
