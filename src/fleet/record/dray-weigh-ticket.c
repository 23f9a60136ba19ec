/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-weigh-ticket.h"

#include <glib/gi18n-lib.h>

const char *const dray_weigh_ticket_status_choices[] = { "open", "weighed", "void", NULL };

DRAY_DEFINE_TABLE (weigh_ticket, WEIGH_TICKET, DRAY_WEIGH_TICKET_FIELDS, .label = N_("Weigh ticket"),
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE,
                   .month_field = "first_us")
