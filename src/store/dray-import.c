/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Rows from somebody's file. Each is judged by itself first: its cells by the fields they go to, its key against those above it in
 * the file. What is good goes in record.import operations of at most DRAY_IMPORT_ROWS rows; where the records refuse one of those,
 * its rows are tried one by one, so that a bad row costs itself alone. Every refused row is listed with its line and the reason. */

#include "dray-csv.h"
#include "dray-field-json.h"
#include "dray-field-text.h"
#include "dray-generic.h"
#include "dray-json.h"
#include "dray-mapping-private.h"
#include "dray-reference-book-private.h"
#include "dray-workbook.h"
#include "dray-store-error.h"

#include <string.h>

/* Rows of one operation, in bytes of JSON: below the argument's limit, so that the operation fits a push. */
#define BATCH_BYTES (40 * 1024)

/* Whole files that are read into memory: JSON and XLSX. */
#define MAX_FILE_BYTES (64 << 20)

/* Days from the first day that a spreadsheet counts to 1970-01-01. */
#define DAYS_1900 25569
#define DAYS_1904 24107

typedef struct {
  guint64  line;
  char    *json;
} GoodRow;

typedef struct {
  DrayStore        *store;
  const DrayActor  *actor;
  DrayMapping      *mapping;
  DrayImportResult *result;
  GArray           *columns;    /* (element-type int): where each column goes */
  DrayReferenceBook *book;      /* rows by their names, for cells that refer to one */
  GHashTable       *keys;       /* (element-type utf8): seen in the file */
  GArray           *good;       /* (element-type GoodRow): waiting to be written */
  gsize             n_bytes;    /* of those */
  int               by;         /* the key field, or -1 */
  gboolean          is_1904;
  gboolean          has_serials; /* dates may come as numbers of days */
} Import;

static void
good_row_clear (gpointer data)
{
  g_free (((GoodRow *) data)->json);
}

static void
refused_row_clear (gpointer data)
{
  g_free (((DrayRefusedRow *) data)->reason);
}

void
dray_import_result_free (DrayImportResult *self)
{
  g_array_unref (self->refused);
  g_free (self);
}

static void
refuse_row (Import     *import,
            guint64     line,
            const char *reason)
{
  DrayRefusedRow row = { line, NULL };

  import->result->n_refused++;
  if (import->result->refused->len >= DRAY_IMPORT_MAX_REASONS)
    return;
  row.reason = g_strdup (reason);
  g_array_append_val (import->result->refused, row);
}

static DrayIntent *
make_intent (Import        *import,
             const GoodRow *rows,
             guint          n_rows)
{
  DrayIntent *intent = dray_intent_new (dray_store_get_schema (import->store), "record.import");
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < n_rows; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    g_string_append (json, rows[i].json);
  }
  g_string_append_c (json, ']');
  dray_intent_set_text (intent, "table", import->mapping->table->name);
  dray_intent_set_text (intent, "by", import->mapping->by);
  dray_intent_set_text (intent, "rows", json->str);
  return intent;
}

/* Whether it is this row, or these, that the records won't have, and not the file that failed. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_REFUSED) || g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID) ||
         g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT) || g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_FORBIDDEN) ||
         g_error_matches (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CONFLICT);
}

static gboolean
write_rows (Import         *import,
            const GoodRow  *rows,
            guint           n_rows,
            GError        **error)
{
  g_autoptr (DrayIntent) intent = make_intent (import, rows, n_rows);
  g_autoptr (GError) refusal = NULL;
  g_autoptr (DrayReceipt) receipt = dray_store_submit (import->store, import->actor, intent, &refusal);

  if (receipt != NULL) {
    import->result->n_written += n_rows;
    return TRUE;
  }
  if (!is_refusal (refusal)) {
    g_propagate_error (error, g_steal_pointer (&refusal));
    return FALSE;
  }
  if (n_rows == 1) {
    refuse_row (import, rows[0].line, refusal->message);
    return TRUE;
  }
  for (guint i = 0; i < n_rows; i++)
    if (!write_rows (import, &rows[i], 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
flush (Import  *import,
       GError **error)
{
  gboolean done = import->good->len == 0 || write_rows (import, (const GoodRow *) import->good->data, import->good->len, error);

  g_array_set_size (import->good, 0);
  import->n_bytes = 0;
  return done;
}

/* A row that is being put together. */
typedef struct {
  GString *json;
  DrayId   id;
  char    *key;     /* (nullable): the text of the key's cell */
} Draft;

