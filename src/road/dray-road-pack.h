/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Raised when a section changes its meaning; a pack of another version is refused and has to be imported again. */
#define DRAY_ROAD_PACK_VERSION 1u

#define DRAY_ROAD_PACK_MAX_SECTIONS 256
#define DRAY_ROAD_PACK_NAME_LENGTH 23
#define DRAY_ROAD_PACK_ALIGNMENT 64
#define DRAY_ROAD_PACK_ID_LENGTH 64

/**
 * DrayRoadPackSection:
 * @name: at most %DRAY_ROAD_PACK_NAME_LENGTH bytes: "graph.…", "map.…", "place.…"
 * @n_bytes: its length
 * @checksum: CRC-32 of its bytes
 */
typedef struct {
  const char *name;
  guint64     n_bytes;
  guint32     checksum;
} DrayRoadPackSection;

/**
 * DrayRoadPack:
 *
 * A region pack, open: one file, mapped, never written to. Reference counted; any thread may read any of it.
 */
typedef struct _DrayRoadPack DrayRoadPack;

DrayRoadPack *dray_road_pack_open           (const char          *path,
                                             GError             **error);
DrayRoadPack *dray_road_pack_open_bytes     (GBytes              *bytes,
                                             GError             **error);
DrayRoadPack *dray_road_pack_ref            (DrayRoadPack        *self);
void          dray_road_pack_unref          (DrayRoadPack        *self);
const char   *dray_road_pack_get_id         (DrayRoadPack        *self);
guint64       dray_road_pack_get_size       (DrayRoadPack        *self);
guint         dray_road_pack_get_n_sections (DrayRoadPack        *self);
void          dray_road_pack_describe       (DrayRoadPack        *self,
                                             guint                i,
                                             DrayRoadPackSection *section);
gboolean      dray_road_pack_has_section    (DrayRoadPack        *self,
                                             const char          *name);
gconstpointer dray_road_pack_get_section    (DrayRoadPack        *self,
                                             const char          *name,
                                             gsize               *n_bytes,
                                             GError             **error);
gconstpointer dray_road_pack_get_column     (DrayRoadPack        *self,
                                             const char          *name,
                                             gsize                element_bytes,
                                             guint64              n,
                                             GError             **error);
gboolean      dray_road_pack_verify         (DrayRoadPack        *self,
                                             GError             **error);

/**
 * DrayRoadPackWriter:
 *
 * Writes a pack beside its place, and puts it there in one step when it is whole. Several builders add sections in turn.
 */
typedef struct _DrayRoadPackWriter DrayRoadPackWriter;

DrayRoadPackWriter *dray_road_pack_writer_new    (const char          *path,
                                                  GError             **error);
gboolean            dray_road_pack_writer_add    (DrayRoadPackWriter  *self,
                                                  const char          *name,
                                                  gconstpointer        data,
                                                  gsize                n_bytes,
                                                  GError             **error);
gboolean            dray_road_pack_writer_finish (DrayRoadPackWriter  *self,
                                                  GError             **error);
void                dray_road_pack_writer_free   (DrayRoadPackWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadPack, dray_road_pack_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoadPackWriter, dray_road_pack_writer_free)

G_END_DECLS
