/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-csv.h"

#include <string.h>

/* RFC 4180, read as a stream. A row ends at LF, CRLF or a lone CR outside quotes; empty lines are no rows; a byte order mark is
 * skipped; a quote inside an unquoted field is kept as text.
 *
 * A row is read in two steps: find_end() looks for its end, split() takes it apart. A bad row never takes good ones with it:
 * when it is broken inside quotes, the reader goes back to the first line end behind the row's start and goes on there, because
 * a quote that nobody closed would otherwise swallow the rest of the file. That is not quadratic: such a row's scan ends at the next
 * line with an odd number of quotes, and the lines between have an even one and are good rows by themselves.
 *
 * Memory: the buffer grows to max_row_bytes and one chunk, whatever comes. */

#define CHUNK_BYTES ((gsize) 64 << 10)

struct _DrayCsvReader
{
  GInputStream  *stream;      /* Owned */
  DrayCsvOptions options;
  gboolean       started;     /* the byte order mark and the separator are behind us */
  gboolean       skipping;    /* the rest of a line that was refused already */

  /* What was read and not used yet: buffer[start … end) */
  char          *buffer;
  gsize          capacity;
  gsize          start;
  gsize          end;
  gboolean       at_eof;

  guint64        next_line;   /* the line that begins at `start`, from 1 */
  guint64        line;        /* that of the present row */
  GString       *text;        /* the present row's fields, each with its zero byte */
  GArray        *fields;      /* (element-type gsize): where they begin in `text` */
  char          *reason;
};

/* Where a row ends: `n_bytes` without, `n_all` with its line end. */
typedef struct {
  gsize       n_bytes;
  gsize       n_all;
  const char *fault;          /* (nullable): why the row is broken; the sizes are then unset */
} Extent;

/**
 * dray_csv_reader_new:
 * @options: (nullable): %NULL for %DRAY_CSV_OPTIONS_DEFAULT
 *
 * Returns: (transfer full): a reader at the beginning of @stream, which it keeps a reference to
 */
DrayCsvReader *
dray_csv_reader_new (GInputStream         *stream,
                     const DrayCsvOptions *options)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  DrayCsvReader *self = g_new0 (DrayCsvReader, 1);

  self->stream = g_object_ref (stream);
  self->options = options != NULL ? *options : DRAY_CSV_OPTIONS_DEFAULT;
  self->next_line = 1;
  self->text = g_string_new (NULL);
  self->fields = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

void
dray_csv_reader_free (DrayCsvReader *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->stream);
  g_free (self->buffer);
  g_string_free (self->text, TRUE);
  g_array_unref (self->fields);
  g_free (self->reason);
  g_free (self);
}

static void
make_room (DrayCsvReader *self)
{
  if (self->start > 0) {
    memmove (self->buffer, self->buffer + self->start, self->end - self->start);
    self->end -= self->start;
    self->start = 0;
  }
  if (self->capacity - self->end < CHUNK_BYTES) {
    self->capacity = MAX (self->capacity * 2, CHUNK_BYTES * 2);
    self->buffer = g_realloc (self->buffer, self->capacity);
  }
}

/* Reads another chunk behind what is there. Returns: %FALSE with the error set */
static gboolean
fill (DrayCsvReader  *self,
      GCancellable   *cancellable,
      GError        **error)
{
  make_room (self);

  gssize n = g_input_stream_read (self->stream, self->buffer + self->end, CHUNK_BYTES, cancellable, error);

  if (n < 0)
    return FALSE;
  self->end += (gsize) n;
  self->at_eof = n == 0;
  return TRUE;
}

/* Returns: how many bytes of a line end stand at @i, 0 if none, -1 if the next byte must be known first */
static int
measure_line_end (DrayCsvReader *self,
                  gsize          i)
{
  const char *at = self->buffer + self->start + i;

  if (*at == '\n')
    return 1;
  if (*at != '\r')
    return 0;
  if (self->start + i + 1 < self->end)
    return at[1] == '\n' ? 2 : 1;
  return self->at_eof ? 1 : -1;
}

/* The scan of find_end, kept between chunks. */
typedef struct {
  gsize    i;
  gboolean quoted;        /* inside quotes */
  gboolean closed;        /* right behind a closing quote */
  gboolean field_start;
} Scan;

