/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-write-private.h"

#include "dray-report-error.h"
#include "dray-report-pages.h"

#include <cairo-pdf.h>

/* The surface hands its bytes out in pieces; the first that can't be written is what the caller hears of. */
typedef struct {
  GOutputStream *stream;
  GCancellable  *cancellable;
  GError       **error;
} Sink;

static cairo_status_t
write_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         n_bytes)
{
  Sink *sink = closure;
  GError **error = sink->error != NULL && *sink->error == NULL ? sink->error : NULL;

  return g_output_stream_write_all (sink->stream, data, n_bytes, NULL, sink->cancellable, error) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
describe (DrayReport      *self,
          cairo_surface_t *surface)
{
  g_autofree char *title = g_strjoin (", ", dray_report_get_title (self), dray_report_get_period (self), NULL);
  g_autoptr (GDateTime) made = g_date_time_new_from_unix_utc (dray_report_get_made_us (self) / G_USEC_PER_SEC);
  g_autofree char *at = made != NULL ? g_date_time_format_iso8601 (made) : NULL;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, dray_report_get_workspace (self));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Dray " PACKAGE_VERSION);
  if (at != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
}

static gboolean
draw_pages (DrayReport       *self,
            cairo_surface_t  *surface,
            double            width,
            double            height,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (DrayReportPages) pages = dray_report_pages_new (self, width, height);

  for (guint i = 0; i < dray_report_pages_get_n (pages); i++) {
    cairo_t *cairo;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    cairo = cairo_create (surface);
    dray_report_pages_draw (pages, i, cairo);
    cairo_show_page (cairo);
    cairo_destroy (cairo);
  }
  return TRUE;
}

gboolean
dray_report_write_pdf (DrayReport    *self,
                       const char    *path,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) stream = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error));
  gboolean is_landscape = dray_report_is_landscape (self);
  double width = is_landscape ? DRAY_REPORT_A4_LONG : DRAY_REPORT_A4_SHORT, height = is_landscape ? DRAY_REPORT_A4_SHORT : DRAY_REPORT_A4_LONG;
  g_autoptr (GError) fault = NULL;
  Sink sink = { stream, cancellable, &fault };

  if (stream == NULL)
    return FALSE;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_bytes, &sink, width, height);
  describe (self, surface);
  gboolean done = draw_pages (self, surface, width, height, cancellable, error);
  cairo_surface_finish (surface);
  cairo_status_t status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!done)
    return FALSE;
  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_FAILED, "The pages can't be written: %s", cairo_status_to_string (status));
    return FALSE;
  }
  return g_output_stream_close (stream, cancellable, error);
}
