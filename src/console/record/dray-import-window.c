/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-import-window.h"

#include "dray-json.h"
#include "dray-record-words.h"
#include "dray-settings.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* More refused rows than these nobody reads in a window; the copied list has them all. */
#define MAX_SHOWN 500

struct _DrayImportWindow {
  AdwWindow           parent_instance;

  /* Template */
  GtkWidget          *start;
  GtkStack           *stack;
  AdwPreferencesPage *page;
  AdwActionRow       *file;
  AdwComboRow        *sheet;
  AdwComboRow        *by;
  GtkSpinner         *spinner;
  GtkLabel           *summary;
  GtkWidget          *refused_place;
  GtkListBox         *refused;
  GtkWidget          *copy;

  /* Owned */
  DrayEngine         *engine;
  char               *path;         /* NULL until one was chosen */
  DrayImportLook     *look;         /* NULL until it was looked into */
  DrayImportResult   *result;       /* of the last import */
  GPtrArray          *rows;         /* (element-type AdwComboRow): a heading each, borrowed */
  GArray             *fields;       /* (element-type int): what the choices of a heading mean */
  GArray             *keys;         /* (element-type int): what the choices of @by mean */
  GCancellable       *cancellable;

  const DrayTable    *table;
  AdwPreferencesGroup *columns;     /* borrowed; NULL until a file was looked into */
  DrayFileFormat      format;
  gboolean            filling;
};

G_DEFINE_FINAL_TYPE (DrayImportWindow, dray_import_window, ADW_TYPE_WINDOW)

/* Remembered: the mapping of each kind, as JSON. */

static char *
load_mapping (const char *table)
{
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  g_autoptr (GVariant) all = settings != NULL ? g_settings_get_value (settings, "import-mappings") : NULL;
  const char *json = NULL;

  if (all != NULL)
    g_variant_lookup (all, table, "&s", &json);
  return g_strdup (json);
}

static void
save_mapping (const char *table,
              const char *json)
{
  g_autoptr (GSettings) settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  g_autoptr (GVariant) all = settings != NULL ? g_settings_get_value (settings, "import-mappings") : NULL;
  GVariantDict dict;

  if (all == NULL)
    return;
  g_variant_dict_init (&dict, all);
  g_variant_dict_insert (&dict, table, "s", json);
  g_settings_set_value (settings, "import-mappings", g_variant_dict_end (&dict));
}

/* Columns */

static gboolean
is_importable (const DrayField *field)
{
  return (field->flags & DRAY_FIELD_NAMED) == 0 && field->type != DRAY_FIELD_BLOB && field->type != DRAY_FIELD_RANK;
}

static GListModel *
new_choices (DrayImportWindow *self)
{
  GtkStringList *choices = gtk_string_list_new ((const char *[]) { _("Left out"), NULL });

  g_array_set_size (self->fields, 0);
  g_array_append_val (self->fields, (int) { -2 });
  for (int i = 0; i < self->table->n_fields; i++) {
    const DrayField *field = &self->table->fields[i];

    if (!is_importable (field))
      continue;
    gtk_string_list_append (choices, field->label != NULL ? _(field->label) : field->name);
    g_array_append_val (self->fields, i);
  }
  return G_LIST_MODEL (choices);
}

static guint
find_choice (DrayImportWindow *self,
             int               field)
{
  for (guint i = 0; i < self->fields->len; i++) {
    if (g_array_index (self->fields, int, i) == field)
      return i;
  }
  return 0;
}

static int
get_field (DrayImportWindow *self,
           guint             column)
{
  guint at = adw_combo_row_get_selected (self->rows->pdata[column]);

  return at < self->fields->len ? g_array_index (self->fields, int, at) : -2;
}

static GStrv
get_headings (DrayImportWindow *self)
{
  return self->look->rows->pdata[0];
}

/* Nothing can be imported before one column is a field. */
static void
on_column_changed (DrayImportWindow *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    any = any || get_field (self, i) >= 0;
  gtk_widget_set_sensitive (self->start, any);
}

/* What the column of @heading was the last time, or what its name says. */
static int
guess_field (DrayImportWindow *self,
             JsonObject       *columns,
             const char       *heading)
{
  const char *name = columns != NULL ? dray_json_get_string (columns, heading, NULL) : NULL;

  return name != NULL ? dray_table_find_field (self->table, name) : dray_mapping_guess (self->table, heading);
}

