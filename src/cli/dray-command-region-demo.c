/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"
#include "dray-county.h"

/* Draws the demo county: a place to try everything on a machine that has no extract and no network. */

static void
on_progress (const char *what,
             double      share,
             gpointer    line)
{
  dray_command_line_say (line, "%3d %% %s", (int) (share * 100), what);
}

/* Writes @county to @path, packed when the name ends in .gz; the file is there whole or not at all. */
static gboolean
write_file (DrayCounty   *county,
            const char   *path,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) plain = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr (GOutputStream) stream = NULL;

  if (plain == NULL)
    return FALSE;
  if (g_str_has_suffix (path, ".gz")) {
    g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);

    stream = g_converter_output_stream_new (G_OUTPUT_STREAM (plain), G_CONVERTER (packer));
  } else {
    stream = g_object_ref (G_OUTPUT_STREAM (plain));
  }
  if (dray_county_write (county, stream, cancellable, error))
    return g_output_stream_close (stream, cancellable, error);

  /* A stream that is closed while cancelled leaves the old file in place. */
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_cancellable_cancel (stop);
  g_output_stream_close (stream, stop, NULL);
  return FALSE;
}

static void
on_import_progress (const char *step,
                    double      fraction,
                    gpointer    line)
{
  if (fraction <= 0)
    dray_command_line_say (line, "      %s", step);
}

static gboolean
import_region (DrayCounty       *county,
               const char       *path,
               DrayCommandLine  *line,
               GError          **error)
{
  DrayRoadImport import = { (int) MIN (2, g_get_num_processors ()), on_import_progress, line, line->cancellable };

  return dray_county_import (county, path, &import, NULL, error);
}

gboolean
dray_command_region_demo (DrayCommandLine *line,
                          GError         **error)
{
  g_autofree char *output = NULL;
  gint64 seed = DRAY_COUNTY_DEFAULT_SEED;
  int n_segments = DRAY_COUNTY_DEFAULT_SEGMENTS;
  const GOptionEntry options[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "The same seed draws the same county", "N" },
    { "segments", 0, 0, G_OPTION_ARG_INT, &n_segments, "About how many road segments, 5000 to 1000000", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to write: NAME.region, NAME.osm or NAME.osm.gz", "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!dray_command_line_parse (line, options, 0, 0, error))
    return FALSE;
  gboolean region = output != NULL && g_str_has_suffix (output, ".region");

  if (output == NULL || !(region || g_str_has_suffix (output, ".osm") || g_str_has_suffix (output, ".osm.gz"))) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "-o needs a name that ends in .region, .osm or .osm.gz");
    return FALSE;
  }

  DrayCountyOptions wish = { .seed = (guint64) seed, .n_segments = n_segments, .progress = on_progress, .progress_data = line };
  g_autoptr (DrayCounty) county = dray_county_new (&wish, line->cancellable, error);

  if (county == NULL || !(region ? import_region (county, output, line, error) : write_file (county, output, line->cancellable, error)))
    return FALSE;

  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "file", output);
  json_object_set_int_member (object, "seed", seed);
  json_object_set_int_member (object, "segments", (gint64) dray_county_get_n_segments (county));
  dray_command_line_print (line, node, "%s: %" G_GSIZE_FORMAT " road segments", output, dray_county_get_n_segments (county));
  return TRUE;
}
