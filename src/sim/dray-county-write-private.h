/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-county-private.h"

G_BEGIN_DECLS

/* A file being written. After an error it takes everything and writes nothing; the error is looked at once, at the end. */
typedef struct {
  DrayCounty    *county;
  GOutputStream *stream;
  GCancellable  *cancellable;
  GString       *text;
  GError        *error;
  guint32       *node_ids;      /* of the net's nodes; 0: nothing uses it */
  gint64        *ways;          /* of the net's segments, by first vertex */
  gint64         next_node;
  gint64         next_ring_node;
  gint64         next_way;
  gint64         next_relation;
  int            n_limit;       /* nodes on each side of the limit of the waters */
} DrayOsmWriter;

void dray_osm_writer_node       (DrayOsmWriter *self, gint64 id, DrayXY at, gboolean open);
void dray_osm_writer_open       (DrayOsmWriter *self, const char *element, gint64 id);
void dray_osm_writer_close      (DrayOsmWriter *self, const char *element);
void dray_osm_writer_ref        (DrayOsmWriter *self, gint64 id);
void dray_osm_writer_member     (DrayOsmWriter *self, const char *type, gint64 id, const char *role);
void dray_osm_writer_tag        (DrayOsmWriter *self, const char *key, const char *value);
void dray_osm_writer_tag_number (DrayOsmWriter *self, const char *key, int value);
void dray_osm_writer_roads      (DrayOsmWriter *self);
void dray_county_to_e7          (DrayXY at, int *lon_e7, int *lat_e7);

G_END_DECLS
