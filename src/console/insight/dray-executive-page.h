/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine-figures.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayExecutivePage:
 *
 * The business on one page: revenue of the period, a day, of the year so far and how it grows; what was done, and what it took; and what
 * the next thirty days will bring, with how sure that is.
 *
 * Signals:
 *   drill (string): somebody wants to see what is behind the figure of that id
 */
#define DRAY_TYPE_EXECUTIVE_PAGE (dray_executive_page_get_type ())
G_DECLARE_FINAL_TYPE (DrayExecutivePage, dray_executive_page, DRAY, EXECUTIVE_PAGE, AdwBin)

void        dray_executive_page_open       (DrayExecutivePage *self,
                                            DrayEngine        *engine);
void        dray_executive_page_set_period (DrayExecutivePage *self,
                                            gint64             today,
                                            gint64             first_day,
                                            gint64             last_day);
gboolean    dray_executive_page_is_busy    (DrayExecutivePage *self);
const char *dray_executive_page_get_stat   (DrayExecutivePage *self,
                                            int                stat);
const char *dray_executive_page_get_words  (DrayExecutivePage *self);

G_END_DECLS
