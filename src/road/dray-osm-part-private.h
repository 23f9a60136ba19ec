/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dray-osm-data.h"

G_BEGIN_DECLS

/**
 * DrayOsmPart:
 *
 * A stretch of a file as it stood there: ids in the file's order, strings counted within the part. Readers fill parts, each in one
 * thread; dray_osm_parts_join() makes the columns of them. The "first" arrays hold where each thing's rows begin; a thing's rows
 * end where the next one's begin.
 */
typedef struct {
  GArray *node_ids;          /* gint64 */
  GArray *node_lon_e7;       /* gint32 */
  GArray *node_lat_e7;       /* gint32 */
  GArray *tagged_nodes;      /* guint32: index in node_ids, ascending */
  GArray *tagged_node_first; /* guint32: into node_tags */
  GArray *node_tags;         /* DrayOsmTag */

  GArray *way_ids;           /* gint64 */
  GArray *way_refs_first;    /* guint32 */
  GArray *way_refs;          /* gint64 */
  GArray *way_tags_first;    /* guint32 */
  GArray *way_tags;          /* DrayOsmTag */

  GArray *relation_ids;      /* gint64 */
  GArray *members_first;     /* guint32 */
  GArray *member_ids;        /* gint64 */
  GArray *member_roles;      /* guint32 */
  GArray *member_kinds;      /* guint32 */
  GArray *relation_tags_first;
  GArray *relation_tags;     /* DrayOsmTag */

  GString *string_bytes;     /* each string with its NUL */
  GArray  *string_first;     /* guint32: where each begins */
} DrayOsmPart;

DrayOsmPart *dray_osm_part_new        (void);
void         dray_osm_part_free       (DrayOsmPart  *self);
guint32      dray_osm_part_add_string (DrayOsmPart  *self,
                                       const char   *text,
                                       gsize         length);
gboolean     dray_osm_part_add_node   (DrayOsmPart  *self,
                                       gint64        id,
                                       gint64        lon_e7,
                                       gint64        lat_e7,
                                       GError      **error);
gboolean     dray_osm_part_check_id   (gint64        id,
                                       GError      **error);

DrayOsmData *dray_osm_parts_join      (GPtrArray    *parts,
                                       GCancellable *cancellable,
                                       GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayOsmPart, dray_osm_part_free)

G_END_DECLS