static char *
dup_sample (DrayImportWindow *self,
            guint             column)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  for (guint i = 1; i < self->look->rows->len && cells->len < 3; i++) {
    GStrv row = self->look->rows->pdata[i];

    if (column < g_strv_length (row) && *row[column] != '\0')
      g_ptr_array_add (cells, row[column]);
  }
  g_ptr_array_add (cells, NULL);

  g_autofree char *joined = g_strjoinv (" · ", (GStrv) cells->pdata);
  return g_markup_escape_text (joined, -1);
}

static void
add_column (DrayImportWindow *self,
            GListModel       *choices,
            JsonObject       *columns,
            guint             i)
{
  const char *heading = get_headings (self)[i];
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_autofree char *sample = dup_sample (self, i), *title = g_markup_escape_text (heading, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *title != '\0' ? title : _("(without a name)"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sample);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_combo_row_set_model (row, choices);
  adw_combo_row_set_selected (row, find_choice (self, guess_field (self, columns, heading)));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_column_changed), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->columns, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

static void
show_columns (DrayImportWindow *self)
{
  g_autofree char *json = load_mapping (self->table->name);
  g_autoptr (JsonNode) saved = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonObject *object = saved != NULL && JSON_NODE_HOLDS_OBJECT (saved) ? json_node_get_object (saved) : NULL;
  JsonObject *columns = object != NULL && dray_json_has (object, "columns") ? dray_json_get_object (object, "columns", NULL) : NULL;
  g_autoptr (GListModel) choices = new_choices (self);

  if (self->columns != NULL)
    adw_preferences_page_remove (self->page, self->columns);
  g_ptr_array_set_size (self->rows, 0);
  self->columns = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->columns, _("Columns"));
  adw_preferences_page_add (self->page, self->columns);
  for (guint i = 0; get_headings (self)[i] != NULL; i++)
    add_column (self, choices, columns, i);
  on_column_changed (self);
}

/* Looking into the file, on a thread of its own */

typedef struct {
  char           *path;
  char           *sheet;
  DrayFileFormat  format;
} Question;

static void
question_free (gpointer data)
{
  g_free (((Question *) data)->path);
  g_free (((Question *) data)->sheet);
  g_free (data);
}

static void
look (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  DrayImportLook *found = dray_import_look_new (question->format, question->path, question->sheet, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) dray_import_look_free);
  else
    g_task_return_error (task, error);
}

static void
show_sheets (DrayImportWindow *self)
{
  gboolean several = self->look->sheets != NULL && g_strv_length (self->look->sheets) > 1;
  g_autoptr (GtkStringList) names = several ? gtk_string_list_new ((const char *const *) self->look->sheets) : NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->sheet))) {
    self->filling = TRUE;
    adw_combo_row_set_model (self->sheet, G_LIST_MODEL (names));
    self->filling = FALSE;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), several);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  DrayImportWindow *self = DRAY_IMPORT_WINDOW (source);
  g_autoptr (GError) error = NULL;
  DrayImportLook *found = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found == NULL) {
    g_autofree char *words = g_markup_escape_text (error->message, -1);

    adw_action_row_set_subtitle (self->file, words);
    gtk_widget_set_sensitive (self->start, FALSE);
    return;
  }
  g_clear_pointer (&self->look, dray_import_look_free);
  self->look = found;
  show_sheets (self);
  show_columns (self);
}

static const char *
get_sheet (DrayImportWindow *self)
{
  GObject *item = gtk_widget_get_visible (GTK_WIDGET (self->sheet)) ? adw_combo_row_get_selected_item (self->sheet) : NULL;

  return item != NULL ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : NULL;
}

static void
start_looking (DrayImportWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Question *question = g_new (Question, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_looked, NULL);
  *question = (Question) { g_strdup (self->path), g_strdup (get_sheet (self)), self->format };
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, look);
}

static void
on_sheet (DrayImportWindow *self)
{
  if (!self->filling && self->path != NULL)
    start_looking (self);
}

static gboolean
find_format (const char     *path,
             DrayFileFormat *format)
{
  static const struct { const char *suffix; DrayFileFormat format; } formats[] = {
    { ".csv", DRAY_FILE_CSV }, { ".txt", DRAY_FILE_CSV }, { ".json", DRAY_FILE_JSON }, { ".xlsx", DRAY_FILE_XLSX },
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (g_str_has_suffix (lower, formats[i].suffix)) {
      *format = formats[i].format;
      return TRUE;
    }
  }
  return FALSE;
}

