/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-row.h"
#include "dray-units.h"

#include <math.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (DrayRow, dray_row, dray_row_ref, dray_row_unref)

/* Returns: (transfer full): a living row of nothing but empty cells */
DrayRow *
dray_row_new (const DrayTable *table,
              const DrayId    *id)
{
  gsize size = sizeof (DrayRow) + (gsize) table->n_fields * sizeof (DrayValue);
  DrayRow *self = g_atomic_rc_box_alloc0 (size);

  self->table = table;
  self->id = *id;
  return self;
}

DrayRow *
dray_row_copy (const DrayRow *self)
{
  DrayRow *copy = dray_row_new (self->table, &self->id);

  copy->is_deleted = self->is_deleted;
  copy->stamp = self->stamp;
  for (int i = 0; i < self->table->n_fields; i++)
    copy->values[i] = dray_value_copy (&self->values[i]);
  return copy;
}

DrayRow *
dray_row_ref (DrayRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_row_clear (DrayRow *self)
{
  for (int i = 0; i < self->table->n_fields; i++)
    dray_value_clear (&self->values[i]);
}

void
dray_row_unref (DrayRow *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_row_clear);
}

/* Whether both name the same record and hold the same; who wrote it does not count. */
gboolean
dray_row_equal (const DrayRow *a,
                const DrayRow *b)
{
  if (a->table != b->table || !dray_id_equal (&a->id, &b->id) || a->is_deleted != b->is_deleted)
    return FALSE;
  for (int i = 0; i < a->table->n_fields; i++)
    if (!dray_value_equal (&a->values[i], &b->values[i]))
      return FALSE;
  return TRUE;
}

static inline const DrayValue *
get (const DrayRow *self,
     int            field)
{
  g_assert (field >= 0 && field < self->table->n_fields);
  return &self->values[field];
}

gboolean
dray_row_has (const DrayRow *self,
              int            field)
{
  return get (self, field)->kind != DRAY_VALUE_NONE;
}

const char *
dray_row_get_text (const DrayRow *self,
                   int            field)
{
  const DrayValue *value = get (self, field);

  return value->kind == DRAY_VALUE_TEXT ? value->text : NULL;
}

gint64
dray_row_get_integer (const DrayRow *self,
                      int            field)
{
  const DrayValue *value = get (self, field);
  DrayFieldType type = self->table->fields[field].type;

  if (value->kind == DRAY_VALUE_INTEGER)
    return value->integer;
  return type == DRAY_FIELD_INSTANT || type == DRAY_FIELD_DATE ? DRAY_NEVER : 0;
}

double
dray_row_get_real (const DrayRow *self,
                   int            field)
{
  const DrayValue *value = get (self, field);

  return value->kind == DRAY_VALUE_REAL ? value->real : NAN;
}

gboolean
dray_row_get_boolean (const DrayRow *self,
                      int            field)
{
  return dray_row_get_integer (self, field) == 1;
}

DrayId
dray_row_get_id (const DrayRow *self,
                 int            field)
{
  const DrayValue *value = get (self, field);

  return value->kind == DRAY_VALUE_ID ? value->id : DRAY_ID_NONE;
}

int
dray_row_get_choice (const DrayRow *self,
                     int            field)
{
  return dray_field_get_choice (&self->table->fields[field], dray_row_get_text (self, field));
}

/* Returns: (transfer none) (nullable) */
GBytes *
dray_row_get_bytes (const DrayRow *self,
                    int            field)
{
  const DrayValue *value = get (self, field);

  return value->kind == DRAY_VALUE_BYTES ? value->bytes : NULL;
}
