/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-osm-reader-private.h"

#include "dray-parallel-private.h"
#include "dray-protobuf-private.h"
#include "dray-road-error.h"

#include <libdeflate.h>
#include <string.h>

/* OpenStreetMap's PBF (wiki.openstreetmap.org/wiki/PBF_Format). A file is a row of blobs, each behind a header:
 *
 *   4 bytes, big end first: length of the BlobHeader
 *   BlobHeader: 1 type ("OSMHeader", "OSMData"), 3 datasize
 *   Blob: 1 raw | 3 zlib_data with 2 raw_size | 4 to 7 other compressions, which nearly nobody writes
 *
 * An unpacked OSMData blob is a PrimitiveBlock: 1 string table, 2 groups, 17 granularity, 19 and 20 offsets, where a group holds
 * 1 nodes, 2 dense nodes, 3 ways or 4 relations. Coordinates are (offset + granularity * value) billionths of a degree. Ids and
 * references are differences to the one before.
 *
 * The blobs stand alone, so they are found first (cheap) and unpacked in parallel, each to a part. */

typedef struct {
  const guint8 *at;
  guint32       n_bytes;
} Blob;

typedef struct {
  const DrayOsmSource *source;
  Blob                *blobs;
  guint32              n_blobs;
  DrayOsmPart        **parts;
  GError             **errors;
  int                  failed;
  int                  n_done;
} Reading;

/* One PrimitiveBlock. */
typedef struct {
  DrayOsmPart *part;
  gint64       granularity;
  gint64       lon_offset;
  gint64       lat_offset;
} Block;

static gboolean
set_invalid (GError    **error,
             const char *what)
{
  g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "Not a sound OpenStreetMap file: %s", what);
  return FALSE;
}

/* Billionths of a degree to e7, rounded; %G_MAXINT64 if that overflows, which is outside the world. */
static gint64
to_e7 (const Block *block,
       gint64       offset,
       gint64       value)
{
  gint64 nano;

  if (__builtin_mul_overflow (block->granularity, value, &nano) || __builtin_add_overflow (nano, offset, &nano))
    return G_MAXINT64;
  return (nano + (nano < 0 ? -50 : 50)) / 100;
}

static gboolean
add_tag (const Block *block,
         GArray      *tags,
         guint64      key,
         guint64      value)
{
  DrayOsmTag tag = { (guint32) key, (guint32) value };

  if (key >= block->part->string_first->len || value >= block->part->string_first->len)
    return FALSE;
  g_array_append_val (tags, tag);
  return TRUE;
}

/* Keys and values side by side, as in plain nodes, ways and relations. */
static gboolean
add_tags (const Block *block,
          GArray      *tags,
          DrayProtobuf keys,
          DrayProtobuf values)
{
  while (keys.at < keys.end) {
    guint64 key = dray_protobuf_varint (&keys);

    if (!add_tag (block, tags, key, dray_protobuf_varint (&values)))
      return FALSE;
  }
  return !keys.bad && !values.bad && values.at == values.end;
}

static gboolean
add_node (const Block *block,
          gint64       id,
          gint64       lon,
          gint64       lat,
          GError     **error)
{
  return dray_osm_part_add_node (block->part, id, to_e7 (block, block->lon_offset, lon), to_e7 (block, block->lat_offset, lat), error);
}

static void
begin_node_tags (DrayOsmPart *part)
{
  guint32 node = part->node_ids->len - 1;

  g_array_append_val (part->tagged_nodes, node);
  g_array_append_val (part->tagged_node_first, part->node_tags->len);
}

static gboolean
read_node (const Block *block,
           DrayProtobuf in,
           GError     **error)
{
  DrayProtobuf keys = { 0 }, values = { 0 };
  gint64 id = 0, lon = 0, lat = 0;

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    switch (key) {
      case DRAY_FIELD (1, DRAY_WIRE_VARINT):
        id = dray_protobuf_zigzag (&in);
        break;
      case DRAY_FIELD (2, DRAY_WIRE_BYTES):
        keys = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (3, DRAY_WIRE_BYTES):
        values = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (8, DRAY_WIRE_VARINT):
        lat = dray_protobuf_zigzag (&in);
        break;
      case DRAY_FIELD (9, DRAY_WIRE_VARINT):
        lon = dray_protobuf_zigzag (&in);
        break;
      default:
        dray_protobuf_skip (&in, key);
    }
  }
  if (in.bad)
    return set_invalid (error, "a node ends early");
  if (!add_node (block, id, lon, lat, error))
    return FALSE;
  if (keys.at == keys.end)
    return TRUE;
  begin_node_tags (block->part);
  return add_tags (block, block->part->node_tags, keys, values) || set_invalid (error, "a node's tags break off");
}

