/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-road-pack.h"

G_BEGIN_DECLS

/* The file of a region (.region), little end first:
 *
 *   Header      64 bytes
 *   sections    each from a multiple of 64 bytes on
 *   table       an Entry for each section
 *
 * The table's checksum stands in the header and the header's own in its last word, each section's in the table: there is no byte
 * that can flip unseen, apart from the zeros between sections, which are checked when the whole pack is verified. The pack's id is
 * the SHA-256 of its table, and so depends on every byte. */

#define DRAY_ROAD_PACK_MAGIC "DrayRgn\n"

typedef struct {
  char    magic[8];
  guint32 version;
  guint32 n_sections;
  guint64 table_at;
  guint64 n_bytes;        /* of the whole file */
  guint32 table_checksum;
  guint8  reserved[24];   /* zeros */
  guint32 checksum;       /* CRC-32 of the 60 bytes before it */
} DrayRoadPackHeader;

typedef struct {
  char    name[DRAY_ROAD_PACK_NAME_LENGTH + 1];
  guint64 at;
  guint64 n_bytes;
  guint32 checksum;
  guint32 reserved;       /* zero */
} DrayRoadPackEntry;

G_STATIC_ASSERT (sizeof (DrayRoadPackHeader) == 64);
G_STATIC_ASSERT (sizeof (DrayRoadPackEntry) == 48);

G_END_DECLS
