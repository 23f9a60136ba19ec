/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-canned-reply.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (canned_reply, CANNED_REPLY, DRAY_CANNED_REPLY_FIELDS, .label = N_("Canned reply"),
                   .title_field = "title")
