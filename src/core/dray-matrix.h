/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DrayMatrix:
 * @n_rows: number of origins
 * @n_columns: number of destinations
 * @cells: (array): [n_rows * n_columns], row by row; %DRAY_UNREACHABLE where no way leads
 *
 * Durations in seconds or distances in metres between places. Reference counted; whoever makes one fills it before anyone else
 * sees it, and from then on it is immutable, so that threads share it without a lock.
 */
typedef struct {
  int  n_rows;
  int  n_columns;
  int *cells;
} DrayMatrix;

#define DRAY_TYPE_MATRIX (dray_matrix_get_type ())
GType       dray_matrix_get_type (void);

DrayMatrix *dray_matrix_new   (int         n_rows,
                               int         n_columns);
DrayMatrix *dray_matrix_ref   (DrayMatrix *self);
void        dray_matrix_unref (DrayMatrix *self);

static inline int
dray_matrix_get (const DrayMatrix *self,
                 int               row,
                 int               column)
{
  return self->cells[(gsize) row * (gsize) self->n_columns + (gsize) column];
}

static inline void
dray_matrix_set (DrayMatrix *self,
                 int         row,
                 int         column,
                 int         value)
{
  self->cells[(gsize) row * (gsize) self->n_columns + (gsize) column] = value;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayMatrix, dray_matrix_unref)

G_END_DECLS
