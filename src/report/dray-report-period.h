/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dray_report_period_parse (const char  *text,
                                   gint64       today,
                                   gint64      *first_day,
                                   gint64      *last_day,
                                   GError     **error);

G_END_DECLS