/* Tags of dense nodes: key, value, key, value, 0 for each node in turn; nothing at all where no node has any. */
static gboolean
read_dense_tags (const Block  *block,
                 DrayProtobuf *tags)
{
  gboolean first = TRUE;

  while (tags->at < tags->end) {
    guint64 key = dray_protobuf_varint (tags);

    if (key == 0)
      return !tags->bad;
    if (first)
      begin_node_tags (block->part);
    first = FALSE;
    if (!add_tag (block, block->part->node_tags, key, dray_protobuf_varint (tags)))
      return FALSE;
  }
  return !tags->bad;
}

static gboolean
read_dense_nodes (const Block *block,
                  DrayProtobuf in,
                  GError     **error)
{
  DrayProtobuf ids = { 0 }, lons = { 0 }, lats = { 0 }, tags = { 0 };
  gint64 id = 0, lon = 0, lat = 0;

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    switch (key) {
      case DRAY_FIELD (1, DRAY_WIRE_BYTES):
        ids = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (8, DRAY_WIRE_BYTES):
        lats = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (9, DRAY_WIRE_BYTES):
        lons = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (10, DRAY_WIRE_BYTES):
        tags = dray_protobuf_bytes (&in);
        break;
      default:
        dray_protobuf_skip (&in, key);
    }
  }
  while (ids.at < ids.end) {
    if (__builtin_add_overflow (id, dray_protobuf_zigzag (&ids), &id) ||
        __builtin_add_overflow (lon, dray_protobuf_zigzag (&lons), &lon) ||
        __builtin_add_overflow (lat, dray_protobuf_zigzag (&lats), &lat) || ids.bad || lons.bad || lats.bad)
      return set_invalid (error, "dense nodes overflow or end early");
    if (!add_node (block, id, lon, lat, error))
      return FALSE;
    if (!read_dense_tags (block, &tags))
      return set_invalid (error, "the tags of dense nodes break off");
  }
  if (in.bad || lons.at != lons.end || lats.at != lats.end)
    return set_invalid (error, "dense nodes break off");
  return TRUE;
}

static gboolean
read_way (const Block *block,
          DrayProtobuf in,
          GError     **error)
{
  DrayOsmPart *part = block->part;
  DrayProtobuf keys = { 0 }, values = { 0 }, refs = { 0 };
  gint64 id = 0, ref = 0;

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    switch (key) {
      case DRAY_FIELD (1, DRAY_WIRE_VARINT):
        id = (gint64) dray_protobuf_varint (&in);
        break;
      case DRAY_FIELD (2, DRAY_WIRE_BYTES):
        keys = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (3, DRAY_WIRE_BYTES):
        values = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (8, DRAY_WIRE_BYTES):
        refs = dray_protobuf_bytes (&in);
        break;
      default:
        dray_protobuf_skip (&in, key);
    }
  }
  if (!dray_osm_part_check_id (id, error))
    return FALSE;
  g_array_append_val (part->way_ids, id);
  g_array_append_val (part->way_refs_first, part->way_refs->len);
  g_array_append_val (part->way_tags_first, part->way_tags->len);
  while (refs.at < refs.end) {
    if (__builtin_add_overflow (ref, dray_protobuf_zigzag (&refs), &ref))
      return set_invalid (error, "a way's references overflow");
    g_array_append_val (part->way_refs, ref);
  }
  if (in.bad || refs.bad || !add_tags (block, part->way_tags, keys, values))
    return set_invalid (error, "a way breaks off");
  return TRUE;
}

