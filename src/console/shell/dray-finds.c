/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-finds.h"

#include "dray-contact.h"
#include "dray-driver.h"
#include "dray-fence.h"
#include "dray-order.h"
#include "dray-party.h"
#include "dray-shortcuts.h"
#include "dray-site.h"
#include "dray-units.h"
#include "dray-views.h"

#include <glib/gi18n.h>

/* What the palette finds: trucks of the live fleet, views, commands, and the records that somebody asks for by name or number. */

/* Of a kind no more are read than these, the newest orders first. */
#define MAX_RECORDS 100000

/**
 * Kind:
 * @words: (nullable): a format with the title in it
 * @title: field that names the record
 * @detail: field that tells it from others, -1: none
 * @phone: field with a telephone number, found by its digits, -1: none
 * @other: field whose words find it too, -1: none
 * @party: field that refers to a party, whose name is the detail, -1: none
 * @newest: field by which the newest stand first, -1: in no order
 *
 * A kind of record that is found.
 */
typedef struct {
  const DrayTable *table;
  const char      *icon;
  const char      *words;
  int              title;
  int              detail;
  int              phone;
  int              other;
  int              party;
  int              newest;
} Kind;

static const Kind kinds[] = {
  { &dray_order_table, "dray-orders-symbolic", N_("Order %s"), DRAY_ORDER_REFERENCE, -1, -1, -1, DRAY_ORDER_PARTY, DRAY_ORDER_DAY },
  { &dray_party_table, "system-users-symbolic", NULL, DRAY_PARTY_NAME, DRAY_PARTY_PHONE, DRAY_PARTY_PHONE, DRAY_PARTY_EMAIL, -1, -1 },
  { &dray_contact_table, "avatar-default-symbolic", NULL, DRAY_CONTACT_NAME, DRAY_CONTACT_PHONE, DRAY_CONTACT_PHONE, -1, DRAY_CONTACT_PARTY, -1 },
  { &dray_driver_table, "avatar-default-symbolic", NULL, DRAY_DRIVER_NAME, DRAY_DRIVER_PHONE, DRAY_DRIVER_PHONE, -1, -1, -1 },
  { &dray_site_table, "mark-location-symbolic", NULL, DRAY_SITE_NAME, DRAY_SITE_ADDRESS, -1, -1, -1, -1 },
  { &dray_fence_table, "dray-fence-symbolic", NULL, DRAY_FENCE_NAME, DRAY_FENCE_KIND, -1, -1, -1, -1 },
};

static void
add_truck (DrayFindIndex *index,
           DrayLiveTruck *truck)
{
  const char *number = dray_live_truck_get_number (truck), *plate = dray_live_truck_get_plate (truck);
  const char *driver = dray_live_truck_get_driver (truck), *depot = dray_live_truck_get_depot (truck);
  g_autofree char *title = g_strdup_printf (_("Truck %s"), number);
  g_autofree char *detail = g_strjoin (", ", driver != NULL ? driver : _("no driver"), plate, NULL);
  g_auto (GStrv) parts = g_strsplit_set (plate != NULL ? plate : "", " -", -1);
  g_autofree char *joined = g_strjoinv ("", parts);
  g_autofree char *keys = g_strjoin (" ", number, joined, depot, NULL);
  DrayFind find = { .kind = DRAY_FIND_TRUCK, .title = title, .detail = detail, .truck = dray_live_truck_get_index (truck) };

  dray_find_index_add (index, &find, keys);
}

static void
add_views (DrayFindIndex *index)
{
  for (const DrayView *view = dray_views; view->name != NULL; view++) {
    g_autofree char *action = g_strdup_printf ("win.view::%s", view->name);
    DrayFind find = { .kind = DRAY_FIND_VIEW, .title = _(view->title), .detail = _("View"), .action = action };

    dray_find_index_add (index, &find, NULL);
  }
}

static void
add_command (const char *title,
             const char *action,
             const char *accelerator,
             gpointer    index)
{
  DrayFind find = { .kind = DRAY_FIND_COMMAND, .title = title, .detail = accelerator, .action = action };

  if (!g_str_has_prefix (action, "win.view::") && !g_str_equal (action, "win.find"))
    dray_find_index_add (index, &find, NULL);
}

/* @engine: (nullable): the open workspace */
DrayFindIndex *
dray_finds_new (DrayEngine *engine)
{
  DrayFindIndex *index = dray_find_index_new ();
  DrayLiveFleet *fleet = engine != NULL ? dray_engine_get_live_fleet (engine) : NULL;
  guint n_trucks = fleet != NULL ? g_list_model_get_n_items (G_LIST_MODEL (fleet)) : 0;

  for (guint i = 0; i < n_trucks; i++)
    add_truck (index, dray_live_fleet_get_truck (fleet, i));
  add_views (index);
  dray_shortcuts_foreach (add_command, index);
  return index;
}

/* Records, read on the reader's thread into an index that is nobody else's meanwhile */

