/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-csv.h"
#include "dray-json.h"
#include "dray-report-error.h"
#include "dray-report-pages.h"
#include "dray-report-write.h"
#include "dray-test-folder.h"
#include "dray-workbook.h"

#include <math.h>
#include <string.h>

#define N_ROWS 400
#define MORNING_US (G_GINT64_CONSTANT (1795046400) * G_USEC_PER_SEC)

static const DrayReportColumn columns[] = {
  { "order", "Order", DRAY_REPORT_TEXT },
  { "day", "Day", DRAY_REPORT_DATE },
  { "arrived", "Arrived", DRAY_REPORT_INSTANT },
  { "charge_minor", "Charge", DRAY_REPORT_MONEY },
  { "share", "Share", DRAY_REPORT_SHARE },
  { "dwell_s", "Dwell", DRAY_REPORT_DURATION },
};

/* Of a row's texts one in seven is what a spreadsheet would take for a formula. */
static void
add_row (DrayReportTable *table,
         int              i)
{
  g_autofree char *name = g_strdup_printf (i % 7 == 0 ? "=cmd|%d" : "Order %d, Kessel", i);

  dray_report_table_add_text (table, name);
  dray_report_table_add_integer (table, 20776);
  if (i % 5 == 0)
    dray_report_table_add_nothing (table);
  else
    dray_report_table_add_integer (table, MORNING_US + i * (gint64) G_USEC_PER_SEC * 60);
  dray_report_table_add_integer (table, i * 101 - 500);
  dray_report_table_add_real (table, i / 1000.0);
  dray_report_table_add_integer (table, i * 30);
}

static DrayReport *
make_report (const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  DrayReport *report = dray_report_new ("test", "Long table", zone);
  DrayReportTable *table = dray_report_table_new ("Orders", columns, G_N_ELEMENTS (columns));
  DrayChart *chart = dray_chart_new (DRAY_CHART_BAR, "Orders a day");
  const double values[] = { 3, 1, 2 };

  dray_report_set_period (report, "November 2026");
  dray_report_set_origin (report, "Harlhaven", MORNING_US);
  dray_report_add_figure (report, "On time", "94.1 %", "351 of 373 due so far");
  dray_report_add_figure (report, "Idling", "Not measured: no truck sends its ignition", NULL);
  dray_chart_add_series (chart, "orders", DRAY_CHART_DATA, NULL, values, 3);
  dray_report_take_chart (report, chart, 160);
  dray_report_add_heading (report, "All orders");
  for (int i = 0; i < N_ROWS; i++)
    add_row (table, i);
  dray_report_table_add_totals (table, "Total");
  dray_report_take_table (report, table);
  dray_report_add_paragraph (report, "The end: %d rows.", N_ROWS);
  return report;
}

static char *
write_report (DrayTestFolder   *folder,
              DrayReport       *report,
              DrayReportFormat  format)
{
  g_autofree char *name = g_strconcat ("report", dray_report_format_get_ending (format), NULL);
  char *path = dray_test_folder_path (folder, name);
  g_autoptr (GError) error = NULL;

  g_assert_true (dray_report_write (report, format, path, NULL, &error));
  g_assert_no_error (error);
  return path;
}

