/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-csv.h"
#include "dray-random.h"

#include <string.h>
#include <sys/resource.h>

/* A stream that gives a few bytes at a time, and can repeat one of its bytes very often without holding them. */

#define DRAY_TYPE_DRIBBLE (dray_dribble_get_type ())
G_DECLARE_FINAL_TYPE (DrayDribble, dray_dribble, DRAY, DRIBBLE, GInputStream)

struct _DrayDribble
{
  GInputStream parent_instance;

  GString     *text;
  gsize        at;
  gsize        n_most;      /* bytes a read */
  gsize        repeat_at;   /* this byte of the text … */
  guint64      n_repeats;   /* … comes so often more */
};

G_DEFINE_FINAL_TYPE (DrayDribble, dray_dribble, G_TYPE_INPUT_STREAM)

static gssize
dray_dribble_read (GInputStream  *stream,
              void          *buffer,
              gsize          count,
              GCancellable  *cancellable,
              GError       **error)
{
  DrayDribble *self = DRAY_DRIBBLE (stream);
  gsize n = MIN (count, self->n_most);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->n_repeats > 0 && self->at == self->repeat_at) {
    n = MIN (n, self->n_repeats);
    memset (buffer, self->text->str[self->at], n);
    self->n_repeats -= n;
    return (gssize) n;
  }
  n = MIN (n, self->text->len - self->at);
  if (self->n_repeats > 0)
    n = MIN (n, self->repeat_at - self->at);
  memcpy (buffer, self->text->str + self->at, n);
  self->at += n;
  return (gssize) n;
}

static void
dray_dribble_finalize (GObject *object)
{
  g_string_free (DRAY_DRIBBLE (object)->text, TRUE);
  G_OBJECT_CLASS (dray_dribble_parent_class)->finalize (object);
}

static void
dray_dribble_class_init (DrayDribbleClass *class)
{
  G_OBJECT_CLASS (class)->finalize = dray_dribble_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = dray_dribble_read;
}

static void
dray_dribble_init (DrayDribble *self)
{
}

static DrayDribble *
dray_dribble_new (const char *text,
             gssize      n_bytes,
             gsize       n_most)
{
  DrayDribble *self = g_object_new (DRAY_TYPE_DRIBBLE, NULL);

  self->text = g_string_new_len (text, n_bytes);
  self->n_most = n_most;
  return self;
}

/* What a reader makes of a stream, a line a row: "3:a|b" for a good one, "3!reason" for a refused one. */
static char *
read_all (GInputStream         *stream,
          const DrayCsvOptions *options)
{
  g_autoptr (DrayCsvReader) reader = dray_csv_reader_new (stream, options);
  GString *all = g_string_new (NULL);
  DrayCsvResult result;

  while ((result = dray_csv_reader_read (reader, NULL, NULL)) != DRAY_CSV_END) {
    g_assert_cmpint (result, !=, DRAY_CSV_FAILED);
    g_string_append_printf (all, "%" G_GUINT64_FORMAT, dray_csv_reader_get_line (reader));
    if (result == DRAY_CSV_REFUSED)
      g_string_append_printf (all, "!%s", dray_csv_reader_get_reason (reader));
    for (guint i = 0; i < dray_csv_reader_get_n_fields (reader); i++)
      g_string_append_printf (all, "%c%s", i == 0 ? ':' : '|', dray_csv_reader_get_field (reader, i));
    g_string_append_c (all, '\n');
  }
  return g_string_free (all, FALSE);
}

static void
assert_reads (const char           *text,
              gssize                n_bytes,
              const DrayCsvOptions *options,
              const char           *expected)
{
  static const gsize chunks[] = { 1, 2, 3, 7, G_MAXSIZE };

  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++) {
    g_autoptr (DrayDribble) stream = dray_dribble_new (text, n_bytes, chunks[i]);
    g_autofree char *found = read_all (G_INPUT_STREAM (stream), options);

    g_assert_cmpstr (found, ==, expected);
  }
}

