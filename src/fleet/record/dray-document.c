/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-document.h"

#include <glib/gi18n-lib.h>

const char *const dray_document_kind_choices[] = { "licence", "medical", "insurance", "inspection", "dangerous-goods", "other", NULL };

DRAY_DEFINE_TABLE (document, DOCUMENT, DRAY_DOCUMENT_FIELDS, .label = N_("Document"),
                   .title_field = "number")
