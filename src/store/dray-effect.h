/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/**
 * DrayEffect:
 * @field: an index of the table, or %DRAY_FIELD_DELETED
 * @before: what the cell held; none where the row was made by this operation
 *
 * What an operation did to one cell. The list of them is its whole outcome: the log keeps it, undo reads it, the hub sends it.
 */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  int              field;
  DrayValue        before;
  DrayValue        after;
} DrayEffect;

/* A #GArray of #DrayEffect that clears them; shared by reference and immutable once made. */
typedef GArray DrayEffects;

DrayEffects *dray_effects_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayEffects, g_array_unref)

static inline const DrayEffect *
dray_effects_get (const DrayEffects *self,
                  guint              i)
{
  return &g_array_index (self, DrayEffect, i);
}

/**
 * DrayCell:
 *
 * The name of one cell.
 */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  int              field;
} DrayCell;

G_END_DECLS