static void
draft_init (Draft *draft)
{
  *draft = (Draft) { g_string_new (NULL), DRAY_ID_NONE, NULL };
}

static void
draft_clear (Draft *draft)
{
  g_string_free (draft->json, TRUE);
  g_free (draft->key);
}

static void
draft_add (Draft           *draft,
           Import          *import,
           int              field,
           const DrayValue *value)
{
  const DrayField *of = &import->mapping->table->fields[field];

  g_string_append_c (draft->json, ',');
  dray_json_append_string (draft->json, of->name);
  g_string_append_c (draft->json, ':');
  dray_field_append_json (of, value, draft->json);
  if (field == import->by) {
    g_free (draft->key);
    draft->key = dray_field_dup_text (of, value);
  }
}

/* Takes the finished row, or refuses it. */
static gboolean
add_draft (Import   *import,
           Draft    *draft,
           guint64   line,
           GError  **error)
{
  GoodRow row = { line, NULL };
  char id[DRAY_ID_TEXT_LENGTH + 1];

  if (import->by >= 0 && (draft->key == NULL || *draft->key == '\0')) {
    refuse_row (import, line, "the key is empty");
    return TRUE;
  }
  if (import->by >= 0 && !g_hash_table_add (import->keys, g_strdup (draft->key))) {
    refuse_row (import, line, "its key stands in the file before");
    return TRUE;
  }
  if (dray_id_is_none (&draft->id))
    draft->id = dray_store_make_id (import->store);
  dray_id_write (&draft->id, id);
  row.json = g_strdup_printf ("{\"id\":\"%s\"%s}", id, draft->json->str);
  if (import->good->len > 0 && (import->good->len >= DRAY_IMPORT_ROWS || import->n_bytes + strlen (row.json) > BATCH_BYTES) && !flush (import, error)) {
    g_free (row.json);
    return FALSE;
  }
  import->n_bytes += strlen (row.json) + 1;
  g_array_append_val (import->good, row);
  return TRUE;
}

/* A spreadsheet's date is a number of days; the text of one that isn't is read as everyone's. */
static gboolean
read_serial (Import          *import,
             const DrayField *field,
             const char      *text,
             DrayValue       *value)
{
  char *end;
  double days = g_ascii_strtod (text, &end) - (import->is_1904 ? DAYS_1904 : DAYS_1900);

  if (!import->has_serials || (field->type != DRAY_FIELD_DATE && field->type != DRAY_FIELD_INSTANT))
    return FALSE;
  if (end == text || *end != '\0' || !(days > -100000 && days < 3000000))
    return FALSE;
  *value = dray_value_integer (field->type == DRAY_FIELD_DATE ? (gint64) (days < 0 ? days - 1 : days) : (gint64) (days * 86400.0 + (days < 0 ? -0.5 : 0.5)) * G_USEC_PER_SEC);
  return TRUE;
}

/* A cell that refers to a record has its id or what people call it. */
static gboolean
read_cell (Import           *import,
           const DrayField  *field,
           const char       *text,
           DrayValue        *value,
           GError          **error)
{
  DrayId id;

  if (field->type != DRAY_FIELD_REFERENCE || *text == '\0' || dray_id_parse (text, &id))
    return read_serial (import, field, text, value) || dray_field_read_text (field, text, value, error);
  if (!dray_reference_book_find (import->book, field, text, &id, error))
    return FALSE;
  *value = dray_value_id (&id);
  return TRUE;
}

static gboolean
draft_cell (Import      *import,
            Draft       *draft,
            int          field,
            const char  *text,
            GError     **error)
{
  g_auto (DrayValue) value = dray_value_none ();

  if (field == DRAY_MAPPING_NONE)
    return TRUE;
  if (field == DRAY_MAPPING_ID) {
    if (*text == '\0' || dray_id_parse (text, &draft->id))
      return TRUE;
    g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "the id is none");
    return FALSE;
  }
  if (!read_cell (import, &import->mapping->table->fields[field], text, &value, error))
    return FALSE;
  draft_add (draft, import, field, &value);
  return TRUE;
}

