/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-csv.h"
#include "dray-fuzz.h"

#include <string.h>

/* Writes the present row and reads it back: its fields must be the same. */
static void
check_round_trip (DrayCsvReader        *reader,
                  const DrayCsvOptions *options)
{
  guint n = dray_csv_reader_get_n_fields (reader);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree const char **fields = g_new (const char *, n);
  DrayCsvOptions again = *options;

  for (guint i = 0; i < n; i++)
    fields[i] = dray_csv_reader_get_field (reader, i);
  again.separator = ';';
  again.max_row_bytes = 1 << 20;
  dray_csv_append_row (text, fields, n, again.separator);

  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text->str, (gssize) text->len, NULL);
  g_autoptr (DrayCsvReader) second = dray_csv_reader_new (stream, &again);
  g_assert_cmpint (dray_csv_reader_read (second, NULL, NULL), ==, DRAY_CSV_ROW);
  g_assert_cmpuint (dray_csv_reader_get_n_fields (second), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (dray_csv_reader_get_field (second, i), ==, fields[i]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  DrayCsvOptions options = { .max_columns = 16, .max_field_bytes = 64, .max_row_bytes = 256 };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (DrayCsvReader) reader = dray_csv_reader_new (stream, &options);
  DrayCsvResult result;
  guint64 last_line = 0;
  gsize n_rows = 0;

  while ((result = dray_csv_reader_read (reader, NULL, NULL)) != DRAY_CSV_END) {
    g_assert_cmpint (result, !=, DRAY_CSV_FAILED);
    g_assert_cmpuint (dray_csv_reader_get_line (reader), >, last_line);
    last_line = dray_csv_reader_get_line (reader);
    /* Every row takes a byte at least, or the reader would never end. */
    g_assert_cmpuint (++n_rows, <=, size);
    if (result == DRAY_CSV_ROW)
      check_round_trip (reader, &options);
  }
  return 0;
}
