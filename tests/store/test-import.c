/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-import.h"
#include "dray-little.h"
#include "dray-property.h"
#include "dray-workbook.h"
#include "dray-store-error.h"
#include "dray-test-folder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

typedef struct {
  DrayTestFolder *folder;
  DraySchema     *schema;
  DrayStore      *store;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  f->folder = dray_test_folder_new ();
  path = dray_test_folder_path (f->folder, "little.dray");
  f->schema = dray_little_schema_new ();
  f->store = dray_store_open (path, f->schema, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  dray_store_close (f->store);
  dray_schema_unref (f->schema);
  dray_test_folder_remove (f->folder);
}

static char *
write_file (Fixture    *f,
            const char *name,
            const char *contents)
{
  char *path = dray_test_folder_path (f->folder, name);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return path;
}

static DrayImportResult *
import_text (Fixture         *f,
             DrayMapping     *mapping,
             DrayFileFormat  format,
             const char      *contents)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_file (f, "import", contents);
  DrayImportResult *result = dray_store_import (f->store, NULL, mapping, format, path, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_refused (DrayImportResult *result,
                guint             i,
                guint64           line,
                const char       *word)
{
  const DrayRefusedRow *row = &g_array_index (result->refused, DrayRefusedRow, i);

  g_assert_cmpuint (i, <, result->refused->len);
  g_assert_cmpuint (row->line, ==, line);
  g_assert_nonnull (strstr (row->reason, word));
}

static GPtrArray *
select_vans (Fixture *f)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_van_table);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  dray_query_order_by (query, DRAY_VAN_NAME, FALSE);
  rows = dray_store_select (f->store, query, &error);
  g_assert_no_error (error);
  return rows;
}

static void
test_bad_rows_are_listed_and_good_ones_kept (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_van_table);
  g_autoptr (DrayImportResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  dray_mapping_set_by (mapping, "plate");
  result = import_text (f, mapping, DRAY_FILE_CSV,
                        "Name,plate,load_kg,colour,bought,remark\n"
                        "A,P1,1200,red,2024-02-29,fine\n"
                        "B,P2,many,red,2024-02-29,bad number\n"
                        "C,P3,1200\n"
                        "D,P1,900,red,2024-02-29,key stands before\n"
                        "E,P5,900,purple,2024-02-29,no such colour\n"
                        "\xff\xfe,P6,900,red,2024-02-29,no UTF-8\n"
                        ",P7,900,red,2024-02-29,no name\n"
                        "H,P8,900,red,2023-02-29,no such day\n"
                        "I,,900,red,2024-02-29,no key\n"
                        "J,P10,81000,red,2024-02-29,too heavy\n"
                        "K,P11,900,green,2024-03-01,fine\n");
  rows = select_vans (f);
  g_assert_cmpuint (result->n_written, ==, 2);
  g_assert_cmpuint (result->n_refused, ==, 9);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (dray_row_get_text (rows->pdata[0], DRAY_VAN_NAME), ==, "A");
  g_assert_cmpstr (dray_row_get_text (rows->pdata[1], DRAY_VAN_NAME), ==, "K");
  g_assert_cmpint (dray_row_get_integer (rows->pdata[1], DRAY_VAN_BOUGHT), ==, 19783);
  assert_refused (result, 0, 3, "load_kg is “many” and not a whole number");
  assert_refused (result, 1, 4, "");
  assert_refused (result, 2, 5, "key stands in the file before");
  assert_refused (result, 3, 6, "colour");
  assert_refused (result, 4, 7, "UTF-8");
  assert_refused (result, 5, 8, "name is missing");
  assert_refused (result, 6, 9, "bought");
  assert_refused (result, 7, 10, "key is empty");
  assert_refused (result, 8, 11, "load_kg");
}

static void
test_key_updates_what_is_there (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayMapping) mapping = dray_mapping_new_from_json (f->schema,
    "{\"table\":\"van\",\"by\":\"plate\",\"columns\":{\"Kennzeichen\":\"plate\",\"Wagen\":\"name\",\"Nutzlast\":\"load_kg\"}}", &error);
  g_autoptr (DrayImportResult) first = NULL, second = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_no_error (error);
  first = import_text (f, mapping, DRAY_FILE_CSV, "Wagen;Kennzeichen;Nutzlast;name\nA;0815;100;x\nB;0816;200;x\n");
  second = import_text (f, mapping, DRAY_FILE_CSV, "Wagen;Kennzeichen;Nutzlast\nB2;0816;250\nC;0817;300\n");
  rows = select_vans (f);
  g_assert_cmpuint (first->n_written, ==, 2);
  g_assert_cmpuint (second->n_written, ==, 2);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (dray_row_get_text (rows->pdata[0], DRAY_VAN_PLATE), ==, "0815");
  g_assert_cmpstr (dray_row_get_text (rows->pdata[1], DRAY_VAN_NAME), ==, "B2");
  g_assert_cmpint (dray_row_get_integer (rows->pdata[1], DRAY_VAN_LOAD_KG), ==, 250);
}