static gboolean
read_members (const Block *block,
              DrayProtobuf roles,
              DrayProtobuf ids,
              DrayProtobuf kinds)
{
  DrayOsmPart *part = block->part;
  gint64 id = 0;

  while (ids.at < ids.end) {
    guint64 role = dray_protobuf_varint (&roles), kind = dray_protobuf_varint (&kinds);

    if (__builtin_add_overflow (id, dray_protobuf_zigzag (&ids), &id) || kind > DRAY_OSM_RELATION ||
        role >= part->string_first->len)
      return FALSE;
    guint32 narrow_role = (guint32) role, narrow_kind = (guint32) kind;
    g_array_append_val (part->member_ids, id);
    g_array_append_val (part->member_roles, narrow_role);
    g_array_append_val (part->member_kinds, narrow_kind);
  }
  return !ids.bad && !roles.bad && !kinds.bad;
}

static gboolean
read_relation (const Block *block,
               DrayProtobuf in,
               GError     **error)
{
  DrayOsmPart *part = block->part;
  DrayProtobuf keys = { 0 }, values = { 0 }, roles = { 0 }, ids = { 0 }, kinds = { 0 };
  gint64 id = 0;

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    switch (key) {
      case DRAY_FIELD (1, DRAY_WIRE_VARINT):
        id = (gint64) dray_protobuf_varint (&in);
        break;
      case DRAY_FIELD (2, DRAY_WIRE_BYTES):
        keys = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (3, DRAY_WIRE_BYTES):
        values = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (8, DRAY_WIRE_BYTES):
        roles = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (9, DRAY_WIRE_BYTES):
        ids = dray_protobuf_bytes (&in);
        break;
      case DRAY_FIELD (10, DRAY_WIRE_BYTES):
        kinds = dray_protobuf_bytes (&in);
        break;
      default:
        dray_protobuf_skip (&in, key);
    }
  }
  if (!dray_osm_part_check_id (id, error))
    return FALSE;
  g_array_append_val (part->relation_ids, id);
  g_array_append_val (part->members_first, part->member_ids->len);
  g_array_append_val (part->relation_tags_first, part->relation_tags->len);
  if (in.bad || !read_members (block, roles, ids, kinds) || !add_tags (block, part->relation_tags, keys, values))
    return set_invalid (error, "a relation breaks off");
  return TRUE;
}

static gboolean
read_group (const Block *block,
            DrayProtobuf in,
            GError     **error)
{
  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);
    gboolean done = TRUE;

    switch (key) {
      case DRAY_FIELD (1, DRAY_WIRE_BYTES):
        done = read_node (block, dray_protobuf_bytes (&in), error);
        break;
      case DRAY_FIELD (2, DRAY_WIRE_BYTES):
        done = read_dense_nodes (block, dray_protobuf_bytes (&in), error);
        break;
      case DRAY_FIELD (3, DRAY_WIRE_BYTES):
        done = read_way (block, dray_protobuf_bytes (&in), error);
        break;
      case DRAY_FIELD (4, DRAY_WIRE_BYTES):
        done = read_relation (block, dray_protobuf_bytes (&in), error);
        break;
      default:
        dray_protobuf_skip (&in, key);
    }
    if (!done)
      return FALSE;
  }
  return !in.bad || set_invalid (error, "a group breaks off");
}

static gboolean
read_strings (DrayOsmPart *part,
              DrayProtobuf in)
{
  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    if (key == DRAY_FIELD (1, DRAY_WIRE_BYTES)) {
      DrayProtobuf text = dray_protobuf_bytes (&in);
      dray_osm_part_add_string (part, (const char *) text.at, (gsize) (text.end - text.at));
    } else {
      dray_protobuf_skip (&in, key);
    }
  }
  return !in.bad;
}

/* What a group needs stands before or behind it, so the block is walked twice. */
static gboolean
read_block (DrayOsmPart *part,
            DrayProtobuf in,
            GError     **error)
{
  Block block = { part, 100, 0, 0 };
  DrayProtobuf again = in;

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    switch (key) {
      case DRAY_FIELD (1, DRAY_WIRE_BYTES):
        if (!read_strings (part, dray_protobuf_bytes (&in)))
          return set_invalid (error, "a string table breaks off");
        break;
      case DRAY_FIELD (17, DRAY_WIRE_VARINT):
        block.granularity = (gint64) dray_protobuf_varint (&in);
        break;
      case DRAY_FIELD (19, DRAY_WIRE_VARINT):
        block.lat_offset = (gint64) dray_protobuf_varint (&in);
        break;
      case DRAY_FIELD (20, DRAY_WIRE_VARINT):
        block.lon_offset = (gint64) dray_protobuf_varint (&in);
        break;
      default:
        dray_protobuf_skip (&in, key);
    }
  }
  if (in.bad)
    return set_invalid (error, "a block breaks off");
  while (again.at < again.end) {
    guint32 key = dray_protobuf_key (&again);

    if (key != DRAY_FIELD (2, DRAY_WIRE_BYTES))
      dray_protobuf_skip (&again, key);
    else if (!read_group (&block, dray_protobuf_bytes (&again), error))
      return FALSE;
  }
  return TRUE;
}