/* Returns: (transfer full) (nullable): what a tool of poppler's says of the file; NULL where it is not installed */
static char *
ask_poppler (const char *tool,
             const char *path,
             const char *last)
{
  g_autofree char *program = g_find_program_in_path (tool);
  const char *arguments[] = { program, "-enc", "UTF-8", path, last, NULL };
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;

  if (program == NULL) {
    g_test_skip ("poppler's tools are not installed");
    return NULL;
  }
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static int
count_words (const char *text,
             const char *words)
{
  int n = 0;

  for (const char *at = strstr (text, words); at != NULL; at = strstr (at + 1, words))
    n++;
  return n;
}

static void
test_pdf_has_pages_and_text (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("UTC");
  g_autoptr (DrayReportPages) pages = dray_report_pages_new (report, DRAY_REPORT_A4_SHORT, DRAY_REPORT_A4_LONG);
  g_autofree char *path = write_report (folder, report, DRAY_REPORT_PDF);
  g_autofree char *info = ask_poppler ("pdfinfo", path, NULL);
  g_autofree char *text = info != NULL ? ask_poppler ("pdftotext", path, "-") : NULL;
  int n_pages = (int) dray_report_pages_get_n (pages);

  if (text == NULL)
    return;
  const char *found = strstr (info, "Pages:");
  g_assert_nonnull (found);
  g_assert_cmpint (g_ascii_strtoll (found + 6, NULL, 10), ==, n_pages);
  g_assert_nonnull (strstr (info, "Long table, November 2026"));
  g_assert_cmpint (n_pages, >=, 8);

  /* Each page has its form feed, its title and its number; and the table's headings where it has rows of it. */
  g_assert_cmpint (count_words (text, "\f"), ==, n_pages);
  g_assert_cmpint (count_words (text, "Long table"), ==, n_pages);
  g_auto (GStrv) texts = g_strsplit (text, "\f", -1);
  for (int i = 0; i < n_pages; i++)
    g_assert_cmpint (count_words (texts[i], "Charge"), ==, strstr (texts[i], ", Kessel") != NULL);
  for (int i = 1; i <= n_pages; i++) {
    g_autofree char *number = g_strdup_printf ("Page %d of %d", i, n_pages);

    g_assert_cmpint (count_words (text, number), ==, 1);
  }
  for (int i = 0; i < N_ROWS; i++) {
    g_autofree char *name = g_strdup_printf (i % 7 == 0 ? "=cmd|%d\n" : "Order %d, Kessel\n", i);

    g_assert_cmpint (count_words (text, name), ==, 1);
  }
  g_assert_nonnull (strstr (text, "94.1 %"));
  g_assert_nonnull (strstr (text, "Orders a day"));
  g_assert_nonnull (strstr (text, "The end: 400 rows."));
}

static void
test_pdf_holds_no_pixels (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("UTC");
  g_autofree char *path = write_report (folder, report, DRAY_REPORT_PDF);
  g_autofree char *data = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (path, &data, &n_bytes, NULL));
  g_assert_true (g_str_has_prefix (data, "%PDF-"));
  g_assert_null (memmem (data, n_bytes, "/Subtype /Image", 15));
}

static void
test_csv_comes_back (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("Europe/Berlin");
  g_autofree char *path = write_report (folder, report, DRAY_REPORT_CSV), *text = NULL;
  DrayCsvOptions options = DRAY_CSV_OPTIONS_DEFAULT;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (DrayCsvReader) reader = dray_csv_reader_new (stream, &options);
  g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_ROW);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_assert_cmpstr (dray_csv_reader_get_field (reader, i), ==, columns[i].name);
  for (int i = 0; i < N_ROWS; i++) {
    g_autofree char *name = g_strdup_printf (i % 7 == 0 ? "=cmd|%d" : "Order %d, Kessel", i), *charge = g_strdup_printf ("%d", i * 101 - 500);
    g_autofree char *arrived = i % 5 == 0 ? g_strdup ("") : g_strdup_printf ("2026-11-19T%02d:%02d:00+01:00", i / 60 + 1, i % 60);

    g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_ROW);
    g_assert_cmpstr (dray_csv_reader_get_field (reader, 0), ==, name);
    g_assert_cmpstr (dray_csv_reader_get_field (reader, 1), ==, "2026-11-19");
    g_assert_cmpstr (dray_csv_reader_get_field (reader, 2), ==, arrived);
    g_assert_cmpstr (dray_csv_reader_get_field (reader, 3), ==, charge);
    g_assert_cmpfloat (g_ascii_strtod (dray_csv_reader_get_field (reader, 4), NULL), ==, i / 1000.0);
  }
  g_assert_cmpint (dray_csv_reader_read (reader, NULL, NULL), ==, DRAY_CSV_END);
}

