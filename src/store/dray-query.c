/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-query-private.h"

#include "dray-natural.h"
#include "dray-store-error.h"

#include <string.h>

/* Conditions and their parameters are gathered as SQL; names come from the descriptions alone, everything else is bound. */
struct _DrayQuery {
  const DrayTable *table;
  GString         *where;
  GArray          *parameters;  /* (element-type DrayValue): ?1, ?2 … of the conditions */
  GArray          *orders;      /* (element-type Order) */
  DrayFieldMask    fields;      /* whose change may move a row in, out or along */
  int              limit;       /* 0: all */
};

typedef struct {
  int      field;
  gboolean descending;
  gboolean naturally;
} Order;

static void
clear_value (gpointer value)
{
  dray_value_clear (value);
}

DrayQuery *
dray_query_new (const DrayTable *table)
{
  DrayQuery *self = g_atomic_rc_box_new0 (DrayQuery);

  self->table = table;
  self->where = g_string_new ("deleted = 0");
  self->parameters = g_array_new (FALSE, FALSE, sizeof (DrayValue));
  g_array_set_clear_func (self->parameters, clear_value);
  self->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  self->fields = dray_field_mask (DRAY_FIELD_DELETED);
  return self;
}

DrayQuery *
dray_query_ref (DrayQuery *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
dray_query_clear (DrayQuery *self)
{
  g_string_free (self->where, TRUE);
  g_array_unref (self->parameters);
  g_array_unref (self->orders);
}

void
dray_query_unref (DrayQuery *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) dray_query_clear);
}

const DrayTable *
dray_query_get_table (const DrayQuery *self)
{
  return self->table;
}

/* Returns: the number that the parameter has in the SQL */
static guint
add_parameter (DrayQuery *self,
               DrayValue  taken)
{
  g_array_append_val (self->parameters, taken);
  return self->parameters->len;
}

/* LIKE takes % and _ for wildcards; the backslash is our escape. */
static DrayValue
make_pattern (const char *text)
{
  g_autoptr (GString) pattern = g_string_new ("%");

  for (const char *at = text; *at != '\0'; at++) {
    if (strchr ("%_\\", *at) != NULL)
      g_string_append_c (pattern, '\\');
    g_string_append_c (pattern, *at);
  }
  g_string_append_c (pattern, '%');
  return dray_value_text (pattern->str);
}

/* An upper bound of all text that begins with @text, in byte order: a code point that no text may hold stands behind it. */
static DrayValue
make_bound (const char *text)
{
  g_autofree char *bound = g_strconcat (text, "\xf4\x8f\xbf\xbf", NULL);

  return dray_value_text (bound);
}

/**
 * dray_query_where:
 * @taken: of the field's type; owned by the query from now on
 *
 * Adds a condition that rows must meet too.
 */
void
dray_query_where (DrayQuery *self,
                  int        field,
                  DrayTest   test,
                  DrayValue  taken)
{
  static const char *const operators[] = {
    [DRAY_TEST_EQUALS] = "IS", [DRAY_TEST_DIFFERS] = "IS NOT", [DRAY_TEST_BELOW] = "<", [DRAY_TEST_AT_MOST] = "<=",
    [DRAY_TEST_ABOVE] = ">", [DRAY_TEST_AT_LEAST] = ">=",
  };
  g_auto (DrayValue) value = taken;
  const char *name = self->table->fields[field].name;

  self->fields |= dray_field_mask (field);
  if (test == DRAY_TEST_IS_SET)
    g_string_append_printf (self->where, " AND \"%s\" IS NOT NULL", name);
  else if (test == DRAY_TEST_CONTAINS)
    g_string_append_printf (self->where, " AND \"%s\" LIKE ?%u ESCAPE '\\'", name, add_parameter (self, make_pattern (value.text)));
  else if (test == DRAY_TEST_BEGINS) {
    guint from = add_parameter (self, dray_value_copy (&value));

    g_string_append_printf (self->where, " AND \"%s\" >= ?%u AND \"%s\" < ?%u", name, from, name, add_parameter (self, make_bound (value.text)));
  } else if (test == DRAY_TEST_EQUALS && value.kind != DRAY_VALUE_NONE)
    g_string_append_printf (self->where, " AND \"%s\" = ?%u", name, add_parameter (self, dray_value_copy (&value)));
  else
    g_string_append_printf (self->where, " AND \"%s\" %s ?%u", name, operators[test], add_parameter (self, dray_value_copy (&value)));
}