static gboolean
map_headings (Import            *import,
              const char *const *headings,
              guint              n_headings,
              GError           **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < n_headings; i++) {
    int field = headings[i] != NULL ? dray_mapping_find (import->mapping, headings[i]) : DRAY_MAPPING_NONE;

    g_array_append_val (import->columns, field);
    any |= field != DRAY_MAPPING_NONE;
  }
  if (!any)
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "no column of the file is one of %s", import->mapping->table->name);
  return any;
}

/* @cells: (array length=n_cells) (element-type utf8): %NULL where empty */
static gboolean
add_cells (Import             *import,
           const char *const  *cells,
           guint               n_cells,
           guint64             line,
           GError            **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean done = TRUE;
  Draft draft;

  if (import->columns->len == 0)
    return map_headings (import, cells, n_cells, error);
  draft_init (&draft);
  for (guint i = 0; reason == NULL && i < import->columns->len; i++)
    draft_cell (import, &draft, g_array_index (import->columns, int, i), i < n_cells && cells[i] != NULL ? cells[i] : "", &reason);
  if (reason != NULL)
    refuse_row (import, line, reason->message);
  else
    done = add_draft (import, &draft, line, error);
  draft_clear (&draft);
  return done;
}

static gboolean
import_csv (Import        *import,
            const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  static const DrayCsvOptions options = { 0, 0, 1024, 64 << 10, 1 << 20 };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (DrayCsvReader) reader = NULL;

  if (stream == NULL)
    return FALSE;
  reader = dray_csv_reader_new (G_INPUT_STREAM (stream), &options);
  while (TRUE) {
    g_autofree const char **cells = NULL;
    DrayCsvResult result = dray_csv_reader_read (reader, cancellable, error);
    guint n_cells = result == DRAY_CSV_ROW ? dray_csv_reader_get_n_fields (reader) : 0;

    if (result == DRAY_CSV_END || result == DRAY_CSV_FAILED)
      return result == DRAY_CSV_END;
    if (result == DRAY_CSV_REFUSED) {
      refuse_row (import, dray_csv_reader_get_line (reader), dray_csv_reader_get_reason (reader));
      continue;
    }
    cells = g_new (const char *, n_cells + 1);
    for (guint i = 0; i < n_cells; i++)
      cells[i] = dray_csv_reader_get_field (reader, i);
    if (!add_cells (import, cells, n_cells, dray_csv_reader_get_line (reader), error))
      return FALSE;
  }
}

static gboolean
load_file (const char    *path,
           GBytes       **bytes,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) > MAX_FILE_BYTES) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_LIMIT, "%s is larger than %d MiB; write it as CSV", path, MAX_FILE_BYTES >> 20);
    return FALSE;
  }
  *bytes = g_file_load_bytes (file, cancellable, NULL, error);
  return *bytes != NULL;
}

static gboolean
is_blank (DrayWorkbook *sheet)
{
  for (guint i = 0; i < dray_workbook_get_n_cells (sheet); i++)
    if (dray_workbook_get_cell (sheet, i) != NULL && *dray_workbook_get_cell (sheet, i) != '\0')
      return FALSE;
  return TRUE;
}

static gboolean
import_sheet (Import        *import,
              DrayWorkbook  *sheet,
              GCancellable  *cancellable,
              GError       **error)
{
  gboolean has_row = TRUE;

  import->has_serials = TRUE;
  import->is_1904 = dray_workbook_is_1904 (sheet);
  while (TRUE) {
    g_autofree const char **cells = NULL;
    guint n_cells;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !dray_workbook_read_row (sheet, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    if (is_blank (sheet))
      continue;
    n_cells = dray_workbook_get_n_cells (sheet);
    cells = g_new (const char *, n_cells + 1);
    for (guint i = 0; i < n_cells; i++)
      cells[i] = dray_workbook_get_cell (sheet, i);
    if (!add_cells (import, cells, n_cells, dray_workbook_get_line (sheet), error))
      return FALSE;
  }
}

static gboolean
import_xlsx (Import        *import,
             const char    *path,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DrayWorkbook) sheet = NULL;

  if (!load_file (path, &bytes, cancellable, error))
    return FALSE;
  sheet = dray_workbook_open (bytes, import->mapping->sheet, error);
  return sheet != NULL && import_sheet (import, sheet, cancellable, error);
}

