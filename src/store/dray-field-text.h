/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

char    *dray_field_dup_text  (const DrayField *field,
                               const DrayValue *value);
gboolean dray_field_read_text (const DrayField *field,
                               const char      *text,
                               DrayValue       *value,
                               GError         **error);

G_END_DECLS
