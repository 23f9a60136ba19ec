/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* The county as a region pack. It goes by a file of OpenStreetMap XML, as any extract does, so that the demo tries what a real region
 * needs; the file is gone afterwards. */

static gboolean
write_to (DrayCounty    *self,
          const char    *path,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error);

  return stream != NULL && dray_county_write (self, G_OUTPUT_STREAM (stream), cancellable, error)
         && g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
}

/**
 * dray_county_import:
 * @region_path: the pack to write
 * @import: how, as for any file
 * @report: (out) (nullable): what became of the county's file
 *
 * Imports the county through the reader of real data.
 *
 * Errors: those of files and of dray_road_import_file()
 */
gboolean
dray_county_import (DrayCounty            *self,
                    const char            *region_path,
                    const DrayRoadImport  *import,
                    DrayRoadImportReport  *report,
                    GError               **error)
{
  g_autofree char *path = NULL;
  DrayRoadImport ours = *import;
  DrayRoadImportReport unused;

  g_return_val_if_fail (self != NULL && region_path != NULL && import != NULL, FALSE);

  ours.attribution = DRAY_COUNTY_ATTRIBUTION;
  int fd = g_file_open_tmp ("dray-county-XXXXXX.osm", &path, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  gboolean done = write_to (self, path, import->cancellable, error)
                  && dray_road_import_file (&ours, path, region_path, report != NULL ? report : &unused, error);

  g_unlink (path);
  return done;
}
