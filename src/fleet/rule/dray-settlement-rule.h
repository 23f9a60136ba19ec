/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a weighed load counts for and what it is worth. Whole kilograms and the smallest unit of the currency; every line is rounded once, half
 * away from zero, and the total is the sum of the lines. */

gint64 dray_settlement_count_kg    (gint64 net_kg,
                                    int    moisture_pm,
                                    int    base_moisture_pm,
                                    int    shrink_pm);
gint64 dray_settlement_price_minor (gint64 weight_kg,
                                    gint64 a_tonne_minor);
gint64 dray_settlement_share_minor (gint64 amount_minor,
                                    int    share_pm);

G_END_DECLS