void
dray_query_where_id (DrayQuery    *self,
                     int           field,
                     const DrayId *id)
{
  dray_query_where (self, field, DRAY_TEST_EQUALS, dray_value_id (id));
}

/* Leaves the one row of that id, if the rest lets it through. */
void
dray_query_where_row (DrayQuery    *self,
                      const DrayId *id)
{
  g_string_append_printf (self->where, " AND id = ?%u", add_parameter (self, dray_value_id (id)));
}

/* Leaves the rows behind @id in the order of ids: the next page. */
void
dray_query_where_after (DrayQuery    *self,
                        const DrayId *id)
{
  g_string_append_printf (self->where, " AND id > ?%u", add_parameter (self, dray_value_id (id)));
}

/**
 * dray_query_where_any:
 * @values: (array length=n_values): at most a few hundred; copied
 *
 * Adds the condition that the cell holds one of @values.
 */
void
dray_query_where_any (DrayQuery       *self,
                      int              field,
                      const DrayValue *values,
                      int              n_values)
{
  self->fields |= dray_field_mask (field);
  g_string_append_printf (self->where, " AND \"%s\" IN (", self->table->fields[field].name);
  for (int i = 0; i < n_values; i++)
    g_string_append_printf (self->where, "%s?%u", i > 0 ? ", " : "", add_parameter (self, dray_value_copy (&values[i])));
  g_string_append_c (self->where, ')');
}

static void
search_word (DrayQuery  *self,
             const char *word)
{
  guint parameter = add_parameter (self, make_pattern (word));
  const char *between = " AND (";

  for (int i = 0; i < self->table->n_fields; i++) {
    if (self->table->fields[i].type != DRAY_FIELD_TEXT)
      continue;
    g_string_append_printf (self->where, "%s\"%s\" LIKE ?%u ESCAPE '\\'", between, self->table->fields[i].name, parameter);
    self->fields |= dray_field_mask (i);
    between = " OR ";
  }
  g_string_append (self->where, g_str_equal (between, " OR ") ? ")" : " AND 0");
}

/* Adds the condition that each of @words, parted by spaces, is found in some text of the row. */
void
dray_query_search (DrayQuery  *self,
                   const char *words)
{
  g_auto (GStrv) list = g_strsplit_set (words, " \t", 16);

  for (int i = 0; list[i] != NULL; i++)
    if (*list[i] != '\0')
      search_word (self, list[i]);
}

/* The first call is the first key; those of later calls break its ties. Empty cells come first. */
void
dray_query_order_by (DrayQuery *self,
                     int        field,
                     gboolean   descending)
{
  Order order = { field, descending, FALSE };

  g_array_append_val (self->orders, order);
  self->fields |= dray_field_mask (field);
}

/* As dray_query_order_by() for texts, with the numbers in them by value. */
void
dray_query_order_naturally (DrayQuery *self,
                            int        field,
                            gboolean   descending)
{
  Order order = { field, descending, TRUE };

  g_return_if_fail (self->table->fields[field].type == DRAY_FIELD_TEXT);

  g_array_append_val (self->orders, order);
  self->fields |= dray_field_mask (field);
}

/* At most so many rows; 0 is all. A list model with a limit is read again whole when something changes. */
void
dray_query_set_limit (DrayQuery *self,
                      int        n_rows)
{
  self->limit = n_rows;
}

/* Writes the condition that @actor's @scope reaches a row of @table. */
static void
append_scope (DrayQuery       *self,
              DraySchema      *schema,
              const DrayTable *table,
              DrayScope        scope,
              const DrayActor *actor,
              int              depth)
{
  const char *between = "";

  if (table->parent_field != NULL && depth < 4) {
    const DrayField *field = &table->fields[dray_table_find_field (table, table->parent_field)];

    g_string_append_printf (self->where, "\"%s\" IN (SELECT id FROM \"%s\" WHERE ", field->name, field->refers_to);
    append_scope (self, schema, dray_schema_find_table (schema, field->refers_to), scope, actor, depth + 1);
    g_string_append_c (self->where, ')');
    return;
  }
  g_string_append_c (self->where, '(');
  if (table->owner_field != NULL && !dray_id_is_none (&actor->subject)) {
    g_string_append_printf (self->where, "\"%s\" = ?%u", table->owner_field, add_parameter (self, dray_value_id (&actor->subject)));
    between = " OR ";
  }
  if (scope == DRAY_SCOPE_DEPOT && table->depot_field != NULL)
    g_string_append_printf (self->where, "%s\"%s\" IS NULL OR \"%s\" = ?%u", between, table->depot_field, table->depot_field,
                            add_parameter (self, dray_value_id (&actor->depot)));
  else if (scope == DRAY_SCOPE_DEPOT)
    g_string_append_printf (self->where, "%s1", between);
  else if (*between == '\0')
    g_string_append_c (self->where, '0');
  g_string_append_c (self->where, ')');
}