static void
test_mapping_is_saved_and_read_back (Fixture       *f,
                                     gconstpointer  data)
{
  static const char *const broken[] = { "", "[]", "{\"table\":\"boat\"}", "{\"table\":\"van\",\"columns\":{\"A\":\"wings\"}}", "{\"table\":\"van\",\"columns\":{\"A\":1}}" };
  static const char json[] = "{\"by\":\"plate\",\"columns\":{\"A\":\"plate\",\"B\":\"name\"},\"sheet\":\"Two\",\"table\":\"van\"}";
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayMapping) mapping = dray_mapping_new_from_json (f->schema, json, &error);
  g_autofree char *again = mapping != NULL ? dray_mapping_dup_json (mapping) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, json);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_assert_null (dray_mapping_new_from_json (f->schema, broken[i], &error));
    g_assert_nonnull (error);
    g_clear_error (&error);
  }
}

/* Writes two good rows with a line of a gigabyte between them into a pipe. */
static gpointer
write_gigabyte (gpointer path)
{
  g_autofree char *piece = g_strnfill (1 << 20, 'e');
  int pipe_fd = open (path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (pipe_fd, >=, 0);
  g_assert_cmpint (write (pipe_fd, "name\nNorth\n", 11), ==, 11);
  for (int i = 0; i < 1024; i++)
    for (gssize done = 0, n; done < 1 << 20; done += n) {
      n = write (pipe_fd, piece + done, (gsize) ((1 << 20) - done));
      g_assert_cmpint (n, >, 0);
    }
  g_assert_cmpint (write (pipe_fd, "\nSouth\n", 7), ==, 7);
  close (pipe_fd);
  return NULL;
}

static void
test_gigabyte_of_one_line_is_one_refused_row (Fixture       *f,
                                              gconstpointer  data)
{
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_yard_table);
  g_autofree char *path = dray_test_folder_path (f->folder, "endless.csv");
  g_autoptr (GError) error = NULL;
  struct rusage before, after;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  getrusage (RUSAGE_SELF, &before);

  GThread *writer = g_thread_new ("writer", write_gigabyte, path);
  g_autoptr (DrayImportResult) result = dray_store_import (f->store, NULL, mapping, DRAY_FILE_CSV, path, NULL, &error);

  g_thread_join (writer);
  getrusage (RUSAGE_SELF, &after);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_written, ==, 2);
  g_assert_cmpuint (result->n_refused, ==, 1);
  assert_refused (result, 0, 3, "limit");
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 32 * 1024);
}

static void
test_a_thousand_rows_go_in_bounded_operations (Fixture       *f,
                                               gconstpointer  data)
{
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_yard_table);
  g_autoptr (DrayImportResult) result = NULL;
  g_autoptr (GString) text = g_string_new ("name\n");
  g_autoptr (GError) error = NULL;
  gint64 n_operations = 0, n_yards = 0;

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "Yard %d\n", i);
  result = import_text (f, mapping, DRAY_FILE_CSV, text->str);
  dray_database_get_integer (dray_store_get_database (f->store), "SELECT count(*) FROM log", &n_operations, &error);
  dray_database_get_integer (dray_store_get_database (f->store), "SELECT count(*) FROM yard", &n_yards, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_written, ==, 1000);
  g_assert_cmpint (n_yards, ==, 1000);
  g_assert_cmpint (n_operations, ==, 5);
}

static void
test_json_objects_are_judged_one_by_one (Fixture       *f,
                                         gconstpointer  data)
{
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_van_table);
  g_autoptr (DrayImportResult) result = import_text (f, mapping, DRAY_FILE_JSON,
    "[{\"name\":\"A\",\"load_kg\":5},7,{\"name\":\"B\",\"load_kg\":\"5\"},{\"load_kg\":5},{\"name\":\"C\",\"seen_us\":5},{\"name\":\"D\"}]");

  g_assert_cmpuint (result->n_written, ==, 3);
  g_assert_cmpuint (result->n_refused, ==, 3);
  assert_refused (result, 0, 2, "no object");
  assert_refused (result, 1, 3, "load_kg");
  assert_refused (result, 2, 4, "name is missing");
}