/* Goes on with what is in the buffer. Returns: whether the row's end, or a fault, was found */
static gboolean
scan_more (DrayCsvReader *self,
           Scan          *scan,
           Extent        *extent)
{
  const char *bytes = self->buffer + self->start;
  gsize n = MIN (self->end - self->start, self->options.max_row_bytes + 1);

  for (; scan->i < n; scan->i++) {
    char c = bytes[scan->i];

    if (scan->quoted) {
      scan->quoted = c != '"';
      scan->closed = c == '"';
      continue;
    }
    if (c == '"' && (scan->closed || scan->field_start)) {
      scan->quoted = TRUE;
      scan->closed = scan->field_start = FALSE;
      continue;
    }
    int n_end = measure_line_end (self, scan->i);
    if (n_end < 0)
      return FALSE;
    if (n_end > 0) {
      *extent = (Extent) { .n_bytes = scan->i, .n_all = scan->i + (gsize) n_end };
      return TRUE;
    }
    if (scan->closed && c != self->options.separator) {
      extent->fault = "something stands behind a closing quote";
      return TRUE;
    }
    scan->closed = FALSE;
    scan->field_start = c == self->options.separator;
  }
  if (scan->i > self->options.max_row_bytes)
    extent->fault = "the row is longer than the limit";
  return extent->fault != NULL;
}

/* Finds the end of the row at `start`, reading as much as that takes. */
static gboolean
find_end (DrayCsvReader  *self,
          Extent         *extent,
          GCancellable   *cancellable,
          GError        **error)
{
  Scan scan = { .field_start = TRUE };

  *extent = (Extent) { 0 };
  while (!scan_more (self, &scan, extent)) {
    if (self->at_eof) {
      if (scan.quoted)
        extent->fault = "a quote is never closed";
      else
        extent->n_bytes = extent->n_all = self->end - self->start;
      return TRUE;
    }
    if (!fill (self, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static guint64
count_lines (const char *bytes,
             gsize       n_bytes)
{
  guint64 n = 0;

  for (gsize i = 0; i < n_bytes; i++)
    n += bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == n_bytes || bytes[i + 1] != '\n'));
  return n;
}

static void
use (DrayCsvReader *self,
     gsize          n_bytes)
{
  self->next_line += count_lines (self->buffer + self->start, n_bytes);
  self->start += n_bytes;
}

/* Gets behind the first line end of what is in the buffer. Returns: %FALSE if there is none, or its next byte must be known first */
static gboolean
use_line (DrayCsvReader *self)
{
  gsize n = self->end - self->start;
  const char *bytes = self->buffer + self->start;
  const char *lf = memchr (bytes, '\n', n);
  const char *cr = memchr (bytes, '\r', lf != NULL ? (gsize) (lf - bytes) : n);
  const char *found = cr != NULL ? cr : lf;
  int n_end = found != NULL ? measure_line_end (self, (gsize) (found - bytes)) : 0;

  if (n_end <= 0)
    return FALSE;
  self->start += (gsize) (found - bytes) + (gsize) n_end;
  self->next_line++;
  return TRUE;
}

/* Drops the rest of a line, however long. Returns: %FALSE with the error set */
static gboolean
skip_line (DrayCsvReader  *self,
           GCancellable   *cancellable,
           GError        **error)
{
  while (!use_line (self)) {
    gboolean cr_last = self->end > self->start && self->buffer[self->end - 1] == '\r';

    self->start = self->end - (cr_last && !self->at_eof);
    if (self->at_eof)
      break;
    if (!fill (self, cancellable, error))
      return FALSE;
  }
  self->skipping = FALSE;
  return TRUE;
}

static DrayCsvResult
refuse (DrayCsvReader *self,
        const char    *format,
        ...) G_GNUC_PRINTF (2, 3);

static DrayCsvResult
refuse (DrayCsvReader *self,
        const char    *format,
        ...)
{
  va_list arguments;

  g_free (self->reason);
  va_start (arguments, format);
  self->reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_array_set_size (self->fields, 0);
  return DRAY_CSV_REFUSED;
}

/* Takes away the apostrophe that the writer, or a spreadsheet, put before what looks like a formula. */
static gsize
measure_guard (const char *field,
               gsize       n_bytes)
{
  gsize n = 0;

  while (n < n_bytes && field[n] == '\'')
    n++;
  return n > 0 && n < n_bytes && strchr ("=+-@\t\r", field[n]) != NULL && field[n] != '\0' ? 1 : 0;
}

/* Copies the field that begins at @at into `text`, its quotes undone. Returns: where it ends */
static const char *
copy_field (DrayCsvReader *self,
            const char    *at,
            const char    *end)
{
  gsize begin = self->text->len;

  g_array_append_val (self->fields, begin);
  if (at < end && *at == '"') {
    for (at++; at < end; at++) {
      if (*at == '"' && (++at == end || *at != '"'))
        break;
      g_string_append_c (self->text, *at);
    }
  } else {
    const char *stop = memchr (at, self->options.separator, (gsize) (end - at));

    stop = stop != NULL ? stop : end;
    g_string_append_len (self->text, at, stop - at);
    at = stop;
  }
  g_string_erase (self->text, (gssize) begin, (gssize) measure_guard (self->text->str + begin, self->text->len - begin));
  return at;
}

static DrayCsvResult
judge_field (DrayCsvReader *self,
             guint          i)
{
  const char *field = self->text->str + g_array_index (self->fields, gsize, i);
  gsize n_bytes = self->text->len - g_array_index (self->fields, gsize, i);

  if (n_bytes > self->options.max_field_bytes)
    return refuse (self, "field %u is longer than the limit of %" G_GSIZE_FORMAT " bytes", i + 1, self->options.max_field_bytes);
  if (!g_utf8_validate_len (field, n_bytes, NULL))
    return refuse (self, "field %u is not UTF-8", i + 1);
  return DRAY_CSV_ROW;
}

/* Takes the row apart. */
static DrayCsvResult
split (DrayCsvReader *self,
       const char    *at,
       const char    *end)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->fields, 0);
  for (guint i = 0;; i++) {
    if (i == self->options.max_columns)
      return refuse (self, "there are more than %u fields", i);
    at = copy_field (self, at, end);
    if (judge_field (self, i) != DRAY_CSV_ROW)
      return DRAY_CSV_REFUSED;
    g_string_append_c (self->text, '\0');
    if (at == end)
      break;
    at++;
  }
  if (self->options.n_columns == 0)
    self->options.n_columns = self->fields->len;
  if (self->fields->len != self->options.n_columns)
    return refuse (self, "there are %u fields instead of %u", self->fields->len, self->options.n_columns);
  return DRAY_CSV_ROW;
}

