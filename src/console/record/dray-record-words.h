/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* Kinds, fields and cells as a dispatcher reads and types them: local times, money with its point, choices as words. */

char    *dray_record_dup_label    (const DrayField *field);
char    *dray_record_dup_table    (const DrayTable *table);
char    *dray_record_dup_heading  (const DrayTable *table);
char    *dray_record_dup_choice   (const char      *choice);
gboolean dray_record_can_create   (const DrayTable *table);
gboolean dray_record_is_number    (const DrayField *field);
gboolean dray_record_is_money     (const DrayField *field);
gboolean dray_record_is_speed     (const DrayField *field);
const char *dray_record_get_unit  (const DrayField *field);
char    *dray_record_dup_words    (const DrayField *field,
                                   const DrayValue *value);
char    *dray_record_dup_entry    (const DrayField *field,
                                   const DrayValue *value);
gboolean dray_record_read_entry   (const DrayField *field,
                                   const char      *text,
                                   DrayValue       *value,
                                   GError         **error);

G_END_DECLS
