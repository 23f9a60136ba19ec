/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Backup by shipping: five times a second the tenants whose log has grown are shipped to the second folder, each on its writing thread,
 * between commits; then its followers hear that it is stable up to there. directory.db, which hardly changes, is copied whole when it
 * has. A folder that refuses is an alarm, and stops nobody's work. */

#include "dray-hub-private.h"
#include "dray-change.h"
#include "dray-shipper.h"

#include <errno.h>

#define TICK_MS 200
#define DIRECTORY_TICKS 25

typedef struct {
  DrayHub     *hub;           /* Borrowed */
  DrayTenant  *tenant;        /* Borrowed */
  DrayShipper *shipper;       /* the writing thread's */
  gint64       asked;         /* the main context's: the seq that the last job was for */
  int          is_under_way;  /* atomic */
  int          has_failed;    /* atomic */
} Shipment;

static void
shipment_free (gpointer data)
{
  Shipment *shipment = data;

  dray_shipper_free (shipment->shipper);
  g_free (shipment);
}

/* On the writing thread. */
static void
ship (DrayTenant *tenant,
      DrayStore  *store,
      gpointer    data)
{
  Shipment *shipment = data;
  g_autoptr (GError) error = NULL;
  gint64 seq = store != NULL ? dray_store_get_seq (store) : 0;

  if (store != NULL && dray_shipper_ship (shipment->shipper, dray_store_get_database (store), g_get_real_time (), &error) &&
      dray_store_set_stable (store, seq, &error))
    dray_sync_lane_tell (shipment->hub->sync, tenant);
  if (error != NULL && !g_atomic_int_get (&shipment->has_failed))
    g_warning ("the log of tenant %s is not shipped: %s", dray_tenant_get_name (tenant), error->message);
  g_atomic_int_set (&shipment->has_failed, error != NULL);
  g_atomic_int_set (&shipment->is_under_way, FALSE);
}

static void
begin (Shipment *shipment,
       gint64    seq)
{
  shipment->asked = seq;
  g_atomic_int_set (&shipment->is_under_way, TRUE);
  dray_tenant_run (shipment->tenant, TRUE, ship, shipment);
}

static void
ship_directory (DrayHub *self)
{
  g_autoptr (GError) error = NULL;

  if (!dray_directory_ship (self->directory, self->config->ship, g_get_real_time (), &error))
    g_warning ("the directory is not shipped: %s", error->message);
}

static gboolean
on_tick (gpointer data)
{
  DrayHub *hub = data;

  for (guint i = 0; i < hub->shipments->len; i++) {
    Shipment *shipment = hub->shipments->pdata[i];
    gint64 seq = dray_tenant_get_seq (shipment->tenant);

    if (!g_atomic_int_get (&shipment->is_under_way) && (seq > shipment->asked || g_atomic_int_get (&shipment->has_failed)))
      begin (shipment, seq);
  }
  if (hub->n_ship_ticks++ % DIRECTORY_TICKS == 0)
    ship_directory (hub);
  return G_SOURCE_CONTINUE;
}

/* The key goes with it: without it no token and no head of the ledger would be good after a restore. */
static gboolean
copy_key (DrayHub  *self,
          GError  **error)
{
  g_autofree char *from = g_build_filename (self->folder, "hub.key", NULL), *to = g_build_filename (self->config->ship, "hub.key", NULL);
  g_autofree char *content = NULL;
  gsize n_bytes;

  return g_file_get_contents (from, &content, &n_bytes, error) &&
         g_file_set_contents_full (to, content, (gssize) n_bytes, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static void
add_tenant (DrayHub    *self,
            DrayTenant *tenant)
{
  Shipment *shipment = g_new0 (Shipment, 1);
  char id[DRAY_ID_TEXT_LENGTH + 1];
  g_autofree char *folder = NULL;

  dray_id_write (dray_tenant_get_id (tenant), id);
  folder = g_build_filename (self->config->ship, id, NULL);
  shipment->hub = self;
  shipment->tenant = tenant;
  shipment->shipper = dray_shipper_new (dray_tenant_get_path (tenant), folder);
  g_ptr_array_add (self->shipments, shipment);
  /* The first copy, so that what the last run left is shipped too. */
  begin (shipment, 0);
}

/* Once the tenants are open, where the settings name a folder. */
gboolean
dray_hub_begin_shipping (DrayHub  *self,
                         GError  **error)
{
  GHashTableIter iter;
  gpointer tenant;

  self->shipments = g_ptr_array_new_with_free_func (shipment_free);
  if (*self->config->ship == '\0')
    return TRUE;
  if (g_mkdir_with_parents (self->config->ship, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s can't be made: %s", self->config->ship, g_strerror (errno));
    return FALSE;
  }
  if (!copy_key (self, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    add_tenant (self, tenant);
  self->ship_tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->ship_tick, on_tick, self, NULL);
  g_source_attach (self->ship_tick, self->context);
  return TRUE;
}

/* Behind all that is to be written. */
void
dray_hub_end_shipping (DrayHub *self)
{
  if (self->ship_tick == NULL)
    return;
  g_source_destroy (self->ship_tick);
  g_clear_pointer (&self->ship_tick, g_source_unref);
  ship_directory (self);
  for (guint i = 0; i < self->shipments->len; i++)
    begin (self->shipments->pdata[i], G_MAXINT64);
}

/* How many tenants can't be shipped at present. */
guint
dray_hub_count_unshipped (DrayHub *self)
{
  guint n = 0;

  for (guint i = 0; self->shipments != NULL && i < self->shipments->len; i++)
    n += g_atomic_int_get (&((Shipment *) self->shipments->pdata[i])->has_failed) != 0;
  return n;
}
