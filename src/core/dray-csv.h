/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayCsvOptions:
 * @separator: between fields; 0 to take the commonest of comma, semicolon and tab in the first line
 * @n_columns: how many fields a row has; 0 to take the first good row's number
 * @max_columns: more are refused
 * @max_field_bytes: a longer field is refused
 * @max_row_bytes: a longer row is refused; also what bounds the reader's memory
 */
typedef struct {
  char  separator;
  guint n_columns;
  guint max_columns;
  gsize max_field_bytes;
  gsize max_row_bytes;
} DrayCsvOptions;

#define DRAY_CSV_OPTIONS_DEFAULT ((DrayCsvOptions) { 0, 0, 1024, 64 << 10, 1 << 20 })

/**
 * DrayCsvResult:
 * @DRAY_CSV_ROW: a good row
 * @DRAY_CSV_REFUSED: a bad one, skipped; dray_csv_reader_get_reason() says why, and reading goes on behind it
 * @DRAY_CSV_END: there are no more
 * @DRAY_CSV_FAILED: the stream failed or was cancelled, and the error is set
 */
typedef enum {
  DRAY_CSV_ROW,
  DRAY_CSV_REFUSED,
  DRAY_CSV_END,
  DRAY_CSV_FAILED,
} DrayCsvResult;

typedef struct _DrayCsvReader DrayCsvReader;

DrayCsvReader *dray_csv_reader_new          (GInputStream         *stream,
                                             const DrayCsvOptions *options);
void           dray_csv_reader_free         (DrayCsvReader        *self);
DrayCsvResult  dray_csv_reader_read         (DrayCsvReader        *self,
                                             GCancellable         *cancellable,
                                             GError              **error);
guint          dray_csv_reader_get_n_fields (DrayCsvReader        *self);
const char    *dray_csv_reader_get_field    (DrayCsvReader        *self,
                                             guint                 i);
guint64        dray_csv_reader_get_line     (DrayCsvReader        *self);
const char    *dray_csv_reader_get_reason   (DrayCsvReader        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayCsvReader, dray_csv_reader_free)

void           dray_csv_append_row          (GString              *to,
                                             const char *const    *fields,
                                             gsize                 n_fields,
                                             char                  separator);

G_END_DECLS
