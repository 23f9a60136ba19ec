/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-role.h"

const char *const dray_roles[] = {
  "administrator", "supervisor", "dispatcher", "planner", "driver", "weigher", "reader", "device", NULL,
};

gboolean
dray_role_exists (const char *role)
{
  return g_strv_contains (dray_roles, role);
}
