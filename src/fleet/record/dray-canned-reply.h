/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A message that is sent often. */

#define DRAY_CANNED_REPLY_FIELDS(FIELD) \
  FIELD (CANNED_REPLY, TITLE, title, TEXT, .label = N_("Title"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 60) \
  FIELD (CANNED_REPLY, TEXT, text, TEXT, .label = N_("Text"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 2000)

DRAY_DECLARE_TABLE (canned_reply, CANNED_REPLY, DRAY_CANNED_REPLY_FIELDS)

G_END_DECLS