typedef struct {
  DrayFindIndex *index;
  DrayStore     *store;
  GHashTable    *parties;    /* DrayId → name, borrowed from the rows of parties */
  GPtrArray     *party_rows;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->index, dray_find_index_free);
  g_clear_pointer (&self->parties, g_hash_table_unref);
  g_clear_pointer (&self->party_rows, g_ptr_array_unref);
  g_free (self);
}

/* "+351 22 612 40" is found by "2261240" as well. */
static char *
dup_digits (const char *phone)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *at = phone != NULL ? phone : ""; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

static const char *
get_text (const DrayRow *row,
          int            field)
{
  return field >= 0 ? dray_row_get_text (row, field) : NULL;
}

static const char *
get_party (Reading       *self,
           const Kind    *kind,
           const DrayRow *row)
{
  DrayId id = kind->party >= 0 ? dray_row_get_id (row, kind->party) : DRAY_ID_NONE;

  return dray_id_is_none (&id) ? NULL : g_hash_table_lookup (self->parties, &id);
}

/* Returns: (transfer full) (nullable): what the record is called */
static char *
dup_title (const Kind    *kind,
           const DrayRow *row)
{
  const char *name = dray_row_get_text (row, kind->title);
  g_auto (GStrv) parts = kind->words != NULL && name != NULL ? g_strsplit (_(kind->words), "%s", 2) : NULL;

  return parts != NULL ? g_strjoinv (name, parts) : g_strdup (name);
}

/* A site is shown on the map, where it has a place. */
static void
place_site (DrayFind      *find,
            const DrayRow *row)
{
  if (!dray_row_has (row, DRAY_SITE_LON_E7) || !dray_row_has (row, DRAY_SITE_LAT_E7))
    return;
  find->kind = DRAY_FIND_PLACE;
  find->lon = dray_e7_to_degrees ((int) dray_row_get_integer (row, DRAY_SITE_LON_E7));
  find->lat = dray_e7_to_degrees ((int) dray_row_get_integer (row, DRAY_SITE_LAT_E7));
}

static void
add_record (Reading       *self,
            const Kind    *kind,
            const DrayRow *row)
{
  const char *party = get_party (self, kind, row), *detail = get_text (row, kind->detail);
  g_autofree char *digits = dup_digits (get_text (row, kind->phone));
  g_autofree char *own = party != NULL && detail != NULL ? g_strjoin (", ", party, detail, NULL) : NULL;
  g_autofree char *keys = g_strjoin (" ", digits, get_text (row, kind->other), NULL);
  g_autofree char *title = dup_title (kind, row);
  DrayFind find = {
    .kind = DRAY_FIND_RECORD, .title = title, .detail = own != NULL ? own : party != NULL ? party : detail, .icon = kind->icon,
    .table = kind->table->name, .id = row->id,
  };

  if (find.title == NULL)
    return;
  if (kind->table == &dray_site_table)
    place_site (&find, row);
  dray_find_index_add (self->index, &find, keys);
}

static GPtrArray *
select_kind (Reading     *self,
             const Kind  *kind,
             GError     **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (kind->table);

  if (kind->newest >= 0)
    dray_query_order_by (query, kind->newest, TRUE);
  dray_query_set_limit (query, MAX_RECORDS);
  return dray_store_select (self->store, query, error);
}

static gboolean
read_parties (Reading  *self,
              GError  **error)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_party_table);

  self->party_rows = dray_store_select (self->store, query, error);
  if (self->party_rows == NULL)
    return FALSE;
  self->parties = g_hash_table_new (dray_id_hash, dray_id_equal);
  for (guint i = 0; i < self->party_rows->len; i++) {
    DrayRow *row = self->party_rows->pdata[i];

    g_hash_table_insert (self->parties, &row->id, (gpointer) dray_row_get_text (row, DRAY_PARTY_NAME));
  }
  return TRUE;
}

static void
read_records (GTask        *task,
              gpointer      source G_GNUC_UNUSED,
              gpointer      data,
              GCancellable *cancellable)
{
  Reading *self = data;
  GError *error = NULL;
  gboolean read = read_parties (self, &error);

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && read; i++) {
    g_autoptr (GPtrArray) rows = select_kind (self, &kinds[i], &error);

    read = rows != NULL && !g_cancellable_set_error_if_cancelled (cancellable, &error);
    for (guint k = 0; read && k < rows->len; k++)
      add_record (self, &kinds[i], rows->pdata[k]);
  }
  if (read)
    g_task_return_pointer (task, g_steal_pointer (&self->index), (GDestroyNotify) dray_find_index_free);
  else
    g_task_return_error (task, error);
}

/* Makes an index of everything, records included, without blocking. */
void
dray_finds_read_async (DrayEngine          *engine,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_ENGINE (engine));

  g_autoptr (GTask) task = g_task_new (engine, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  g_task_set_source_tag (task, dray_finds_read_async);
  reading->index = dray_finds_new (engine);
  reading->store = dray_workspace_get_store (dray_engine_get_workspace (engine), FALSE);
  g_task_set_task_data (task, reading, reading_free);
  dray_workspace_run_async (dray_engine_get_workspace (engine), FALSE, task, read_records);
}

/* Returns: (transfer full) (nullable) */
DrayFindIndex *
dray_finds_read_finish (DrayEngine    *engine,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