static void
test_column_for_a_reserved_field_is_refused (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_van_table);
  g_autoptr (DrayImportResult) result = NULL;

  dray_mapping_add_column (mapping, "Name", "name");
  dray_mapping_add_column (mapping, "Seen", "seen_us");
  result = import_text (f, mapping, DRAY_FILE_CSV, "Name,Seen\nA,2026-11-20T08:30:00Z\n");
  g_assert_cmpuint (result->n_written, ==, 0);
  assert_refused (result, 0, 2, "not set by hand");
}

static void
furnish (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  DrayId yard = dray_little_id (1), van = dray_little_id (2), other = dray_little_id (3);
  g_autofree char *yard_text = dray_id_dup_text (&yard);
  g_autofree char *values = g_strdup_printf (
    "{\"name\":\"=cmd|' /C calc'!A0\",\"plate\":\"007\",\"load_kg\":3500,\"colour\":\"green\",\"is_ready\":true,\"yard\":\"%s\",\"bought\":\"1969-12-31\","
    "\"price\":-0.1,\"extras\":{\"a\":[1,\"x\"]},\"photo\":\"AAEC\"}", yard_text);
  g_autoptr (DrayReceipt) first = dray_little_create (f->store, &dray_yard_table, &yard, "{\"name\":\"N\\\"ö,\\nrth\"}", &error);
  g_autoptr (DrayReceipt) second = dray_little_create (f->store, &dray_van_table, &van, values, &error);
  g_autoptr (DrayReceipt) third = dray_little_create (f->store, &dray_van_table, &other, "{\"name\":\"Plain\"}", &error);

  g_assert_no_error (error);
}

/* What is exported, imported again under the same ids, is what it was. */
static void
check_round_trip (Fixture         *f,
                  DrayFileFormat  format)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_van_table);
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_van_table);
  g_autofree char *path = dray_test_folder_path (f->folder, "export");
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayImportResult) result = NULL;
  g_autofree char *before = NULL, *after = NULL;
  DrayId ids[] = { dray_little_id (2), dray_little_id (3) };
  g_autoptr (DrayReceipt) price = NULL;

  furnish (f);
  before = dray_property_dump_rows (f->store);
  g_assert_true (dray_store_export (f->store, query, format, path, NULL, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (DrayReceipt) name = dray_little_set (f->store, &dray_van_table, &ids[i], "name", "\"changed\"", &error);
  }
  /* JSON leaves out what is empty, so that it is set only where it comes back. */
  price = dray_little_set (f->store, &dray_van_table, &ids[0], "price", "17", &error);
  g_assert_no_error (error);
  result = dray_store_import (f->store, NULL, mapping, format, path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < result->refused->len; i++)
    g_test_message ("refused: %s", g_array_index (result->refused, DrayRefusedRow, i).reason);
  g_assert_cmpuint (result->n_refused, ==, 0);
  after = dray_property_dump_rows (f->store);
  g_assert_cmpstr (before, ==, after);
}

static void
test_csv_round_trip (Fixture       *f,
                     gconstpointer  data)
{
  check_round_trip (f, DRAY_FILE_CSV);
}

static void
test_json_round_trip (Fixture       *f,
                      gconstpointer  data)
{
  check_round_trip (f, DRAY_FILE_JSON);
}

static void
test_exported_text_is_no_formula (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_van_table);
  g_autofree char *path = dray_test_folder_path (f->folder, "export.csv"), *sheet_path = dray_test_folder_path (f->folder, "export.xlsx");
  g_autofree char *contents = NULL, *sheet_contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DrayWorkbook) sheet = NULL;
  gboolean has_row;
  gsize length;

  furnish (f);
  g_assert_true (dray_store_export (f->store, query, DRAY_FILE_CSV, path, NULL, &error));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_null (strstr (contents, ",=cmd"));
  g_assert_nonnull (strstr (contents, "'=cmd"));
  g_assert_true (dray_store_export (f->store, query, DRAY_FILE_XLSX, sheet_path, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (sheet_path, &sheet_contents, &length, NULL));
  bytes = g_bytes_new (sheet_contents, length);
  sheet = dray_workbook_open (bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dray_workbook_read_row (sheet, &has_row, &error) && has_row);
  g_assert_cmpstr (dray_workbook_get_cell (sheet, 0), ==, "id");
  g_assert_cmpstr (dray_workbook_get_cell (sheet, 1), ==, "name");
  g_assert_true (dray_workbook_read_row (sheet, &has_row, &error) && has_row);
  g_assert_cmpstr (dray_workbook_get_cell (sheet, 1), ==, "'=cmd|' /C calc'!A0");
  g_assert_cmpstr (dray_workbook_get_cell (sheet, 2), ==, "007");
  g_assert_cmpstr (dray_workbook_get_cell (sheet, 3), ==, "3500");
  g_assert_true (dray_workbook_read_row (sheet, &has_row, &error) && has_row);
  g_assert_true (dray_workbook_read_row (sheet, &has_row, &error) && !has_row);
}

