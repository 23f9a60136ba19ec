/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record.h"
#include "dray-units.h"

#include <float.h>

typedef struct {
  DrayId   id;
  DrayRow *row;   /* (nullable): NULL until it was loaded */
} DrayRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DrayRecord, dray_record, G_TYPE_OBJECT)

enum {
  PROP_ROW = 1,
  PROP_LOADED,
  PROP_TITLE,
  N_PROPS
};

/* The fields' properties have the ids behind these. */
#define FIRST_FIELD N_PROPS

enum { CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static DrayRecordPrivate *
get_private (DrayRecord *self)
{
  return dray_record_get_instance_private (self);
}

/* Until the row is loaded, a field shows what stands for nothing. */
static void
get_field (const DrayRow   *row,
           const DrayTable *table,
           int              field,
           GValue          *value)
{
  DrayFieldType type = table->fields[field].type;

  switch (dray_field_get_kind (&table->fields[field])) {
    case DRAY_VALUE_INTEGER:
      if (type == DRAY_FIELD_BOOLEAN)
        g_value_set_boolean (value, row != NULL && dray_row_get_boolean (row, field));
      else if (row != NULL)
        g_value_set_int64 (value, dray_row_get_integer (row, field));
      else
        g_value_set_int64 (value, type == DRAY_FIELD_INTEGER ? 0 : DRAY_NEVER);
      break;
    case DRAY_VALUE_REAL:
      g_value_set_double (value, row != NULL ? dray_row_get_real (row, field) : 0.0);
      break;
    case DRAY_VALUE_ID:
      if (row != NULL && dray_row_has (row, field))
        g_value_take_string (value, dray_id_dup_text (&row->values[field].id));
      break;
    case DRAY_VALUE_BYTES:
      g_value_set_boxed (value, row != NULL ? dray_row_get_bytes (row, field) : NULL);
      break;
    case DRAY_VALUE_TEXT:
    case DRAY_VALUE_NONE:
    default:
      g_value_set_string (value, row != NULL ? dray_row_get_text (row, field) : NULL);
  }
}

static const char *
get_title (DrayRecord *self)
{
  const DrayTable *table = DRAY_RECORD_GET_CLASS (self)->table;
  DrayRow *row = get_private (self)->row;

  return row != NULL && table->title_field != NULL ? dray_row_get_text (row, dray_table_find_field (table, table->title_field)) : NULL;
}

static void
dray_record_get_property (GObject    *object,
                          guint       property,
                          GValue     *value,
                          GParamSpec *spec)
{
  DrayRecord *self = DRAY_RECORD (object);
  DrayRow *row = get_private (self)->row;

  switch (property) {
    case PROP_ROW:
      g_value_set_boxed (value, row);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, row != NULL);
      break;
    case PROP_TITLE:
      g_value_set_string (value, get_title (self));
      break;
    default:
      get_field (row, DRAY_RECORD_GET_CLASS (self)->table, (int) property - FIRST_FIELD, value);
  }
}

static void
dray_record_finalize (GObject *object)
{
  g_clear_pointer (&get_private (DRAY_RECORD (object))->row, dray_row_unref);
  G_OBJECT_CLASS (dray_record_parent_class)->finalize (object);
}

static void
dray_record_class_init (DrayRecordClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dray_record_get_property;
  object_class->finalize = dray_record_finalize;
  properties[PROP_ROW] = g_param_spec_boxed ("row", NULL, NULL, DRAY_TYPE_ROW, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_FIRST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dray_record_init (DrayRecord *self)
{
}

static GParamSpec *
make_property (const DrayField *field)
{
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY;

  switch (dray_field_get_kind (field)) {
    case DRAY_VALUE_INTEGER:
      if (field->type == DRAY_FIELD_BOOLEAN)
        return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, field->type == DRAY_FIELD_INTEGER ? 0 : DRAY_NEVER, flags);
    case DRAY_VALUE_REAL:
      return g_param_spec_double (name, NULL, NULL, -DBL_MAX, DBL_MAX, 0.0, flags);
    case DRAY_VALUE_BYTES:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_BYTES, flags);
    case DRAY_VALUE_ID:
    case DRAY_VALUE_TEXT:
    case DRAY_VALUE_NONE:
    default:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
  }
}