static void
add_scope_fields (DrayQuery *self)
{
  const char *const names[] = { self->table->owner_field, self->table->depot_field, self->table->parent_field };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      self->fields |= dray_field_mask (dray_table_find_field (self->table, names[i]));
}

/**
 * dray_query_restrict:
 * @actor: (nullable): %NULL is the program itself
 *
 * Leaves only the rows that @actor may read: the predicate of dray_access_covers() for the operation "TABLE.read", in SQL.
 *
 * Errors: %DRAY_STORE_ERROR_FORBIDDEN: none at all
 */
gboolean
dray_query_restrict (DrayQuery        *self,
                     DraySchema       *schema,
                     const DrayActor  *actor,
                     GError          **error)
{
  g_autofree char *operation = g_strconcat (self->table->name, ".read", NULL);
  DrayScope scope = dray_schema_get_scope (schema, actor, operation);

  if (scope == DRAY_SCOPE_NONE) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN, "%s is not allowed to the role %s", operation, actor->role);
    return FALSE;
  }
  if (scope == DRAY_SCOPE_TENANT)
    return TRUE;
  g_string_append (self->where, " AND ");
  append_scope (self, schema, self->table, scope, actor, 0);
  add_scope_fields (self);
  return TRUE;
}

static void
append_columns (const DrayQuery *self,
                DrayQueryForm    form,
                GString         *sql)
{
  if (form == DRAY_QUERY_ROWS)
    dray_row_file_append_columns (self->table, sql);
  else
    g_string_append (sql, "id");
  for (guint i = 0; form == DRAY_QUERY_ONE && i < self->orders->len; i++)
    g_string_append_printf (sql, ", \"%s\"", self->table->fields[g_array_index (self->orders, Order, i).field].name);
}

static void
append_order (const DrayQuery *self,
              GString         *sql)
{
  g_string_append (sql, " ORDER BY ");
  for (guint i = 0; i < self->orders->len; i++) {
    const Order *order = &g_array_index (self->orders, Order, i);

    g_string_append_printf (sql, "\"%s\"%s%s, ", self->table->fields[order->field].name, order->naturally ? " COLLATE by_number" : "",
                            order->descending ? " DESC" : "");
  }
  g_string_append (sql, "id");
  if (self->limit > 0)
    g_string_append_printf (sql, " LIMIT %d", self->limit);
}

/* Returns: (transfer full): the statement with the conditions' parameters bound */
DrayStatement *
dray_query_prepare (const DrayQuery *self,
                    DrayDatabase    *database,
                    DrayQueryForm    form,
                    GError         **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  DrayStatement *statement;

  append_columns (self, form, sql);
  g_string_append_printf (sql, " FROM \"%s\" WHERE %s", self->table->name, self->where->str);
  if (form == DRAY_QUERY_ONE)
    g_string_append_printf (sql, " AND id = ?%d", dray_query_get_id_parameter (self));
  else
    append_order (self, sql);
  statement = dray_database_prepare (database, sql->str, error);
  for (guint i = 0; statement != NULL && i < self->parameters->len; i++)
    dray_statement_bind_value (statement, (int) i + 1, &g_array_index (self->parameters, DrayValue, i));
  return statement;
}

/* The parameter of %DRAY_QUERY_ONE that takes the id. */
int
dray_query_get_id_parameter (const DrayQuery *self)
{
  return (int) self->parameters->len + 1;
}

DrayFieldMask
dray_query_get_fields (const DrayQuery *self)
{
  return self->fields;
}

int
dray_query_get_n_orders (const DrayQuery *self)
{
  return (int) self->orders->len;
}

int
dray_query_get_order (const DrayQuery *self,
                      int              i,
                      gboolean        *descending)
{
  const Order *order = &g_array_index (self->orders, Order, i);

  *descending = order->descending;
  return order->field;
}

/* Whether the numbers in the texts of its @i-th order go by value. */
gboolean
dray_query_is_natural (const DrayQuery *self,
                       int              i)
{
  return g_array_index (self->orders, Order, i).naturally;
}

gboolean
dray_query_has_limit (const DrayQuery *self)
{
  return self->limit > 0;
}