static double
read_number (DrayWorkbook *workbook,
             guint         column)
{
  return g_ascii_strtod (dray_workbook_get_cell (workbook, column), NULL);
}

static void
test_xlsx_is_read_again (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("Europe/Berlin");
  g_autofree char *path = write_report (folder, report, DRAY_REPORT_XLSX), *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;
  gboolean has_row;

  g_assert_true (g_file_get_contents (path, &data, &n_bytes, NULL));
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&data), n_bytes);
  g_auto (GStrv) names = dray_workbook_list_names (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, 3);
  g_assert_true (g_strv_contains ((const char *const *) names, "Orders"));
  g_autoptr (DrayWorkbook) workbook = dray_workbook_open (bytes, "Orders", &error);
  g_assert_no_error (error);
  g_assert_true (dray_workbook_read_row (workbook, &has_row, &error) && has_row);
  g_assert_cmpstr (dray_workbook_get_cell (workbook, 3), ==, "Charge");
  for (int i = 0; i < N_ROWS; i++) {
    g_autofree char *name = g_strdup_printf (i % 7 == 0 ? "'=cmd|%d" : "Order %d, Kessel", i);

    g_assert_true (dray_workbook_read_row (workbook, &has_row, &error) && has_row);
    g_assert_cmpstr (dray_workbook_get_cell (workbook, 0), ==, name);
    /* 20776 days after 1970 is the spreadsheet's day 46345; times are Berlin's. */
    g_assert_cmpfloat (read_number (workbook, 1), ==, 46345);
    if (i % 5 != 0)
      g_assert_cmpfloat_with_epsilon (read_number (workbook, 2), 46345 + (i + 60) / 1440.0, 1e-6);
    g_assert_cmpfloat_with_epsilon (read_number (workbook, 3), (i * 101 - 500) / 100.0, 1e-9);
    g_assert_cmpfloat_with_epsilon (read_number (workbook, 5), i * 30 / 86400.0, 1e-8);
  }
  /* The sum of the charges, in whole cents. */
  g_assert_true (dray_workbook_read_row (workbook, &has_row, &error) && has_row);
  g_assert_cmpstr (dray_workbook_get_cell (workbook, 0), ==, "Total");
  g_assert_cmpfloat_with_epsilon (read_number (workbook, 3), (101.0 * N_ROWS * (N_ROWS - 1) / 2 - 500.0 * N_ROWS) / 100, 1e-6);
}

static void
test_json_is_whole (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("UTC");
  g_autofree char *path = write_report (folder, report, DRAY_REPORT_JSON), *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (JsonNode) node = dray_json_parse (text, -1, &DRAY_JSON_LIMITS_DEFAULT, &error);
  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (node);
  JsonArray *blocks = json_object_get_array_member (object, "blocks");
  g_assert_cmpstr (json_object_get_string_member (object, "as_of"), ==, "2026-11-19T00:00:00+00:00");
  g_assert_cmpuint (json_array_get_length (blocks), ==, 5);
  JsonObject *table = json_object_get_object_member (json_array_get_object_element (blocks, 3), "table");
  JsonArray *rows = json_object_get_array_member (table, "rows");
  g_assert_cmpuint (json_array_get_length (rows), ==, N_ROWS);
  JsonArray *row = json_array_get_array_element (rows, 10);
  g_assert_cmpint (json_array_get_int_element (row, 3), ==, 510);
  g_assert_true (json_array_get_null_element (row, 2));
}