/* Takes @path as the file to read. */
void
dray_import_window_set_file (DrayImportWindow *self,
                             const char       *path)
{
  g_autofree char *name = g_path_get_basename (path), *escaped = g_markup_escape_text (name, -1);

  g_return_if_fail (DRAY_IS_IMPORT_WINDOW (self));

  if (!find_format (path, &self->format)) {
    adw_action_row_set_subtitle (self->file, _("This is no spreadsheet (.xlsx), CSV or JSON. Save it as one of these first."));
    return;
  }
  g_free (self->path);
  self->path = g_strdup (path);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), FALSE);
  adw_action_row_set_subtitle (self->file, escaped);
  start_looking (self);
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int              response,
                gpointer         data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    dray_import_window_set_file (data, path);
  gtk_native_dialog_destroy (dialog);
}

static void
on_choose (DrayImportWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Import"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Spreadsheets, CSV and JSON"));
  gtk_file_filter_add_pattern (filter, "*.xlsx");
  gtk_file_filter_add_pattern (filter, "*.csv");
  gtk_file_filter_add_pattern (filter, "*.txt");
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), self, 0);
  g_object_set_data_full (G_OBJECT (self), "chooser", dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Importing, on the writer's thread */

typedef struct {
  DrayMapping    *mapping;
  char           *path;
  DrayFileFormat  format;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  dray_mapping_free (self->mapping);
  g_free (self->path);
  g_free (self);
}

static void
run_import (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  DrayImportResult *result = dray_store_import (dray_workspace_get_store (source, TRUE), NULL, work->mapping, work->format, work->path, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) dray_import_result_free);
  else
    g_task_return_error (task, error);
}

static void
add_refused (DrayImportWindow     *self,
             const DrayRefusedRow *refused)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (_("Line %d"), (int) refused->line), *reason = g_markup_escape_text (refused->reason, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reason);
  gtk_list_box_append (self->refused, row);
}

static void
show_result (DrayImportWindow *self)
{
  g_autofree char *written = g_strdup_printf (ngettext ("%u row was written", "%u rows were written", self->result->n_written), self->result->n_written);
  g_autofree char *summary = NULL;
  GtkWidget *row;

  summary = self->result->n_refused == 0 ? g_strdup_printf ("%s.", written) :
            g_strdup_printf (ngettext ("%s, %u was refused. Mend it in the file and import that again: with the same key nothing is doubled.",
                                       "%s, %u were refused. Mend them in the file and import that again: with the same key nothing is doubled.",
                                       self->result->n_refused), written, self->result->n_refused);
  gtk_label_set_text (self->summary, summary);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->refused))) != NULL)
    gtk_list_box_remove (self->refused, row);
  for (guint i = 0; i < MIN (self->result->refused->len, MAX_SHOWN); i++)
    add_refused (self, &g_array_index (self->result->refused, DrayRefusedRow, i));
  gtk_widget_set_visible (self->refused_place, self->result->n_refused > 0);
  gtk_widget_set_visible (self->copy, self->result->n_refused > 0);
  gtk_stack_set_visible_child_name (self->stack, "done");
}

static void
on_imported (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (DrayImportWindow) self = data;
  g_autoptr (GError) error = NULL;
  DrayImportResult *imported = g_task_propagate_pointer (G_TASK (result), &error);

  gtk_spinner_stop (self->spinner);
  g_clear_pointer (&self->result, dray_import_result_free);
  self->result = imported;
  if (imported != NULL) {
    show_result (self);
    return;
  }
  gtk_stack_set_visible_child_name (self->stack, "map");
  gtk_widget_set_visible (self->start, TRUE);
  g_autofree char *words = g_markup_escape_text (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("Stopped; what was written before stays.") : error->message, -1);
  adw_action_row_set_subtitle (self->file, words);
}

static DrayMapping *
make_mapping (DrayImportWindow *self)
{
  DrayMapping *mapping = dray_mapping_new (self->table);
  guint by = adw_combo_row_get_selected (self->by);

  for (guint i = 0; i < self->rows->len; i++) {
    int field = get_field (self, i);

    if (field >= 0)
      dray_mapping_add_column (mapping, get_headings (self)[i], self->table->fields[field].name);
  }
  if (by > 0 && by < self->keys->len)
    dray_mapping_set_by (mapping, self->table->fields[g_array_index (self->keys, int, by)].name);
  if (get_sheet (self) != NULL)
    dray_mapping_set_sheet (mapping, get_sheet (self));
  return mapping;
}