static gboolean
draft_members (Import      *import,
               Draft       *draft,
               JsonObject  *object,
               GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node)) {
    int field = dray_mapping_find (import->mapping, name);
    g_auto (DrayValue) value = dray_value_none ();

    if (field == DRAY_MAPPING_ID) {
      if (!draft_cell (import, draft, field, JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "-", error))
        return FALSE;
    } else if (field != DRAY_MAPPING_NONE) {
      if (!dray_field_read_json (&import->mapping->table->fields[field], node, &value, error))
        return FALSE;
      draft_add (draft, import, field, &value);
    }
  }
  return TRUE;
}

static gboolean
add_object (Import    *import,
            JsonNode  *node,
            guint64    line,
            GError   **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean done = TRUE;
  Draft draft;

  draft_init (&draft);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    refuse_row (import, line, "it is no object");
  else if (!draft_members (import, &draft, json_node_get_object (node), &reason))
    refuse_row (import, line, reason->message);
  else
    done = add_draft (import, &draft, line, error);
  draft_clear (&draft);
  return done;
}

static gboolean
import_json (Import        *import,
             const char    *path,
             GCancellable  *cancellable,
             GError       **error)
{
  static const DrayJsonLimits limits = { MAX_FILE_BYTES, DRAY_JSON_DEPTH, DRAY_JSON_TEXT_LIMIT, 4000000 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (!load_file (path, &bytes, cancellable, error))
    return FALSE;
  node = dray_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &limits, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "%s is no array of objects", path);
    return FALSE;
  }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !add_object (import, json_array_get_element (array, i), i + 1, error))
      return FALSE;
  return TRUE;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  guint64 one = ((const DrayRefusedRow *) a)->line, other = ((const DrayRefusedRow *) b)->line;

  return one < other ? -1 : one > other;
}

static DrayImportResult *
result_new (void)
{
  DrayImportResult *result = g_new0 (DrayImportResult, 1);

  result->refused = g_array_new (FALSE, FALSE, sizeof (DrayRefusedRow));
  g_array_set_clear_func (result->refused, refused_row_clear);
  return result;
}

static gboolean
check_key (DrayMapping  *mapping,
           int          *by,
           GError      **error)
{
  *by = mapping->by != NULL ? dray_table_find_field (mapping->table, mapping->by) : -1;
  if (mapping->by == NULL || (*by >= 0 && (mapping->table->fields[*by].flags & DRAY_FIELD_INDEXED)))
    return TRUE;
  g_set_error (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, "rows of %s can't be found by %s", mapping->table->name, mapping->by);
  return FALSE;
}

/**
 * dray_store_import:
 * @actor: (nullable): whose operations they are
 *
 * Reads the file at @path and writes its rows by operations, each batch in a transaction of its own.
 *
 * Returns: (transfer full): how it went, row by row
 *
 * Errors: those of the file, which can't be read as @format at all, and of the store; rows written before stay
 */
DrayImportResult *
dray_store_import (DrayStore        *self,
                   const DrayActor  *actor,
                   DrayMapping      *mapping,
                   DrayFileFormat    format,
                   const char       *path,
                   GCancellable     *cancellable,
                   GError          **error)
{
  static gboolean (*const readers[]) (Import *, const char *, GCancellable *, GError **) = {
    [DRAY_FILE_JSON] = import_json, [DRAY_FILE_CSV] = import_csv, [DRAY_FILE_XLSX] = import_xlsx,
  };
  g_autoptr (DrayImportResult) result = result_new ();
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (int)), good = g_array_new (FALSE, FALSE, sizeof (GoodRow));
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (DrayReferenceBook) book = dray_reference_book_new (self);
  Import import = { .store = self, .actor = actor, .mapping = mapping, .result = result, .columns = columns, .good = good, .keys = keys, .book = book };

  g_array_set_clear_func (good, good_row_clear);
  if (!check_key (mapping, &import.by, error))
    return NULL;
  if (!readers[format] (&import, path, cancellable, error) || !flush (&import, error))
    return NULL;
  g_array_sort (result->refused, compare_lines);
  return g_steal_pointer (&result);
}
