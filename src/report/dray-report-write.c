/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-write-private.h"

#include "dray-report-error.h"

#include <errno.h>
#include <glib/gstdio.h>

static const struct {
  const char *ending;
  gboolean  (*write) (DrayReport *self, const char *path, GCancellable *cancellable, GError **error);
} formats[DRAY_REPORT_N_FORMATS] = {
  [DRAY_REPORT_PDF] = { ".pdf", dray_report_write_pdf },
  [DRAY_REPORT_XLSX] = { ".xlsx", dray_report_write_xlsx },
  [DRAY_REPORT_CSV] = { ".csv", dray_report_write_csv },
  [DRAY_REPORT_JSON] = { ".json", dray_report_write_json },
};

/* Returns: the file name's end, with its dot */
const char *
dray_report_format_get_ending (DrayReportFormat format)
{
  g_return_val_if_fail (format >= 0 && format < DRAY_REPORT_N_FORMATS, NULL);

  return formats[format].ending;
}

/* The format that a file's name ends in. */
gboolean
dray_report_format_find (const char        *path,
                         DrayReportFormat  *format,
                         GError           **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (int i = 0; i < DRAY_REPORT_N_FORMATS; i++) {
    if (g_str_has_suffix (lower, formats[i].ending)) {
      *format = (DrayReportFormat) i;
      return TRUE;
    }
  }
  g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK, "%s: a report's file ends in .pdf, .xlsx, .csv or .json", path);
  return FALSE;
}

/**
 * dray_report_write:
 * @path: replaced if it is there, once the new file is whole
 *
 * Writes the report into a file. It may take seconds: not on the main thread.
 *
 * Errors: %DRAY_REPORT_ERROR_FAILED, %DRAY_REPORT_ERROR_LIMIT, those of files, and %G_IO_ERROR_CANCELLED
 */
gboolean
dray_report_write (DrayReport        *self,
                   DrayReportFormat   format,
                   const char        *path,
                   GCancellable      *cancellable,
                   GError           **error)
{
  g_return_val_if_fail (self != NULL && format >= 0 && format < DRAY_REPORT_N_FORMATS && path != NULL, FALSE);

  g_autofree char *beside = g_strconcat (path, ".part", NULL);

  if (!formats[format].write (self, beside, cancellable, error)) {
    g_unlink (beside);
    return FALSE;
  }
  if (g_rename (beside, path) == 0)
    return TRUE;
  g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
  g_unlink (beside);
  return FALSE;
}