static char
find_separator (DrayCsvReader *self)
{
  static const char candidates[] = ",;\t";
  gsize counts[3] = { 0 };
  gboolean quoted = FALSE;
  int best = 0;

  for (gsize i = self->start; i < self->end && self->buffer[i] != '\n' && self->buffer[i] != '\r'; i++) {
    const char *found = self->buffer[i] != '\0' ? strchr (candidates, self->buffer[i]) : NULL;

    quoted ^= self->buffer[i] == '"';
    if (found != NULL && !quoted)
      counts[found - candidates]++;
  }
  for (int i = 1; i < 3; i++) {
    if (counts[i] > counts[best])
      best = i;
  }
  return candidates[best];
}

static gboolean
start (DrayCsvReader  *self,
       GCancellable   *cancellable,
       GError        **error)
{
  while (!self->at_eof && self->end < CHUNK_BYTES) {
    if (!fill (self, cancellable, error))
      return FALSE;
  }
  if (self->end >= 3 && memcmp (self->buffer, "\xef\xbb\xbf", 3) == 0)
    self->start = 3;
  if (self->options.separator == '\0')
    self->options.separator = find_separator (self);
  self->started = TRUE;
  return TRUE;
}

/**
 * dray_csv_reader_read:
 *
 * Reads the next row. May block.
 *
 * Errors: those of the stream
 */
DrayCsvResult
dray_csv_reader_read (DrayCsvReader  *self,
                      GCancellable   *cancellable,
                      GError        **error)
{
  Extent extent;

  g_return_val_if_fail (self != NULL, DRAY_CSV_FAILED);

  if (!self->started && !start (self, cancellable, error))
    return DRAY_CSV_FAILED;
  if (self->skipping && !skip_line (self, cancellable, error))
    return DRAY_CSV_FAILED;
  do {
    if (!find_end (self, &extent, cancellable, error))
      return DRAY_CSV_FAILED;
    self->line = self->next_line;
    if (extent.fault != NULL) {
      /* Back to its first line end, where it may have swallowed other rows. */
      self->skipping = !use_line (self);
      return refuse (self, "%s", extent.fault);
    }
    if (extent.n_all == 0)
      return DRAY_CSV_END;
    use (self, extent.n_all);
  } while (extent.n_bytes == 0);

  const char *row = self->buffer + self->start - extent.n_all;
  return split (self, row, row + extent.n_bytes);
}

/**
 * dray_csv_reader_get_n_fields:
 *
 * Returns: how many fields the present row has, 0 unless it is a good one
 */
guint
dray_csv_reader_get_n_fields (DrayCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields->len;
}

/**
 * dray_csv_reader_get_field:
 *
 * Returns: (transfer none): field @i of the present row, valid UTF-8, until the next read
 */
const char *
dray_csv_reader_get_field (DrayCsvReader *self,
                           guint          i)
{
  g_return_val_if_fail (self != NULL && i < self->fields->len, NULL);

  return self->text->str + g_array_index (self->fields, gsize, i);
}

/**
 * dray_csv_reader_get_line:
 *
 * Returns: the line on which the present row begins, from 1
 */
guint64
dray_csv_reader_get_line (DrayCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line;
}

/**
 * dray_csv_reader_get_reason:
 *
 * Returns: (transfer none) (nullable): why the last refused row was refused
 */
const char *
dray_csv_reader_get_reason (DrayCsvReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}