static void
on_start (DrayImportWindow *self)
{
  dray_import_window_start (self);
}

static void
on_stop (DrayImportWindow *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_again (DrayImportWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "map");
  gtk_widget_set_visible (self->start, TRUE);
}

static void
on_copy (DrayImportWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->result->refused->len; i++) {
    const DrayRefusedRow *row = &g_array_index (self->result->refused, DrayRefusedRow, i);

    g_string_append_printf (text, "%" G_GUINT64_FORMAT "\t%s\n", row->line, row->reason);
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
}

static void
dray_import_window_dispose (GObject *object)
{
  DrayImportWindow *self = DRAY_IMPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_import_window_parent_class)->dispose (object);
}

static void
dray_import_window_finalize (GObject *object)
{
  DrayImportWindow *self = DRAY_IMPORT_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->look, dray_import_look_free);
  g_clear_pointer (&self->result, dray_import_result_free);
  g_ptr_array_unref (self->rows);
  g_array_unref (self->fields);
  g_array_unref (self->keys);
  g_free (self->path);

  G_OBJECT_CLASS (dray_import_window_parent_class)->finalize (object);
}

static void
dray_import_window_class_init (DrayImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_import_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, start);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, page);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, file);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, sheet);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, by);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, refused_place);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, refused);
  gtk_widget_class_bind_template_child (widget_class, DrayImportWindow, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_sheet);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dray_import_window_init (DrayImportWindow *self)
{
  self->rows = g_ptr_array_new ();
  self->fields = g_array_new (FALSE, FALSE, sizeof (int));
  self->keys = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Fields by which a row is found again: those that are indexed. The first of them is offered. */
static void
fill_keys (DrayImportWindow *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new ((const char *[]) { _("nothing: every row is new"), NULL });

  g_array_append_val (self->keys, (int) { -1 });
  for (int i = 0; i < self->table->n_fields; i++) {
    const DrayField *field = &self->table->fields[i];

    if (!is_importable (field) || field->type != DRAY_FIELD_TEXT || (field->flags & DRAY_FIELD_INDEXED) == 0)
      continue;
    gtk_string_list_append (choices, field->label != NULL ? _(field->label) : field->name);
    g_array_append_val (self->keys, i);
  }
  adw_combo_row_set_model (self->by, G_LIST_MODEL (choices));
  adw_combo_row_set_selected (self->by, self->keys->len > 1 ? 1 : 0);
}

GtkWidget *
dray_import_window_new (DrayEngine      *engine,
                        const DrayTable *table)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayImportWindow *self = g_object_new (DRAY_TYPE_IMPORT_WINDOW, NULL);
  g_autofree char *kind = dray_record_dup_table (table), *title = g_strdup_printf (_("Import: %s"), kind);

  self->engine = g_object_ref (engine);
  self->table = table;
  gtk_window_set_title (GTK_WINDOW (self), title);
  fill_keys (self);
  return GTK_WIDGET (self);
}

/* Whether a file was looked into and a column of it is a field. */
gboolean
dray_import_window_is_ready (DrayImportWindow *self)
{
  g_return_val_if_fail (DRAY_IS_IMPORT_WINDOW (self), FALSE);

  return self->look != NULL && gtk_widget_get_sensitive (self->start);
}

/* Imports with what is chosen. */
void
dray_import_window_start (DrayImportWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (DRAY_IS_IMPORT_WINDOW (self));

  if (!dray_import_window_is_ready (self))
    return;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  work = g_new (Work, 1);
  *work = (Work) { make_mapping (self), g_strdup (self->path), self->format };
  g_autofree char *json = dray_mapping_dup_json (work->mapping);
  save_mapping (self->table->name, json);
  task = g_task_new (dray_engine_get_workspace (self->engine), self->cancellable, on_imported, g_object_ref (self));
  g_task_set_task_data (task, work, work_free);
  gtk_widget_set_visible (self->start, FALSE);
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "work");
  dray_workspace_run_async (dray_engine_get_workspace (self->engine), TRUE, task, run_import);
}

/* Returns: (transfer none) (nullable): of the last import that ended */
const DrayImportResult *
dray_import_window_get_result (DrayImportWindow *self)
{
  g_return_val_if_fail (DRAY_IS_IMPORT_WINDOW (self), NULL);

  return self->result;
}