static void
test_rows_and_quotes (void)
{
  assert_reads ("a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n,\n\n5\" nail,z", -1, NULL,
                "1:a|b\n2:x, \"y\"|two\r\nlines\n4:|\n6:5\" nail|z\n");
  assert_reads ("", -1, NULL, "");
  assert_reads ("\n\r\n\r", -1, NULL, "");
  assert_reads ("a,b\r1,2\r3,4", -1, NULL, "1:a|b\n2:1|2\n3:3|4\n");
  assert_reads ("\xef\xbb\xbf\"a\",b\n", -1, NULL, "1:a|b\n");
  assert_reads ("\"\"\n", -1, NULL, "1:\n");
}

static void
test_separator_is_found (void)
{
  assert_reads ("name;weight\nquay;1,5\n", -1, NULL, "1:name|weight\n2:quay|1,5\n");
  assert_reads ("name\tweight\n\"a\tb\"\t2\n", -1, NULL, "1:name|weight\n2:a\tb|2\n");
  assert_reads ("\"a;b;c\",d\n", -1, NULL, "1:a;b;c|d\n");
}

static void
test_wrong_column_count_loses_only_that_row (void)
{
  assert_reads ("a,b\n1\n2,3\n4,5,6\n7,8\n", -1, NULL,
                "1:a|b\n2!there are 1 fields instead of 2\n3:2|3\n4!there are 3 fields instead of 2\n5:7|8\n");
}

static void
test_bad_bytes_lose_only_that_row (void)
{
  assert_reads ("a,b\n1,\xff\n2,\0\n3,\xc3\xa9\n", 17, NULL, "1:a|b\n2!field 2 is not UTF-8\n3!field 2 is not UTF-8\n4:3|é\n");
}

static void
test_open_quote_loses_only_that_line (void)
{
  assert_reads ("a,b\n1,\"x\n2,y\n3,z\n", -1, NULL, "1:a|b\n2!a quote is never closed\n3:2|y\n4:3|z\n");
  assert_reads ("a,b\n1,\"x\n2,y\n3,\"z\"\n", -1, NULL, "1:a|b\n2!something stands behind a closing quote\n3:2|y\n4:3|z\n");
  assert_reads ("a,b\n\"x\"y,1\n3,z\n", -1, NULL, "1:a|b\n2!something stands behind a closing quote\n3:3|z\n");
}

static void
test_limits_lose_only_that_row (void)
{
  DrayCsvOptions options = { .separator = ',', .max_columns = 3, .max_field_bytes = 5, .max_row_bytes = 12 };

  assert_reads ("a,b\n123456,1\n1,2\n1234,1234567890\n3,4\n1,2,3,4\n5,6\n", -1, &options,
                "1:a|b\n2!field 1 is longer than the limit of 5 bytes\n3:1|2\n4!the row is longer than the limit\n5:3|4\n"
                "6!there are more than 3 fields\n7:5|6\n");
  /* A quote inside a row that is too long is no reason to lose the rows behind it. */
  assert_reads ("a,b\n1,\"234567890123\n3,4\n", -1, &options, "1:a|b\n2!the row is longer than the limit\n3:3|4\n");
  assert_reads ("a,b\n1,\"2\n3,4\n5,6\n7,8\n", -1, &options, "1:a|b\n2!the row is longer than the limit\n3:3|4\n4:5|6\n5:7|8\n");
}

static void
assert_gigabyte_is_refused (const char *text)
{
  g_autoptr (DrayDribble) stream = dray_dribble_new (text, -1, G_MAXSIZE);
  struct rusage before, after;

  stream->repeat_at = (gsize) (strchr (text, '~') - text);
  stream->n_repeats = G_GUINT64_CONSTANT (1) << 30;
  getrusage (RUSAGE_SELF, &before);
  g_autofree char *found = read_all (G_INPUT_STREAM (stream), NULL);
  getrusage (RUSAGE_SELF, &after);

  g_assert_cmpstr (found, ==, "1:a|b\n2!the row is longer than the limit\n3:1|2\n");
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 16 * 1024);
}

