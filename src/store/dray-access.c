/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-access.h"

#include <string.h>

/* "order.*" stands for every operation that begins with "order.", "*.read" for every one that ends so, "*" for all. */
static gboolean
grant_names (const DrayGrant *grant,
             const char      *operation)
{
  gsize length = strlen (grant->operation);

  if (length > 1 && grant->operation[0] == '*')
    return g_str_has_suffix (operation, grant->operation + 1);
  if (length > 0 && grant->operation[length - 1] == '*')
    return strncmp (grant->operation, operation, length - 1) == 0;
  return g_str_equal (grant->operation, operation);
}

/* Returns: the farthest scope that any line grants @actor for @operation */
DrayScope
dray_access_get_scope (const DrayGrant *grants,
                       int              n_grants,
                       const DrayActor *actor,
                       const char      *operation)
{
  DrayScope scope = DRAY_SCOPE_NONE;

  for (int i = 0; i < n_grants; i++)
    if (g_strcmp0 (grants[i].role, actor->role) == 0 && grant_names (&grants[i], operation))
      scope = MAX (scope, grants[i].scope);
  return scope;
}

static gboolean
names (const DrayRow *row,
       const char    *field,
       const DrayId  *id)
{
  DrayId named = DRAY_ID_NONE;

  if (field != NULL)
    named = dray_row_get_id (row, dray_table_find_field (row->table, field));
  return !dray_id_is_none (&named) && dray_id_equal (&named, id);
}

static gboolean
has_depot (const DrayRow *row)
{
  return row->table->depot_field != NULL && dray_row_has (row, dray_table_find_field (row->table, row->table->depot_field));
}

/**
 * dray_access_covers:
 * @row: the row itself, or the one at the end of its parent fields, which says whose it is
 *
 * Whether @scope reaches @row for @actor. The same predicate guards operations and reads.
 */
gboolean
dray_access_covers (const DrayActor *actor,
                    DrayScope        scope,
                    const DrayRow   *row)
{
  gboolean is_own = names (row, row->table->owner_field, &actor->subject);

  switch (scope) {
    case DRAY_SCOPE_OWN:
      return is_own;
    case DRAY_SCOPE_DEPOT:
      return is_own || !has_depot (row) || names (row, row->table->depot_field, &actor->depot);
    case DRAY_SCOPE_TENANT:
      return TRUE;
    case DRAY_SCOPE_NONE:
    default:
      return FALSE;
  }
}
