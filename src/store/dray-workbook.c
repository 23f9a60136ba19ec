/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A bounded reader of XLSX (ECMA-376 part 1): a ZIP of XML parts. Of them four are read: xl/workbook.xml names the sheets and says
 * from which day dates count, xl/_rels/workbook.xml.rels says which part a sheet is, xl/sharedStrings.xml holds the texts that
 * cells refer to by number, and the sheet itself is pulled row by row.
 *
 * Cells come as the text that the file holds: a text cell "00123" keeps its zeros, a number is what stands in <v>, a date is the
 * number of days that it is (the caller knows which column is a date). Formulas are their last result.
 *
 * Bounds: entries of the ZIP, expanded bytes of a part and their ratio to the packed ones, shared strings and their bytes, columns,
 * rows, and bytes of a cell. A part with a document type is refused: no entity can swell or reach outside. */

#include "dray-workbook.h"
#include "dray-store-error.h"

#include <libxml/xmlreader.h>
#include <string.h>
#include <zip.h>

#define MAX_ENTRIES 2000
#define MAX_PART_BYTES (G_GUINT64_CONSTANT (256) << 20)
#define MAX_RATIO 200
/* Below this size no ratio is suspicious. */
#define FREE_PART_BYTES (1 << 20)
#define MAX_STRINGS 2000000
#define MAX_STRING_BYTES ((gsize) 64 << 20)
#define MAX_COLUMNS 1024
#define MAX_ROWS 1048576
#define MAX_CELL_BYTES (64 << 10)

/* One part on its way through the parser. */
typedef struct {
  zip_file_t       *file;
  xmlTextReaderPtr  reader;
  guint64           n_left;     /* bytes that it may still expand to */
  gboolean          is_over;    /* it had more */
} Part;

struct _DrayWorkbook {
  GBytes    *bytes;
  zip_t     *archive;
  GPtrArray *strings;       /* (element-type utf8) */
  GPtrArray *cells;         /* (element-type utf8): of the row that was read; NULL where empty */
  GString   *text;          /* of the cell that is being read */
  Part       part;
  guint64    line;
  gboolean   is_1904;
};

static gboolean
refuse (GError         **error,
        DrayStoreError   code,
        const char      *what)
{
  g_set_error (error, DRAY_STORE_ERROR, code, "the spreadsheet %s", what);
  return FALSE;
}

static int
on_read (void *data,
         char *buffer,
         int   n_bytes)
{
  Part *part = data;
  zip_int64_t n = zip_fread (part->file, buffer, (zip_uint64_t) n_bytes);

  if (n > 0 && (guint64) n > part->n_left) {
    part->is_over = TRUE;
    return -1;
  }
  if (n > 0)
    part->n_left -= (guint64) n;
  return (int) n;
}

static int
on_close (void *data)
{
  return 0;
}

/* The parser's own complaints come back as a failed read; nothing goes to the terminal. */
static void
on_xml_error (void                    *data,
              const char              *message,
              xmlParserSeverities      severity,
              xmlTextReaderLocatorPtr  locator)
{
}

static void
part_close (Part *part)
{
  g_clear_pointer (&part->reader, xmlFreeTextReader);
  g_clear_pointer (&part->file, zip_fclose);
}

static gboolean
check_ratio (const zip_stat_t  *info,
             GError           **error)
{
  if (info->size > MAX_PART_BYTES)
    return refuse (error, DRAY_STORE_ERROR_LIMIT, "expands to more than is allowed");
  if (info->size > FREE_PART_BYTES && info->size / MAX_RATIO > info->comp_size)
    return refuse (error, DRAY_STORE_ERROR_LIMIT, "is packed too densely to be a spreadsheet");
  return TRUE;
}