static void
test_what_is_there_stays_until_the_new_is_whole (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("UTC");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (int format = 0; format < DRAY_REPORT_N_FORMATS; format++) {
    g_autofree char *path = write_report (folder, report, (DrayReportFormat) format), *beside = g_strconcat (path, ".part", NULL);
    g_autofree char *before = NULL, *after = NULL;
    g_autoptr (GError) error = NULL;
    gsize n_before, n_after;

    g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
    g_assert_false (dray_report_write (report, (DrayReportFormat) format, path, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
    g_assert_cmpmem (before, n_before, after, n_after);
    g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  }
}

static void
test_a_folder_that_is_not_there (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayReport) report = make_report ("UTC");

  for (int format = 0; format < DRAY_REPORT_N_FORMATS; format++) {
    g_autofree char *path = dray_test_folder_path (folder, "nowhere/report");
    g_autoptr (GError) error = NULL;

    g_assert_false (dray_report_write (report, (DrayReportFormat) format, path, NULL, &error));
    g_assert_nonnull (error);
  }
}

static void
test_format_by_ending (void)
{
  g_autoptr (GError) error = NULL;
  DrayReportFormat format;

  g_assert_true (dray_report_format_find ("Monday.PDF", &format, NULL));
  g_assert_cmpint (format, ==, DRAY_REPORT_PDF);
  g_assert_true (dray_report_format_find ("a/b.csv.xlsx", &format, NULL));
  g_assert_cmpint (format, ==, DRAY_REPORT_XLSX);
  g_assert_false (dray_report_format_find ("report.doc", &format, &error));
  g_assert_error (error, DRAY_REPORT_ERROR, DRAY_REPORT_ERROR_ASK);
}

/* Nothing in it at all, rows higher than a page, words without a space: still pages. */
static void
test_strange_reports_have_pages (void)
{
  static const DrayReportColumn words[] = { { "words", "Words", DRAY_REPORT_TEXT }, { "more", "More", DRAY_REPORT_TEXT } };
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (DrayReport) empty = dray_report_new ("empty", "", zone), report = dray_report_new ("strange", "Strange", zone);
  DrayReportTable *table = dray_report_table_new (NULL, words, 2), *bare = dray_report_table_new ("[]:*?/\\", words, 2);
  g_autofree char *long_word = g_strnfill (5000, 'W');

  for (int i = 0; i < 30; i++) {
    dray_report_table_add_text (table, long_word);
    dray_report_table_add_text (table, "a\nb\nc\nd\ne\nf\ng\nh\n\xe2\x80\xae right to left");
  }
  dray_report_add_break (report);
  dray_report_add_paragraph (report, "%s", long_word);
  dray_report_take_table (report, table);
  dray_report_take_table (report, bare);
  dray_report_take_chart (report, dray_chart_new (DRAY_CHART_HEAT_MAP, ""), 5000);
  dray_report_add_heading (report, "Last");
  for (int format = 0; format < DRAY_REPORT_N_FORMATS; format++) {
    g_autofree char *path = write_report (folder, report, (DrayReportFormat) format);

    if (format != DRAY_REPORT_CSV)
      g_free (write_report (folder, empty, (DrayReportFormat) format));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report/write/pdf-has-pages-and-text", test_pdf_has_pages_and_text);
  g_test_add_func ("/report/write/pdf-holds-no-pixels", test_pdf_holds_no_pixels);
  g_test_add_func ("/report/write/csv-comes-back", test_csv_comes_back);
  g_test_add_func ("/report/write/xlsx-is-read-again", test_xlsx_is_read_again);
  g_test_add_func ("/report/write/json-is-whole", test_json_is_whole);
  g_test_add_func ("/report/write/what-is-there-stays-until-the-new-is-whole", test_what_is_there_stays_until_the_new_is_whole);
  g_test_add_func ("/report/write/a-folder-that-is-not-there-is-an-error", test_a_folder_that_is_not_there);
  g_test_add_func ("/report/write/the-ending-names-the-format", test_format_by_ending);
  g_test_add_func ("/report/write/strange-reports-have-pages", test_strange_reports_have_pages);
  return g_test_run ();
}
