/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-message.h"

#include <glib/gi18n-lib.h>

const char *const dray_message_direction_choices[] = { "to-driver", "from-driver", NULL };

DRAY_DEFINE_TABLE (message, MESSAGE, DRAY_MESSAGE_FIELDS, .label = N_("Message"),
                   .depot_field = "depot",
                   .month_field = "sent_us",
                   .bucket = DRAY_BUCKET_DEPOT_MONTH,
                   .flags = DRAY_TABLE_NAMED_CREATE | DRAY_TABLE_NAMED_DELETE)