/* @missing_is_fine: a part that isn't there leaves the reader NULL */
static gboolean
part_open (Part        *part,
           zip_t       *archive,
           const char  *name,
           gboolean     missing_is_fine,
           GError     **error)
{
  zip_stat_t info;

  if (zip_stat (archive, name, ZIP_FL_NOCASE, &info) != 0)
    return missing_is_fine || refuse (error, DRAY_STORE_ERROR_INVALID, "lacks a part");
  if (!check_ratio (&info, error))
    return FALSE;
  part->file = zip_fopen_index (archive, info.index, 0);
  if (part->file == NULL)
    return refuse (error, DRAY_STORE_ERROR_INVALID, "has a part that can't be unpacked");
  /* What the directory says is not believed. */
  part->n_left = MIN (MAX_PART_BYTES, MAX ((guint64) FREE_PART_BYTES, info.comp_size * MAX_RATIO));
  part->is_over = FALSE;
  part->reader = xmlReaderForIO (on_read, on_close, part, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (part->reader == NULL)
    return refuse (error, DRAY_STORE_ERROR_FAILED, "can't be read: memory ended");
  xmlTextReaderSetErrorHandler (part->reader, on_xml_error, NULL);
  return TRUE;
}

/* Steps to the next node. @more is FALSE at the end. */
static gboolean
step (Part      *part,
      gboolean  *more,
      GError   **error)
{
  int code = part->reader != NULL ? xmlTextReaderRead (part->reader) : 0;

  if (code < 0)
    return part->is_over ? refuse (error, DRAY_STORE_ERROR_LIMIT, "expands to more than is allowed")
                         : refuse (error, DRAY_STORE_ERROR_INVALID, "is damaged");
  if (code > 0 && xmlTextReaderNodeType (part->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
    return refuse (error, DRAY_STORE_ERROR_INVALID, "has a document type, which no spreadsheet needs");
  *more = code > 0;
  return TRUE;
}

static gboolean
is_start (Part       *part,
          const char *name)
{
  return xmlTextReaderNodeType (part->reader) == XML_READER_TYPE_ELEMENT &&
         g_strcmp0 ((const char *) xmlTextReaderConstLocalName (part->reader), name) == 0;
}

static gboolean
is_end (Part       *part,
        const char *name)
{
  return (xmlTextReaderNodeType (part->reader) == XML_READER_TYPE_END_ELEMENT ||
          (xmlTextReaderNodeType (part->reader) == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement (part->reader))) &&
         g_strcmp0 ((const char *) xmlTextReaderConstLocalName (part->reader), name) == 0;
}

static char *
dup_attribute (Part       *part,
               const char *name)
{
  xmlChar *value = xmlTextReaderGetAttribute (part->reader, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

/* Adds the text of the node, if it is one. */
static gboolean
append_text (Part     *part,
             GString  *text,
             GError  **error)
{
  int type = xmlTextReaderNodeType (part->reader);
  const char *value;

  if (type != XML_READER_TYPE_TEXT && type != XML_READER_TYPE_CDATA && type != XML_READER_TYPE_SIGNIFICANT_WHITESPACE)
    return TRUE;
  value = (const char *) xmlTextReaderConstValue (part->reader);
  if (text->len + strlen (value) > MAX_CELL_BYTES)
    return refuse (error, DRAY_STORE_ERROR_LIMIT, "has a cell that is too long");
  g_string_append (text, value);
  return TRUE;
}

/* The runs of a rich text are put together; what a cell says for phonetics is left out. */
static gboolean
read_string_item (Part     *part,
                  GString  *text,
                  GError  **error)
{
  gboolean more = TRUE, in_text = FALSE, in_phonetic = FALSE;

  g_string_truncate (text, 0);
  while (more && !is_end (part, "si") && !is_end (part, "is")) {
    if (!step (part, &more, error))
      return FALSE;
    if (!more)
      break;
    if (is_start (part, "rPh"))
      in_phonetic = TRUE;
    if (is_end (part, "rPh"))
      in_phonetic = FALSE;
    if (is_start (part, "t"))
      in_text = TRUE;
    if (in_text && !in_phonetic && !append_text (part, text, error))
      return FALSE;
    if (is_end (part, "t"))
      in_text = FALSE;
  }
  return TRUE;
}

static gboolean
read_strings (DrayWorkbook  *self,
              GError       **error)
{
  Part part = { NULL };
  gsize n_bytes = 0;
  gboolean more = TRUE;
  gboolean done = part_open (&part, self->archive, "xl/sharedStrings.xml", TRUE, error);

  while (done && more) {
    done = step (&part, &more, error);
    if (!done || !more || !is_start (&part, "si"))
      continue;
    done = read_string_item (&part, self->text, error);
    n_bytes += self->text->len + 1;
    if (done && (n_bytes > MAX_STRING_BYTES || self->strings->len >= MAX_STRINGS))
      done = refuse (error, DRAY_STORE_ERROR_LIMIT, "has too much text");
    if (done)
      g_ptr_array_add (self->strings, g_strdup (self->text->str));
  }
  part_close (&part);
  return done;
}

typedef struct {
  char *name;
  char *relation;
} SheetName;

static void
sheet_name_clear (gpointer data)
{
  g_free (((SheetName *) data)->name);
  g_free (((SheetName *) data)->relation);
}

static gboolean
read_workbook (DrayWorkbook  *self,
               GArray        *names,
               GError       **error)
{
  Part part = { NULL };
  gboolean more = TRUE;
  gboolean done = part_open (&part, self->archive, "xl/workbook.xml", FALSE, error);

  while (done && more) {
    done = step (&part, &more, error);
    if (!done || !more)
      continue;
    if (is_start (&part, "workbookPr")) {
      g_autofree char *date1904 = dup_attribute (&part, "date1904");

      self->is_1904 = g_strcmp0 (date1904, "1") == 0 || g_strcmp0 (date1904, "true") == 0;
    } else if (is_start (&part, "sheet") && names->len < MAX_ENTRIES) {
      SheetName name = { dup_attribute (&part, "name"), dup_attribute (&part, "r:id") };

      g_array_append_val (names, name);
    }
  }
  part_close (&part);
  return done;
}

/* Puts the part that @relation names; %NULL where there is none. */
static gboolean
find_target (DrayWorkbook  *self,
             const char    *relation,
             char         **target,
             GError       **error)
{
  Part part = { NULL };
  gboolean more = TRUE;
  gboolean done = part_open (&part, self->archive, "xl/_rels/workbook.xml.rels", FALSE, error);

  while (done && more && *target == NULL) {
    g_autofree char *id = NULL, *path = NULL;

    done = step (&part, &more, error);
    if (!done || !more || !is_start (&part, "Relationship"))
      continue;
    id = dup_attribute (&part, "Id");
    path = dup_attribute (&part, "Target");
    if (path != NULL && g_strcmp0 (id, relation) == 0)
      *target = *path == '/' ? g_strdup (path + 1) : g_strconcat ("xl/", path, NULL);
  }
  part_close (&part);
  return done;
}

static gboolean
open_archive (DrayWorkbook  *self,
              GError       **error)
{
  gsize n_bytes;
  const void *data = g_bytes_get_data (self->bytes, &n_bytes);
  zip_error_t fault;
  zip_source_t *source;

  zip_error_init (&fault);
  source = zip_source_buffer_create (data, n_bytes, 0, &fault);
  if (source != NULL && (self->archive = zip_open_from_source (source, ZIP_RDONLY, &fault)) == NULL)
    zip_source_free (source);
  zip_error_fini (&fault);
  if (self->archive == NULL)
    return refuse (error, DRAY_STORE_ERROR_INVALID, "is no ZIP file");
  if (zip_get_num_entries (self->archive, 0) > MAX_ENTRIES)
    return refuse (error, DRAY_STORE_ERROR_LIMIT, "has too many parts");
  return TRUE;
}

static DrayWorkbook *
sheet_new (GBytes  *file,
           GArray  *names,
           GError **error)
{
  g_autoptr (DrayWorkbook) self = g_new0 (DrayWorkbook, 1);

  self->bytes = g_bytes_ref (file);
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->text = g_string_new (NULL);
  return open_archive (self, error) && read_workbook (self, names, error) ? g_steal_pointer (&self) : NULL;
}

static GArray *
names_new (void)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (SheetName));

  g_array_set_clear_func (names, sheet_name_clear);
  return names;
}

static const char *
find_relation (GArray     *names,
               const char *name)
{
  for (guint i = 0; i < names->len; i++) {
    const SheetName *each = &g_array_index (names, SheetName, i);

    if (name == NULL || g_strcmp0 (each->name, name) == 0)
      return each->relation;
  }
  return NULL;
}

/**
 * dray_workbook_open:
 * @name: (nullable): the sheet; the first one if %NULL
 *
 * Errors: %DRAY_STORE_ERROR_INVALID, %DRAY_STORE_ERROR_LIMIT, %DRAY_STORE_ERROR_NOT_FOUND for a name that isn't there
 */
DrayWorkbook *
dray_workbook_open (GBytes      *file,
                    const char  *name,
                    GError     **error)
{
  g_autoptr (GArray) names = names_new ();
  g_autoptr (DrayWorkbook) self = sheet_new (file, names, error);
  g_autofree char *target = NULL;
  const char *relation = self != NULL ? find_relation (names, name) : NULL;

  if (self == NULL || (relation != NULL && !find_target (self, relation, &target, error)))
    return NULL;
  if (target == NULL) {
    refuse (error, DRAY_STORE_ERROR_NOT_FOUND, "has no such sheet");
    return NULL;
  }
  if (!read_strings (self, error) || !part_open (&self->part, self->archive, target, FALSE, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): the names of the sheets in order */
GStrv
dray_workbook_list_names (GBytes  *file,
                          GError **error)
{
  g_autoptr (GArray) names = names_new ();
  g_autoptr (DrayWorkbook) self = sheet_new (file, names, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  if (self == NULL)
    return NULL;
  for (guint i = 0; i < names->len; i++) {
    const SheetName *each = &g_array_index (names, SheetName, i);

    g_ptr_array_add (list, g_strdup (each->name != NULL ? each->name : ""));
  }
  g_ptr_array_add (list, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

void
dray_workbook_free (DrayWorkbook *self)
{
  part_close (&self->part);
  if (self->archive != NULL)
    zip_discard (self->archive);
  g_ptr_array_unref (self->strings);
  g_ptr_array_unref (self->cells);
  g_string_free (self->text, TRUE);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* The column of "AB12", from 0; @next where there is no such name. */
static guint
read_column (const char *name,
             guint       next)
{
  guint column = 0;

  for (int i = 0; name != NULL && i < 4 && g_ascii_isalpha (name[i]); i++)
    column = column * 26 + (guint) (g_ascii_toupper (name[i]) - 'A') + 1;
  return column > 0 ? column - 1 : next;
}

/* What a cell of @type with the raw text says. Returns: (transfer full) (nullable) */
static char *
dup_cell_text (DrayWorkbook *self,
               const char   *type,
               const char   *raw)
{
  guint64 number;

  if (g_strcmp0 (type, "s") == 0) {
    if (!g_ascii_string_to_unsigned (raw, 10, 0, G_MAXUINT32, &number, NULL) || number >= self->strings->len)
      return NULL;
    return g_strdup (self->strings->pdata[number]);
  }
  if (g_strcmp0 (type, "e") == 0)
    return NULL;
  if (g_strcmp0 (type, "b") == 0)
    return g_strdup (g_str_equal (raw, "1") ? "true" : "false");
  return g_strdup (raw);
}

static gboolean
read_cell (DrayWorkbook  *self,
           GError       **error)
{
  Part *part = &self->part;
  g_autofree char *name = dup_attribute (part, "r"), *type = dup_attribute (part, "t");
  guint column = read_column (name, self->cells->len);
  gboolean more = TRUE, in_value = FALSE;

  if (column >= MAX_COLUMNS)
    return refuse (error, DRAY_STORE_ERROR_LIMIT, "has too many columns");
  g_string_truncate (self->text, 0);
  while (more && !is_end (part, "c")) {
    if (!step (part, &more, error))
      return FALSE;
    if (!more)
      break;
    if (is_start (part, "is") && !read_string_item (part, self->text, error))
      return FALSE;
    if (is_start (part, "v"))
      in_value = TRUE;
    if (in_value && !append_text (part, self->text, error))
      return FALSE;
    if (is_end (part, "v"))
      in_value = FALSE;
  }
  if (column >= self->cells->len)
    g_ptr_array_set_size (self->cells, (int) column + 1);
  g_free (self->cells->pdata[column]);
  self->cells->pdata[column] = dup_cell_text (self, type, self->text->str);
  return TRUE;
}

static gboolean
read_cells (DrayWorkbook  *self,
            GError       **error)
{
  gboolean more = TRUE;

  while (more && !is_end (&self->part, "row")) {
    if (!step (&self->part, &more, error))
      return FALSE;
    if (more && is_start (&self->part, "c") && !read_cell (self, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_workbook_read_row:
 * @has_row: (out): %FALSE at the end
 *
 * Reads the next row that the file holds; empty ones may be left out of it.
 */
gboolean
dray_workbook_read_row (DrayWorkbook  *self,
                        gboolean      *has_row,
                        GError       **error)
{
  gboolean more = TRUE;

  g_ptr_array_set_size (self->cells, 0);
  while (TRUE) {
    g_autofree char *number = NULL;
    guint64 line;

    if (!step (&self->part, &more, error))
      return FALSE;
    *has_row = more;
    if (!more)
      return TRUE;
    if (!is_start (&self->part, "row"))
      continue;
    number = dup_attribute (&self->part, "r");
    self->line = number != NULL && g_ascii_string_to_unsigned (number, 10, 1, MAX_ROWS, &line, NULL) ? line : self->line + 1;
    if (self->line > MAX_ROWS)
      return refuse (error, DRAY_STORE_ERROR_LIMIT, "has too many rows");
    return read_cells (self, error);
  }
}

guint
dray_workbook_get_n_cells (DrayWorkbook *self)
{
  return self->cells->len;
}

/* Returns: (nullable): the cell of the row that was read last; %NULL where it is empty or an error */
const char *
dray_workbook_get_cell (DrayWorkbook *self,
                        guint         column)
{
  return column < self->cells->len ? self->cells->pdata[column] : NULL;
}

/* The number that people see at the row. */
guint64
dray_workbook_get_line (DrayWorkbook *self)
{
  return self->line;
}

/* Whether day 0 is 1904-01-01 and not 1899-12-30. */
gboolean
dray_workbook_is_1904 (DrayWorkbook *self)
{
  return self->is_1904;
}
