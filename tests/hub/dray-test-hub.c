/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-test-hub.h"

#include "dray-password.h"
#include "dray-store.h"

/* @names_and_roles: (array zero-terminated=1): name, role, name, role … */
DrayTestHub *
dray_test_hub_new (const char        *folder,
                   const char *const *names_and_roles)
{
  DrayTestHub *self = g_new0 (DrayTestHub, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DrayDirectory *directory;

  self->schema = dray_fleet_schema_new (NULL);
  self->config = dray_hub_config_new ();
  g_free (self->config->listen);
  self->config->listen = g_strdup ("127.0.0.1:0");
  self->hub = dray_hub_new (folder, self->config, &error);
  g_assert_no_error (error);
  directory = dray_hub_get_directory (self->hub);
  dray_directory_set_cost (directory, DRAY_PASSWORD_COST_TEST);
  dray_directory_add_tenant (directory, "north", &self->tenant, &error);
  path = dray_hub_tenant_path (folder, &self->tenant);
  dray_store_close (dray_store_open (path, self->schema, NULL, &error));
  for (int i = 0; names_and_roles[i] != NULL; i += 2) {
    DrayInvitation who = { .tenant = self->tenant, .name = names_and_roles[i], .role = names_and_roles[i + 1] };

    dray_directory_add_account (directory, &who, DRAY_TEST_PASSWORD, &error);
    g_assert_no_error (error);
  }
  dray_hub_start (self->hub, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", dray_hub_get_port (self->hub));
  return self;
}

void
dray_test_hub_free (DrayTestHub *self)
{
  dray_hub_free (self->hub);
  dray_hub_config_free (self->config);
  dray_schema_unref (self->schema);
  g_free (self->url);
  g_free (self);
}
