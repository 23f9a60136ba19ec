/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-matrix.h"

G_DEFINE_BOXED_TYPE (DrayMatrix, dray_matrix, dray_matrix_ref, dray_matrix_unref)

/**
 * dray_matrix_new:
 *
 * Returns: (transfer full) (nullable): a matrix of zeros, or %NULL if that many cells can't be had
 */
DrayMatrix *
dray_matrix_new (int n_rows,
                 int n_columns)
{
  g_return_val_if_fail (n_rows >= 0 && n_columns >= 0, NULL);

  g_autofree int *cells = g_try_malloc0_n ((gsize) n_rows * (gsize) n_columns + 1, sizeof *cells);
  if (cells == NULL)
    return NULL;

  DrayMatrix *self = g_atomic_rc_box_new (DrayMatrix);

  self->n_rows = n_rows;
  self->n_columns = n_columns;
  self->cells = g_steal_pointer (&cells);
  return self;
}

DrayMatrix *
dray_matrix_ref (DrayMatrix *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_matrix_clear (DrayMatrix *self)
{
  g_free (self->cells);
}

void
dray_matrix_unref (DrayMatrix *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_matrix_clear);
}
