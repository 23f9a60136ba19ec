/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DrayJsonLimits:
 * @max_bytes: of the whole text
 * @max_depth: arrays and objects within each other, at most 256
 * @max_string_bytes: of one string, escapes undone
 * @max_values: of all values together: members, elements, and the document itself
 *
 * What a text may cost its reader. A value takes some hundred bytes of memory, so @max_values is what bounds that.
 */
typedef struct {
  gsize max_bytes;
  guint max_depth;
  gsize max_string_bytes;
  guint max_values;
} DrayJsonLimits;

#define DRAY_JSON_MAX_DEPTH 256
#define DRAY_JSON_LIMITS_DEFAULT ((DrayJsonLimits) { 16 << 20, 64, 1 << 20, 1000000 })

/* Reading */
JsonNode   *dray_json_parse           (const char            *text,
                                       gssize                 n_bytes,
                                       const DrayJsonLimits  *limits,
                                       GError               **error);

/* Members, checked. Each gives an error that names the key if it is not there or is something else. */
gboolean    dray_json_has             (JsonObject            *object,
                                       const char            *key);
gboolean    dray_json_get_int         (JsonObject            *object,
                                       const char            *key,
                                       gint64                 min,
                                       gint64                 max,
                                       gint64                *value,
                                       GError               **error);
gboolean    dray_json_get_double      (JsonObject            *object,
                                       const char            *key,
                                       double                 min,
                                       double                 max,
                                       double                *value,
                                       GError               **error);
gboolean    dray_json_get_boolean     (JsonObject            *object,
                                       const char            *key,
                                       gboolean              *value,
                                       GError               **error);
const char *dray_json_get_string      (JsonObject            *object,
                                       const char            *key,
                                       GError               **error);
JsonObject *dray_json_get_object      (JsonObject            *object,
                                       const char            *key,
                                       GError               **error);
JsonArray  *dray_json_get_array       (JsonObject            *object,
                                       const char            *key,
                                       GError               **error);

/* Writing */
char       *dray_json_write_canonical (JsonNode              *node);
void        dray_json_append_string   (GString               *to,
                                       const char            *text);
void        dray_json_append_double   (GString               *to,
                                       double                 number);

G_END_DECLS