/* Returns: (transfer full): the bytes of @blob, unpacked; @storage is what they lie in, if they had to be unpacked */
static gboolean
unpack (const Blob   *blob,
        guint8      **storage,
        DrayProtobuf *out,
        GError      **error)
{
  DrayProtobuf in = { blob->at, blob->at + blob->n_bytes, FALSE }, raw = { 0 }, packed = { 0 };
  guint64 n_raw = 0;
  size_t n_out = 0;

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    if (key == DRAY_FIELD (1, DRAY_WIRE_BYTES)) {
      raw = dray_protobuf_bytes (&in);
    } else if (key == DRAY_FIELD (2, DRAY_WIRE_VARINT)) {
      n_raw = dray_protobuf_varint (&in);
    } else if (key == DRAY_FIELD (3, DRAY_WIRE_BYTES)) {
      packed = dray_protobuf_bytes (&in);
    } else if (key >> 3 >= 4 && key >> 3 <= 7) {
      g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID,
                           "The file is packed by a method other than zlib; rewrite it with zlib, the default of all tools");
      return FALSE;
    } else {
      dray_protobuf_skip (&in, key);
    }
  }
  if (in.bad)
    return set_invalid (error, "a blob breaks off");
  if (raw.at != NULL) {
    *out = raw;
    return TRUE;
  }
  if (packed.at == NULL || n_raw > DRAY_OSM_MAX_BLOB_BYTES)
    return set_invalid (error, packed.at == NULL ? "a blob is empty" : "a blob claims more than 32 MiB");

  *storage = g_malloc (n_raw + 1);
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor ();
  enum libdeflate_result result = libdeflate_zlib_decompress (decompressor, packed.at, (gsize) (packed.end - packed.at),
                                                              *storage, n_raw, &n_out);
  libdeflate_free_decompressor (decompressor);
  if (result != LIBDEFLATE_SUCCESS || n_out != n_raw)
    return set_invalid (error, "a blob does not unpack to the size that it claims");
  *out = (DrayProtobuf) { *storage, *storage + n_out, FALSE };
  return TRUE;
}

static gboolean
check_feature (DrayProtobuf name,
               GError     **error)
{
  static const char *known[] = { "OsmSchema-V0.6", "DenseNodes" };
  gsize n = (gsize) (name.end - name.at);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (n == strlen (known[i]) && memcmp (name.at, known[i], n) == 0)
      return TRUE;
  }
  g_autofree char *text = g_strndup ((const char *) name.at, MIN (n, 60));
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The file needs a reader that knows \"%s\"", valid);
  return FALSE;
}

static gboolean
check_header (const Blob *blob,
              GError    **error)
{
  g_autofree guint8 *storage = NULL;
  DrayProtobuf in;

  if (!unpack (blob, &storage, &in, error))
    return FALSE;
  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    if (key != DRAY_FIELD (4, DRAY_WIRE_BYTES))
      dray_protobuf_skip (&in, key);
    else if (!check_feature (dray_protobuf_bytes (&in), error))
      return FALSE;
  }
  return !in.bad || set_invalid (error, "the header breaks off");
}

static guint64
claimed_size (const Blob *blob)
{
  DrayProtobuf in = { blob->at, blob->at + blob->n_bytes, FALSE };

  while (in.at < in.end) {
    guint32 key = dray_protobuf_key (&in);

    if (key == DRAY_FIELD (2, DRAY_WIRE_VARINT))
      return dray_protobuf_varint (&in);
    dray_protobuf_skip (&in, key);
  }
  return blob->n_bytes;
}