static void
test_failed_export_leaves_the_old_file (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_van_table);
  g_autofree char *path = write_file (f, "export.csv", "old");
  g_autofree char *contents = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  furnish (f);
  g_cancellable_cancel (cancellable);
  g_assert_false (dray_store_export (f->store, query, DRAY_FILE_CSV, path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
}

/* A spreadsheet of the parts that are given: name, contents, name, contents … NULL. */
static GBytes *
make_xlsx (Fixture    *f,
           const char *first,
           ...)
{
  g_autofree char *path = dray_test_folder_path (f->folder, "made.xlsx");
  g_autofree char *contents = NULL;
  zip_t *archive = zip_open (path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
  va_list parts;
  gsize length;

  va_start (parts, first);
  for (const char *name = first; name != NULL; name = va_arg (parts, const char *)) {
    const char *text = va_arg (parts, const char *);

    g_assert_cmpint (zip_file_add (archive, name, zip_source_buffer (archive, text, strlen (text), 0), ZIP_FL_OVERWRITE), >=, 0);
  }
  va_end (parts);
  g_assert_cmpint (zip_close (archive), ==, 0);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  return g_bytes_new (contents, length);
}

#define WORKBOOK(properties) \
  "<workbook xmlns=\"urn:x\" xmlns:r=\"urn:r\">" properties "<sheets><sheet name=\"One\" r:id=\"rId1\"/><sheet name=\"Two\" r:id=\"rId2\"/></sheets></workbook>"
#define RELATIONS \
  "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"
#define STRINGS \
  "<sst><si><t>name</t></si><si><t>plate</t></si><si><r><t>Va</t></r><r><t xml:space=\"preserve\">n </t></r><rPh><t>no</t></rPh></si><si><t>00815</t></si><si><t>bought</t></si></sst>"
#define SHEET \
  "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"D1\" t=\"s\"><v>4</v></c></row>" \
  "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\" t=\"s\"><v>3</v></c><c r=\"D3\"><v>45351</v></c></row>" \
  "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>Inline</t></is></c><c r=\"B4\"><f>1+1</f><v>2</v></c><c r=\"D4\" t=\"e\"><v>#N/A</v></c></row></sheetData></worksheet>"

static GBytes *
make_good (Fixture    *f,
           const char *workbook)
{
  return make_xlsx (f, "xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", RELATIONS, "xl/sharedStrings.xml", STRINGS,
                    "xl/worksheets/sheet1.xml", SHEET, "xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>", NULL);
}

static void
import_xlsx (Fixture    *f,
             const char *workbook,
             gint64      day)
{
  g_autoptr (GBytes) bytes = make_good (f, workbook);
  g_autofree char *path = dray_test_folder_path (f->folder, "made.xlsx");
  g_autoptr (DrayMapping) mapping = dray_mapping_new (&dray_van_table);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayImportResult) result = dray_store_import (f->store, NULL, mapping, DRAY_FILE_XLSX, path, NULL, &error);
  g_autoptr (GPtrArray) rows = select_vans (f);

  g_assert_no_error (error);
  g_assert_cmpuint (result->n_written, ==, 2);
  g_assert_cmpstr (dray_row_get_text (rows->pdata[0], DRAY_VAN_NAME), ==, "Inline");
  g_assert_cmpstr (dray_row_get_text (rows->pdata[0], DRAY_VAN_PLATE), ==, "2");
  g_assert_cmpstr (dray_row_get_text (rows->pdata[1], DRAY_VAN_NAME), ==, "Van ");
  g_assert_cmpstr (dray_row_get_text (rows->pdata[1], DRAY_VAN_PLATE), ==, "00815");
  g_assert_cmpint (dray_row_get_integer (rows->pdata[1], DRAY_VAN_BOUGHT), ==, day);
}

static void
test_xlsx_keeps_zeros_and_counts_days_from_1900 (Fixture       *f,
                                                 gconstpointer  data)
{
  /* 45351 is 2024-02-29. */
  import_xlsx (f, WORKBOOK (""), 19782);
}

static void
test_xlsx_counts_days_from_1904 (Fixture       *f,
                                 gconstpointer  data)
{
  import_xlsx (f, WORKBOOK ("<workbookPr date1904=\"1\"/>"), 19782 + 1462);
}

static void
test_xlsx_sheet_is_chosen (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr (GBytes) bytes = make_good (f, WORKBOOK (""));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = dray_workbook_list_names (bytes, &error);
  g_autoptr (DrayWorkbook) second = dray_workbook_open (bytes, "Two", &error);
  gboolean has_row = TRUE;

  g_assert_no_error (error);
  g_assert_cmpstr (names[0], ==, "One");
  g_assert_cmpstr (names[1], ==, "Two");
  g_assert_true (dray_workbook_read_row (second, &has_row, &error));
  g_assert_false (has_row);
  g_assert_null (dray_workbook_open (bytes, "Three", &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_NOT_FOUND);
}

static gboolean
read_all (GBytes  *bytes,
          GError **error)
{
  g_autoptr (DrayWorkbook) sheet = dray_workbook_open (bytes, NULL, error);
  gboolean has_row = sheet != NULL;

  while (has_row)
    if (!dray_workbook_read_row (sheet, &has_row, error))
      return FALSE;
  return sheet != NULL;
}

static void
test_xlsx_with_entities_is_refused (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr (GBytes) bytes = make_xlsx (f, "xl/workbook.xml", WORKBOOK (""), "xl/_rels/workbook.xml.rels", RELATIONS, "xl/worksheets/sheet1.xml",
    "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;&x;</v></c></row></sheetData></worksheet>", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (read_all (bytes, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
}

static void
test_xlsx_bomb_is_refused (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr (GString) sheet = g_string_new ("<worksheet><sheetData>");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 300000; i++)
    g_string_append (sheet, "<row></row>                              ");
  g_string_append (sheet, "</sheetData></worksheet>");
  g_autoptr (GBytes) bytes = make_xlsx (f, "xl/workbook.xml", WORKBOOK (""), "xl/_rels/workbook.xml.rels", RELATIONS,
                                        "xl/worksheets/sheet1.xml", sheet->str, NULL);

  g_assert_false (read_all (bytes, &error));
  g_assert_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT);
}

static void
test_broken_xlsx_is_refused (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr (GBytes) good = make_good (f, WORKBOOK (""));
  gsize length;
  const guint8 *bytes = g_bytes_get_data (good, &length);
  int n_refused = 0;

  for (gsize cut = 0; cut < length; cut += 7) {
    g_autoptr (GBytes) part = g_bytes_new (bytes, cut);
    g_autoptr (GError) error = NULL;

    n_refused += !read_all (part, &error);
  }
  g_assert_cmpint (n_refused, ==, (int) (length + 6) / 7);
  for (gsize at = 0; at < length; at += 3) {
    g_autofree guint8 *bent = g_memdup2 (bytes, length);
    g_autoptr (GBytes) part = NULL;
    g_autoptr (GError) error = NULL;

    bent[at] ^= 0x41;
    part = g_bytes_new (bent, length);
    /* Some bytes matter to nobody; none may crash. */
    read_all (part, &error);
  }
}

/* A spreadsheet says "North Yard" where the record holds an id. */
static void
test_a_reference_is_found_by_its_name (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr (DrayMapping) yards = dray_mapping_new (&dray_yard_table), vans = dray_mapping_new (&dray_van_table);
  g_autoptr (DrayImportResult) first = import_text (f, yards, DRAY_FILE_CSV, "Name\nNorth Yard\nTwin\nTwin\n");
  g_autoptr (DrayImportResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_cmpuint (first->n_written, ==, 3);
  result = import_text (f, vans, DRAY_FILE_CSV, "Name,Yard\nA, north yard \nB,South Yard\nC,Twin\nD,\n");
  g_assert_cmpuint (result->n_written, ==, 2);
  assert_refused (result, 0, 3, "no yard is called \"South Yard\"");
  assert_refused (result, 1, 4, "more than one yard");
  rows = select_vans (f);
  DrayId yard = dray_row_get_id (rows->pdata[0], DRAY_VAN_YARD);
  g_autoptr (DrayRow) north = dray_store_get_row (f->store, &dray_yard_table, &yard, NULL);
  g_assert_cmpstr (dray_row_get_text (north, DRAY_YARD_NAME), ==, "North Yard");
  g_assert_false (dray_row_has (rows->pdata[1], DRAY_VAN_YARD));
}

static void
test_a_look_shows_headings_and_first_rows (Fixture       *f,
                                           gconstpointer  data)
{
  g_autofree char *csv = write_file (f, "look.csv", "Name,Plate\nA,P1\nB,P2,more\nC\nD,P4\nE,P5\nF,P6\nG,P7\n");
  g_autofree char *json = write_file (f, "look.json", "[{\"name\": \"A\", \"load_kg\": 12}]");
  g_autofree char *empty = write_file (f, "empty.csv", ""), *list = write_file (f, "list.json", "[1, 2]");
  g_autoptr (GError) error = NULL, no_rows = NULL, no_objects = NULL, no_book = NULL;
  g_autoptr (DrayImportLook) look = dray_import_look_new (DRAY_FILE_CSV, csv, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (look->rows->len, ==, 1 + DRAY_IMPORT_LOOK_ROWS);
  g_assert_cmpstr (((GStrv) look->rows->pdata[0])[1], ==, "Plate");
  g_assert_cmpstr (((GStrv) look->rows->pdata[1])[0], ==, "A");
  g_autoptr (DrayImportLook) objects = dray_import_look_new (DRAY_FILE_JSON, json, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((GStrv) objects->rows->pdata[0])[1], ==, "load_kg");
  g_assert_cmpstr (((GStrv) objects->rows->pdata[1])[1], ==, "12");
  g_assert_null (dray_import_look_new (DRAY_FILE_CSV, empty, NULL, &no_rows));
  g_assert_error (no_rows, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID);
  g_assert_null (dray_import_look_new (DRAY_FILE_JSON, list, NULL, &no_objects));
  g_assert_nonnull (no_objects);
  g_assert_null (dray_import_look_new (DRAY_FILE_XLSX, csv, NULL, &no_book));
  g_assert_nonnull (no_book);
  g_assert_cmpint (dray_mapping_guess (&dray_van_table, "Plate"), ==, DRAY_VAN_PLATE);
  g_assert_cmpint (dray_mapping_guess (&dray_van_table, "id"), ==, -1);
  g_assert_cmpint (dray_mapping_guess (&dray_van_table, "Remark"), ==, -2);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/store/import/a-reference-is-found-by-its-name", test_a_reference_is_found_by_its_name);
  TEST ("/store/import/a-look-shows-headings-and-first-rows", test_a_look_shows_headings_and_first_rows);
  TEST ("/store/import/bad-rows-are-listed-and-good-ones-kept", test_bad_rows_are_listed_and_good_ones_kept);
  TEST ("/store/import/key-updates-what-is-there", test_key_updates_what_is_there);
  TEST ("/store/import/mapping-is-saved-and-read-back", test_mapping_is_saved_and_read_back);
  TEST ("/store/import/gigabyte-of-one-line-is-one-refused-row", test_gigabyte_of_one_line_is_one_refused_row);
  TEST ("/store/import/a-thousand-rows-go-in-bounded-operations", test_a_thousand_rows_go_in_bounded_operations);
  TEST ("/store/import/json-objects-are-judged-one-by-one", test_json_objects_are_judged_one_by_one);
  TEST ("/store/import/column-for-a-reserved-field-is-refused", test_column_for_a_reserved_field_is_refused);
  TEST ("/store/export/csv-round-trip", test_csv_round_trip);
  TEST ("/store/export/json-round-trip", test_json_round_trip);
  TEST ("/store/export/text-is-no-formula", test_exported_text_is_no_formula);
  TEST ("/store/export/failure-leaves-the-old-file", test_failed_export_leaves_the_old_file);
  TEST ("/store/xlsx/keeps-zeros-and-counts-days-from-1900", test_xlsx_keeps_zeros_and_counts_days_from_1900);
  TEST ("/store/xlsx/counts-days-from-1904", test_xlsx_counts_days_from_1904);
  TEST ("/store/xlsx/sheet-is-chosen", test_xlsx_sheet_is_chosen);
  TEST ("/store/xlsx/entities-are-refused", test_xlsx_with_entities_is_refused);
  TEST ("/store/xlsx/bomb-is-refused", test_xlsx_bomb_is_refused);
  TEST ("/store/xlsx/broken-file-is-refused", test_broken_xlsx_is_refused);
  return g_test_run ();
}
