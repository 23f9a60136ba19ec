/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-osm-reader-private.h"

#include "dray-road-error.h"

#include <string.h>

/* A file is known by its first bytes, never by its name. */

typedef enum {
  FORMAT_UNKNOWN,
  FORMAT_PBF,
  FORMAT_XML,
  FORMAT_GZIP,
} Format;

static Format
sniff (const guint8 *data,
       gsize         n)
{
  static const char pbf[] = "OSMHeader";

  if (n >= 2 && data[0] == 0x1f && data[1] == 0x8b)
    return FORMAT_GZIP;
  if (n >= 4 && data[0] == 0 && g_strstr_len ((const char *) data + 4, (gssize) MIN (n - 4, 64), pbf) != NULL)
    return FORMAT_PBF;
  if (n >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return FORMAT_XML;
  for (gsize i = 0; i < n && i < 256; i++) {
    if (!g_ascii_isspace (data[i]))
      return data[i] == '<' ? FORMAT_XML : FORMAT_UNKNOWN;
  }
  return FORMAT_UNKNOWN;
}

/**
 * dray_osm_reader_read_bytes:
 * @bytes: a whole .osm.pbf, .osm or .osm.gz
 * @n_threads: how many may unpack blobs at once
 * @progress: (nullable) (scope call): told of the step "read"
 *
 * Reads OpenStreetMap data. Files that were cut along a border refer to things that they don't hold, and files that were put
 * together hold things twice or out of order: both are taken as they are and counted. What is not sound is refused.
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID, %DRAY_ROAD_ERROR_LIMIT, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the data
 */
DrayOsmData *
dray_osm_reader_read_bytes (GBytes           *bytes,
                            int               n_threads,
                            DrayRoadProgress  progress,
                            gpointer          user_data,
                            GCancellable     *cancellable,
                            GError          **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  DrayOsmSource source = { bytes, n_threads, progress, user_data, cancellable };
  g_autoptr (GError) fault = NULL;
  g_autoptr (GPtrArray) parts = NULL;

  switch (sniff (data, n_bytes)) {
    case FORMAT_PBF:
      parts = dray_osm_pbf_read (&source, &fault);
      break;
    case FORMAT_XML:
      parts = dray_osm_xml_read (&source, FALSE, &fault);
      break;
    case FORMAT_GZIP:
      parts = dray_osm_xml_read (&source, TRUE, &fault);
      break;
    case FORMAT_UNKNOWN:
    default:
      g_set_error_literal (&fault, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "Neither .osm.pbf nor .osm nor .osm.gz by its first bytes");
  }
  if (parts == NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  DrayOsmData *result = dray_osm_parts_join (parts, cancellable, error);
  for (guint i = 0; i < parts->len; i++)
    g_clear_pointer ((DrayOsmPart **) &parts->pdata[i], dray_osm_part_free);
  if (result != NULL && progress != NULL)
    progress ("read", 1.0, user_data);
  return result;
}

/**
 * dray_osm_reader_read_file:
 *
 * As dray_osm_reader_read_bytes(), of the file at @path, which is mapped and never copied.
 *
 * Errors: also those of opening the file, %G_FILE_ERROR
 */
DrayOsmData *
dray_osm_reader_read_file (const char       *path,
                           int               n_threads,
                           DrayRoadProgress  progress,
                           gpointer          user_data,
                           GCancellable     *cancellable,
                           GError          **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return NULL;
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  DrayOsmData *data = dray_osm_reader_read_bytes (bytes, n_threads, progress, user_data, cancellable, error);
  if (data == NULL)
    g_prefix_error (error, "%s: ", path);
  return data;
}