/* A field called title is its own property and hides the general one, of the same type. */
static void
table_class_init (gpointer class,
                  gpointer data)
{
  const DrayTable *table = data;

  ((DrayRecordClass *) class)->table = table;
  G_OBJECT_CLASS (class)->get_property = dray_record_get_property;
  for (int i = 0; i < table->n_fields; i++)
    g_object_class_install_property (class, FIRST_FIELD + (guint) i, make_property (&table->fields[i]));
}

/* "order_line" becomes DrayOrderLineRecord. */
static char *
make_type_name (const DrayTable *table)
{
  GString *name = g_string_new ("Dray");
  gboolean begins = TRUE;

  for (const char *at = table->name; *at != '\0'; at++) {
    if (*at != '_')
      g_string_append_c (name, begins ? g_ascii_toupper (*at) : *at);
    begins = *at == '_';
  }
  g_string_append (name, "Record");
  return g_string_free (name, FALSE);
}

static GType
register_type (const DrayTable *table)
{
  g_autofree char *name = make_type_name (table);
  const GTypeInfo info = {
    .class_size = sizeof (DrayRecordClass),
    .class_init = table_class_init,
    .class_data = table,
    .instance_size = sizeof (DrayRecord),
  };

  return g_type_register_static (DRAY_TYPE_RECORD, name, &info, 0);
}

/* Returns: the class of the table's records. Two tables of one name in one program are a bug. */
GType
dray_record_get_type_of (const DrayTable *table)
{
  static GMutex lock;
  static GHashTable *types;   /* (element-type DrayTable GType): never freed, as types aren't */

  g_mutex_lock (&lock);
  if (types == NULL)
    types = g_hash_table_new (NULL, NULL);

  GType type = (GType) g_hash_table_lookup (types, table);

  if (type == 0) {
    type = register_type (table);
    g_hash_table_insert (types, (gpointer) table, (gpointer) type);
  }
  g_mutex_unlock (&lock);
  return type;
}

/* Returns: (transfer full): a record that waits for its row */
DrayRecord *
dray_record_new (const DrayTable *table,
                 const DrayId    *id)
{
  DrayRecord *self = g_object_new (dray_record_get_type_of (table), NULL);

  get_private (self)->id = *id;
  return self;
}

static void
notify_differences (DrayRecord    *self,
                    const DrayRow *before,
                    const DrayRow *after)
{
  GParamSpec **specs = NULL;
  guint n_specs;

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (self), &n_specs);
  for (guint i = 0; i < n_specs; i++) {
    int field = (int) specs[i]->param_id - FIRST_FIELD;

    if (specs[i]->owner_type == DRAY_TYPE_RECORD)
      g_object_notify_by_pspec (G_OBJECT (self), specs[i]);
    else if (before == NULL || !dray_value_equal (&before->values[field], &after->values[field]))
      g_object_notify_by_pspec (G_OBJECT (self), specs[i]);
  }
  g_free (specs);
}

/**
 * dray_record_set_row:
 * @row: a newer version of the same record
 *
 * Puts it in and tells whoever looks at it. Does nothing where nothing differs.
 */
void
dray_record_set_row (DrayRecord *self,
                     DrayRow    *row)
{
  DrayRecordPrivate *private = get_private (self);
  DrayRow *before = private->row;

  g_return_if_fail (row->table == DRAY_RECORD_GET_CLASS (self)->table && dray_id_equal (&row->id, &private->id));

  if (before != NULL && dray_row_equal (before, row))
    return;
  private->row = dray_row_ref (row);
  notify_differences (self, before, row);
  g_signal_emit (self, signals[CHANGED], 0);
  g_clear_pointer (&before, dray_row_unref);
}

/* Returns: (transfer none) (nullable): %NULL until it is loaded */
DrayRow *
dray_record_get_row (DrayRecord *self)
{
  return get_private (self)->row;
}

const DrayTable *
dray_record_get_table (DrayRecord *self)
{
  return DRAY_RECORD_GET_CLASS (self)->table;
}

const DrayId *
dray_record_get_id (DrayRecord *self)
{
  return &get_private (self)->id;
}