/* Finds the blobs. The first is the header; kinds that nobody knows are skipped, as the format wants it. */
static gboolean
find_blobs (GBytes  *bytes,
            GArray  *blobs,
            GError **error)
{
  gsize n_bytes;
  const guint8 *at = g_bytes_get_data (bytes, &n_bytes), *end = at + n_bytes;
  guint64 n_unpacked = 0;
  gboolean seen_header = FALSE;

  while (at < end) {
    if (end - at < 4)
      return set_invalid (error, "it ends within a blob's length");
    guint32 n_header = (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
    at += 4;
    if (n_header > DRAY_OSM_MAX_HEADER_BYTES || n_header > (gsize) (end - at))
      return set_invalid (error, "a blob's header is too long");

    DrayProtobuf in = { at, at + n_header, FALSE }, type = { 0 };
    guint64 n_data = 0;
    at += n_header;
    while (in.at < in.end) {
      guint32 key = dray_protobuf_key (&in);

      if (key == DRAY_FIELD (1, DRAY_WIRE_BYTES))
        type = dray_protobuf_bytes (&in);
      else if (key == DRAY_FIELD (3, DRAY_WIRE_VARINT))
        n_data = dray_protobuf_varint (&in);
      else
        dray_protobuf_skip (&in, key);
    }
    if (in.bad || n_data > DRAY_OSM_MAX_BLOB_BYTES || n_data > (gsize) (end - at))
      return set_invalid (error, "a blob is longer than the file or than 32 MiB");

    Blob blob = { at, (guint32) n_data };
    gsize n_type = (gsize) (type.end - type.at);
    at += n_data;
    if (n_type == 9 && memcmp (type.at, "OSMHeader", 9) == 0) {
      seen_header = TRUE;
      if (!check_header (&blob, error))
        return FALSE;
    } else if (n_type == 7 && memcmp (type.at, "OSMData", 7) == 0) {
      if (!seen_header)
        return set_invalid (error, "data stand before the header");
      n_unpacked += claimed_size (&blob);
      g_array_append_val (blobs, blob);
    }
  }
  if (n_unpacked > dray_osm_unpacked_limit (n_bytes)) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "The file claims to unpack to %" G_GUINT64_FORMAT " bytes", n_unpacked);
    return FALSE;
  }
  return seen_header || set_invalid (error, "it has no header");
}

static void
read_blob (guint32  item,
           int      thread,
           gpointer user_data)
{
  Reading *reading = user_data;
  const DrayOsmSource *source = reading->source;
  g_autoptr (DrayOsmPart) part = dray_osm_part_new ();
  g_autofree guint8 *storage = NULL;
  DrayProtobuf in;

  if (g_atomic_int_get (&reading->failed))
    return;
  if (g_cancellable_set_error_if_cancelled (source->cancellable, &reading->errors[item]) ||
      !unpack (&reading->blobs[item], &storage, &in, &reading->errors[item]) ||
      !read_block (part, in, &reading->errors[item])) {
    g_atomic_int_set (&reading->failed, TRUE);
    return;
  }
  reading->parts[item] = g_steal_pointer (&part);
  int n_done = g_atomic_int_add (&reading->n_done, 1) + 1;
  if (thread == 0 && source->progress != NULL)
    source->progress ("read", 0.9 * n_done / reading->n_blobs, source->user_data);
}

/* Returns: (transfer full) (element-type DrayOsmPart): a part for each blob; the array does not own them */
GPtrArray *
dray_osm_pbf_read (const DrayOsmSource *source,
                   GError             **error)
{
  g_autoptr (GArray) blobs = g_array_new (FALSE, FALSE, sizeof (Blob));

  if (!find_blobs (source->bytes, blobs, error))
    return NULL;

  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_ptr_array_set_size (parts, (int) blobs->len);
  g_autofree GError **errors = g_new0 (GError *, blobs->len + 1);
  Reading reading = {
    .source = source,
    .blobs = (Blob *) (gpointer) blobs->data,
    .n_blobs = blobs->len,
    .parts = (DrayOsmPart **) parts->pdata,
    .errors = errors,
  };
  dray_parallel_for (blobs->len, source->n_threads, read_blob, &reading);
  if (!reading.failed)
    return g_steal_pointer (&parts);

  /* The first error in the file's order is the one told, however the threads ran. */
  for (guint32 i = 0; i < blobs->len; i++) {
    g_clear_pointer (&reading.parts[i], dray_osm_part_free);
    if (errors[i] != NULL && *error == NULL)
      g_propagate_error (error, errors[i]);
    else
      g_clear_error (&errors[i]);
  }
  return NULL;
}
