/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-row.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members that a reader of JSON may nest, ours or others': deeper is refused. */
#define DRAY_JSON_DEPTH 8

void      dray_field_append_json (const DrayField *field,
                                  const DrayValue *value,
                                  GString         *json);
gboolean  dray_field_read_json   (const DrayField *field,
                                  JsonNode        *node,
                                  DrayValue       *value,
                                  GError         **error);
void      dray_row_append_json   (const DrayRow   *row,
                                  GString         *json);
JsonNode *dray_field_parse_json  (const char      *text,
                                  GError         **error);

G_END_DECLS