static void
test_a_gigabyte_of_one_line_is_refused_in_little_memory (void)
{
  assert_gigabyte_is_refused ("a,b\nx,~\n1,2\n");
  assert_gigabyte_is_refused ("a,b\nx,\"~\n1,2\n");
}

static void
test_rows_come_back_as_they_were_written (void)
{
  static const char *const bits[] = { "a", "é", "\"", ",", ";", "\n", "\r", "\t", "'", "=", "+", "-", "@", " ", "5", ".", "\xef\xbb\xbf" };
  DrayRandom random;

  dray_random_init (&random, 5);
  for (int round = 0; round < 3000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
    DrayCsvOptions options = DRAY_CSV_OPTIONS_DEFAULT;

    options.separator = ",;\t"[dray_random_below (&random, 3)];
    for (int i = 0; i < 3; i++) {
      GString *field = g_string_new (NULL);

      for (guint n = dray_random_below (&random, 6); n > 0; n--)
        g_string_append (field, bits[dray_random_below (&random, G_N_ELEMENTS (bits))]);
      g_ptr_array_add (fields, g_string_free (field, FALSE));
    }
    dray_csv_append_row (text, (const char *const *) fields->pdata, fields->len, options.separator);

    g_autoptr (DrayDribble) stream = dray_dribble_new (text->str, (gssize) text->len, 1 + dray_random_below (&random, 5));
    g_autoptr (DrayCsvReader) reader = dray_csv_reader_new (G_INPUT_STREAM (stream), &options);
    g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_ROW);
    g_assert_cmpuint (dray_csv_reader_get_n_fields (reader), ==, 3);
    for (guint i = 0; i < 3; i++)
      g_assert_cmpstr (dray_csv_reader_get_field (reader, i), ==, fields->pdata[i]);
    g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_END);
  }
}

static void
test_formulas_are_made_harmless (void)
{
  const char *fields[] = { "=1+1", "+a", "-2.5", "-2.5a", "@x", "\t=1", "+49 30", NULL, "-", "'=1" };
  g_autoptr (GString) text = g_string_new (NULL);

  dray_csv_append_row (text, fields, G_N_ELEMENTS (fields), ',');
  g_assert_cmpstr (text->str, ==, "'=1+1,'+a,-2.5,'-2.5a,'@x,'\t=1,'+49 30,,'-,''=1\r\n");
}

static void
test_a_failing_stream_fails (void)
{
  g_autoptr (DrayDribble) stream = dray_dribble_new ("a,b\n", -1, 1);
  g_autoptr (DrayCsvReader) reader = dray_csv_reader_new (G_INPUT_STREAM (stream), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_cmpint (dray_csv_reader_read (reader, cancellable, &error), ==, DRAY_CSV_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/csv/rows-and-quotes", test_rows_and_quotes);
  g_test_add_func ("/core/csv/separator-is-found", test_separator_is_found);
  g_test_add_func ("/core/csv/wrong-column-count-loses-only-that-row", test_wrong_column_count_loses_only_that_row);
  g_test_add_func ("/core/csv/bad-bytes-lose-only-that-row", test_bad_bytes_lose_only_that_row);
  g_test_add_func ("/core/csv/open-quote-loses-only-that-line", test_open_quote_loses_only_that_line);
  g_test_add_func ("/core/csv/limits-lose-only-that-row", test_limits_lose_only_that_row);
  g_test_add_func ("/core/csv/a-gigabyte-of-one-line-is-refused-in-little-memory", test_a_gigabyte_of_one_line_is_refused_in_little_memory);
  g_test_add_func ("/core/csv/rows-come-back-as-they-were-written", test_rows_come_back_as_they_were_written);
  g_test_add_func ("/core/csv/formulas-are-made-harmless", test_formulas_are_made_harmless);
  g_test_add_func ("/core/csv/a-failing-stream-fails", test_a_failing_stream_fails);
  return g_test_run ();
}
