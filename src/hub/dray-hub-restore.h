/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dray_hub_restore (const char  *from,
                           const char  *to,
                           gint64       until_us,
                           gint64      *reached_us,
                           GError     **error);

G_END_DECLS
