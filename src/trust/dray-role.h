/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every role that a person or a device can have; ends with NULL. What each may do stands in the one table of grants. */
extern const char *const dray_roles[];

gboolean dray_role_exists (const char *role);

G_END_DECLS
