/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The programs' log: what g_warning(), g_message(), g_info() and g_debug() say, and g_log_structured() with fields of ours.
 *
 *   g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "DRAY_DEVICE", id, "MESSAGE", "The device %s sent %d fixes too many", id, n);
 *
 * A log is kept for years and read by people who may not see the records. So it names people, customers and places by their ids,
 * never by name, address, number or position, and only fields whose name begins with DRAY_ go in. */

gboolean dray_log_init (const char  *spec,
                        GError     **error);

G_END_DECLS
