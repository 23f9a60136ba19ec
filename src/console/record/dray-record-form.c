/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-form.h"

#include "dray-field-editor.h"
#include "dray-field-json.h"
#include "dray-record-notice.h"
#include "dray-record-past.h"
#include "dray-record-words.h"
#include "dray-undo-toast.h"

#include <glib/gi18n.h>

struct _DrayRecordForm {
  AdwBin            parent_instance;

  /* Template */
  GtkLabel         *title;
  GtkLabel         *subtitle;
  GtkButton        *remove;
  GtkBox           *fields;
  DrayRecordPast   *past;
  DrayRecordNotice *notice;
  GtkScrolledWindow *scroller;
  GtkLabel         *trouble;
  GtkWidget        *foot;
  GtkButton        *save;
  GtkButton        *revert;

  /* Owned */
  DrayEngine       *engine;
  DrayRecordNames  *names;
  GPtrArray        *records;      /* (element-type DrayRecord): what is edited; empty for a new one */
  GArray           *done;         /* (element-type DrayDone): of the save that runs */
  GHashTable       *refused;      /* (element-type DrayRecord): of the save that runs; borrowed */

  const DrayTable  *table;        /* what the editors are made for */
  DrayFieldEditor **editors;      /* [table->n_fields] */
  DrayId            id;           /* of the record that was written last, or will be */
  gboolean          is_new;
  guint             n_waiting;    /* operations that run */
  guint             n_refused;
};

enum { CLOSED, SAVED, EDITED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayRecordForm, dray_record_form, ADW_TYPE_BIN)

typedef struct {
  DrayRecordForm *form;           /* owned */
  int             field;          /* whose editor says what is wrong, or -1 */
  DrayRecord     *record;         /* (nullable): borrowed: compared only, and named while the form shows it */
} Saving;

static DrayWorkspace *
get_workspace (DrayRecordForm *self)
{
  return dray_engine_get_workspace (self->engine);
}

static DrayRow *
get_row (DrayRecordForm *self)
{
  return self->records->len == 1 ? dray_record_get_row (self->records->pdata[0]) : NULL;
}

static void
say_trouble (DrayRecordForm *self,
             const char     *words)
{
  gtk_label_set_text (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
}

/* What may be done now */

/* Of several records a field counts once it was touched: what it holds differs from one to the other. */
static gboolean
is_changed (DrayRecordForm *self,
            int             field)
{
  DrayFieldEditor *editor = self->editors[field];

  if (dray_field_editor_is_fixed (editor))
    return FALSE;
  return self->records->len > 1 ? dray_field_editor_is_touched (editor) : dray_field_editor_is_changed (editor);
}

static gboolean
has_changes (DrayRecordForm *self)
{
  for (int i = 0; self->table != NULL && i < self->table->n_fields; i++)
    if (is_changed (self, i))
      return TRUE;
  return FALSE;
}

static void
update_buttons (DrayRecordForm *self)
{
  gboolean can_save = self->n_waiting == 0 && (self->is_new || has_changes (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->save), can_save);
  gtk_widget_set_sensitive (GTK_WIDGET (self->revert), self->n_waiting == 0 && has_changes (self));
  dray_record_notice_show (self->notice, self->table, !self->is_new && self->records->len == 1 ? &self->id : NULL, has_changes (self));
  g_signal_emit (self, signals[EDITED], 0);
}

static char *
dup_heading (DrayRecordForm *self)
{
  g_autofree char *kind = dray_record_dup_table (self->table);
  g_autofree char *title = NULL;

  if (self->is_new)
    return g_strdup_printf (_("New %s"), kind);
  if (self->records->len > 1)
    return g_strdup_printf (ngettext ("%u row", "%u rows", self->records->len), self->records->len);
  g_object_get (self->records->pdata[0], "title", &title, NULL);
  return title != NULL && *title != '\0' ? g_steal_pointer (&title) : g_steal_pointer (&kind);
}

static void
update_head (DrayRecordForm *self)
{
  g_autofree char *heading = dup_heading (self);
  g_autofree char *kind = dray_record_dup_table (self->table);
  gboolean removable = !self->is_new && (self->table->flags & DRAY_TABLE_NAMED_DELETE) == 0;

  gtk_label_set_text (self->title, heading);
  gtk_label_set_text (self->subtitle, self->records->len > 1 ? _("What you fill in is set in all of them") : kind);
  gtk_widget_set_visible (GTK_WIDGET (self->remove), removable);
  gtk_button_set_label (self->save, self->is_new ? _("Create") : _("Save"));
}

/* Editors */

static void
remove_editors (DrayRecordForm *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))) != NULL)
    gtk_box_remove (self->fields, child);
  g_clear_pointer (&self->editors, g_free);
  self->table = NULL;
}

static void
ensure_editors (DrayRecordForm  *self,
                const DrayTable *table)
{
  if (self->table == table)
    return;
  remove_editors (self);
  self->table = table;
  self->editors = g_new0 (DrayFieldEditor *, table->n_fields);
  for (int i = 0; i < table->n_fields; i++) {
    GtkWidget *editor = dray_field_editor_new (get_workspace (self), self->names, &table->fields[i]);

    self->editors[i] = DRAY_FIELD_EDITOR (editor);
    g_signal_connect_object (editor, "changed", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
    gtk_box_append (self->fields, editor);
  }
}

/* A new record and a set of records have nothing to show where a field can't be typed. */
static void
show_values (DrayRecordForm *self,
             gboolean        keep_typed)
{
  const DrayRow *row = get_row (self);
  const DrayValue none = dray_value_none ();

  for (int i = 0; i < self->table->n_fields; i++) {
    gboolean is_idle = row == NULL && dray_field_editor_is_fixed (self->editors[i]);

    gtk_widget_set_visible (GTK_WIDGET (self->editors[i]), !is_idle);
    if (keep_typed)
      dray_field_editor_follow (self->editors[i], row != NULL ? &row->values[i] : &none);
    else
      dray_field_editor_show (self->editors[i], row != NULL ? &row->values[i] : &none);
  }
  update_head (self);
  update_buttons (self);
}

static void
on_record_changed (DrayRecordForm *self)
{
  show_values (self, TRUE);
}

static void
forget_records (DrayRecordForm *self)
{
  for (guint i = 0; i < self->records->len; i++)
    g_signal_handlers_disconnect_by_data (self->records->pdata[i], self);
  g_ptr_array_set_size (self->records, 0);
}

/* Saving */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* How many rows were written, not how many cells. */
static char *
dup_outcome (DrayRecordForm *self)
{
  g_autofree char *heading = dup_heading (self);
  guint n_rows = self->records->len, n_refused = MIN (g_hash_table_size (self->refused), n_rows);

  if (n_rows == 1)
    return g_strdup_printf (ngettext ("%s: %u change saved", "%s: %u changes saved", self->done->len), heading, self->done->len);
  return g_strdup_printf (ngettext ("%u row saved", "%u rows saved", n_rows - n_refused), n_rows - n_refused);
}

/* Which of several rows were not changed, by name, and why the last one wasn't. */
static void
say_refusals (DrayRecordForm *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *words = NULL;
  guint n = 0;

  for (guint i = 0; i < self->records->len; i++) {
    g_autofree char *title = NULL;

    if (!g_hash_table_contains (self->refused, self->records->pdata[i]) || n++ >= 8)
      continue;
    g_object_get (self->records->pdata[i], "title", &title, NULL);
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", title != NULL ? title : "?");
  }
  words = g_strdup_printf (ngettext ("%u row was not changed (%s): %s", "%u rows were not changed (%s): %s", n), n, names->str, gtk_label_get_text (self->trouble));
  say_trouble (self, words);
}

static void
finish_saving (DrayRecordForm *self)
{
  g_autofree char *words = NULL;

  if (self->n_refused > 0 && self->records->len > 1)
    say_refusals (self);
  if (self->done->len > 0) {
    words = self->is_new ? g_strdup (_("Created")) : dup_outcome (self);
    dray_undo_toast_offer (GTK_WIDGET (self), get_workspace (self), self->done, words);
  }
  for (int i = 0; self->n_refused == 0 && i < self->table->n_fields; i++)
    dray_field_editor_accept (self->editors[i]);
  update_buttons (self);
  if (self->n_refused == 0)
    g_signal_emit (self, signals[SAVED], 0);
}
#pragma GCC diagnostic pop

static void
note_refusal (DrayRecordForm *self,
              int             field,
              DrayRecord     *record,
              const char     *words)
{
  self->n_refused++;
  if (record != NULL)
    g_hash_table_add (self->refused, record);
  if (field >= 0 && self->records->len <= 1)
    dray_field_editor_set_error (self->editors[field], words);
  else
    say_trouble (self, words);
}

static void
on_submitted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Saving *saving = user_data;
  DrayRecordForm *self = saving->form;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    note_refusal (self, saving->field, saving->record, error->message);
  else if (receipt->verdict == DRAY_VERDICT_REJECTED)
    note_refusal (self, saving->field, saving->record, receipt->note);
  else {
    DrayDone done = { receipt->client, receipt->mid };

    g_array_append_val (self->done, done);
  }
  if (--self->n_waiting == 0)
    finish_saving (self);
  g_object_unref (self);
  g_free (saving);
}

static void
submit (DrayRecordForm *self,
        DrayIntent     *intent,
        int             field,
        DrayRecord     *record)
{
  Saving *saving = g_new (Saving, 1);

  *saving = (Saving) { g_object_ref (self), field, record };
  self->n_waiting++;
  dray_workspace_submit_async (get_workspace (self), intent, NULL, on_submitted, saving);
}

static DrayIntent *
new_intent (DrayRecordForm *self,
            const char     *operation,
            const DrayId   *id)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (get_workspace (self)), operation);

  dray_intent_set_text (intent, "table", self->table->name);
  dray_intent_set_id (intent, "id", id);
  return intent;
}

static void
set_field (DrayRecordForm  *self,
           DrayRecord      *record,
           int              field,
           const DrayValue *value)
{
  DrayIntent *intent = new_intent (self, "field.set", dray_record_get_id (record));
  g_autoptr (GString) json = g_string_new (NULL);

  dray_field_append_json (&self->table->fields[field], value, json);
  dray_intent_set_text (intent, "field", self->table->fields[field].name);
  dray_intent_set_text (intent, "value", json->str);
  submit (self, intent, field, record);
}

static void
save_changes (DrayRecordForm *self)
{
  for (int i = 0; i < self->table->n_fields; i++) {
    g_auto (DrayValue) value = dray_value_none ();

    if (!is_changed (self, i) || !dray_field_editor_read (self->editors[i], &value))
      continue;
    for (guint k = 0; k < self->records->len; k++)
      set_field (self, self->records->pdata[k], i, &value);
  }
}

static void
create (DrayRecordForm *self)
{
  DrayIntent *intent = new_intent (self, "record.create", &self->id);
  g_autoptr (GString) json = g_string_new ("{");

  for (int i = 0; i < self->table->n_fields; i++) {
    g_auto (DrayValue) value = dray_value_none ();

    if (dray_field_editor_is_fixed (self->editors[i]) || !dray_field_editor_read (self->editors[i], &value) || value.kind == DRAY_VALUE_NONE)
      continue;
    g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", self->table->fields[i].name);
    dray_field_append_json (&self->table->fields[i], &value, json);
  }
  g_string_append_c (json, '}');
  dray_intent_set_text (intent, "values", json->str);
  submit (self, intent, -1, NULL);
}

/* Every fault is shown beside its field, and the first one gets the keys. */
static gboolean
check_all (DrayRecordForm *self)
{
  gboolean all_good = TRUE;

  for (int i = 0; i < self->table->n_fields; i++) {
    g_auto (DrayValue) value = dray_value_none ();
    gboolean counts = !dray_field_editor_is_fixed (self->editors[i]) && (self->is_new || is_changed (self, i));

    if (!counts || dray_field_editor_read (self->editors[i], &value))
      continue;
    if (all_good)
      gtk_widget_grab_focus (dray_field_editor_get_control (self->editors[i]));
    all_good = FALSE;
  }
  return all_good;
}

static gboolean
save (DrayRecordForm *self)
{
  if (self->table == NULL || self->n_waiting > 0 || !check_all (self))
    return FALSE;
  say_trouble (self, NULL);
  g_array_set_size (self->done, 0);
  g_hash_table_remove_all (self->refused);
  self->n_refused = 0;
  if (self->is_new)
    create (self);
  else
    save_changes (self);
  update_buttons (self);
  return TRUE;
}

static void
on_save (DrayRecordForm *self)
{
  save (self);
}

static void
on_revert (DrayRecordForm *self)
{
  say_trouble (self, NULL);
  show_values (self, FALSE);
}

static void
on_close (DrayRecordForm *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
finish_removing (DrayRecordForm *self)
{
  update_buttons (self);
  if (self->done->len > 0)
    dray_undo_toast_offer (GTK_WIDGET (self), get_workspace (self), self->done, _("Deleted"));
  if (self->n_refused == 0)
    g_signal_emit (self, signals[CLOSED], 0);
}

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (DrayRecordForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    note_refusal (self, -1, NULL, error->message);
  else if (receipt->verdict == DRAY_VERDICT_REJECTED)
    note_refusal (self, -1, NULL, receipt->note);
  else {
    DrayDone done = { receipt->client, receipt->mid };

    g_array_append_val (self->done, done);
  }
  if (--self->n_waiting == 0)
    finish_removing (self);
}

static void
on_remove (DrayRecordForm *self)
{
  if (self->n_waiting > 0)
    return;
  g_array_set_size (self->done, 0);
  self->n_refused = 0;
  say_trouble (self, NULL);
  self->n_waiting = self->records->len;
  for (guint i = 0; i < self->records->len; i++)
    dray_workspace_submit_async (get_workspace (self), new_intent (self, "record.delete", dray_record_get_id (self->records->pdata[i])),
                                 NULL, on_removed, g_object_ref (self));
}

static void
dray_record_form_dispose (GObject *object)
{
  DrayRecordForm *self = DRAY_RECORD_FORM (object);

  if (self->records != NULL)
    forget_records (self);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_record_form_parent_class)->dispose (object);
}

static void
dray_record_form_finalize (GObject *object)
{
  DrayRecordForm *self = DRAY_RECORD_FORM (object);

  g_ptr_array_unref (self->records);
  g_array_unref (self->done);
  g_hash_table_unref (self->refused);
  g_free (self->editors);

  G_OBJECT_CLASS (dray_record_form_parent_class)->finalize (object);
}

static void
dray_record_form_class_init (DrayRecordFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dray_record_form_dispose;
  object_class->finalize = dray_record_form_finalize;
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DRAY_TYPE_RECORD_PAST);
  g_type_ensure (DRAY_TYPE_RECORD_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/record-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, title);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, remove);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, fields);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, past);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, notice);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, scroller);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, foot);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, save);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordForm, revert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_revert);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
dray_record_form_init (DrayRecordForm *self)
{
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->done = g_array_new (FALSE, FALSE, sizeof (DrayDone));
  self->refused = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_record_form_new (DrayEngine      *engine,
                      DrayRecordNames *names)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayRecordForm *self = g_object_new (DRAY_TYPE_RECORD_FORM, NULL);

  self->engine = g_object_ref (engine);
  self->names = g_object_ref (names);
  dray_record_past_set_engine (self->past, engine, names);
  dray_record_notice_set_engine (self->notice, engine);
  return GTK_WIDGET (self);
}

/**
 * dray_record_form_show_all:
 * @records: (element-type DrayRecord): one or several of one kind
 *
 * Edits them together: what is filled in is set in each.
 */
void
dray_record_form_show_all (DrayRecordForm *self,
                           GPtrArray      *records)
{
  g_return_if_fail (DRAY_IS_RECORD_FORM (self) && records->len > 0);

  forget_records (self);
  self->is_new = FALSE;
  for (guint i = 0; i < records->len; i++) {
    g_ptr_array_add (self->records, g_object_ref (records->pdata[i]));
    g_signal_connect_swapped (records->pdata[i], "changed", G_CALLBACK (on_record_changed), self);
  }
  self->id = *dray_record_get_id (records->pdata[0]);
  ensure_editors (self, dray_record_get_table (records->pdata[0]));
  say_trouble (self, NULL);
  show_values (self, FALSE);
  dray_record_past_show (self->past, records->len == 1 ? self->table : NULL, &self->id);
}

void
dray_record_form_show (DrayRecordForm *self,
                       DrayRecord     *record)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  g_ptr_array_add (records, record);
  dray_record_form_show_all (self, records);
}

/* Begins a new record of a kind. */
void
dray_record_form_start (DrayRecordForm  *self,
                        const DrayTable *table)
{
  g_return_if_fail (DRAY_IS_RECORD_FORM (self));

  forget_records (self);
  self->is_new = TRUE;
  self->id = dray_engine_make_id (self->engine);
  ensure_editors (self, table);
  say_trouble (self, NULL);
  show_values (self, FALSE);
  dray_record_past_show (self->past, NULL, NULL);
  for (int i = 0; i < table->n_fields; i++)
    if (!dray_field_editor_is_fixed (self->editors[i])) {
      gtk_widget_grab_focus (dray_field_editor_get_control (self->editors[i]));
      break;
    }
}

/* Whether something was typed that is not saved. */
gboolean
dray_record_form_is_changed (DrayRecordForm *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_FORM (self), FALSE);

  return has_changes (self);
}

/**
 * dray_record_form_embed:
 *
 * Makes the form a part of a pane that has a foot of its own, and scrolls as a whole: dray_record_form_save() and
 * dray_record_form_revert() are then what its buttons were.
 */
void
dray_record_form_embed (DrayRecordForm *self)
{
  g_return_if_fail (DRAY_IS_RECORD_FORM (self));

  gtk_widget_set_visible (self->foot, FALSE);
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_NEVER);
}

/* Returns: %FALSE where a fault is shown instead. "saved" follows where nothing is refused, and "edited" in any case. */
gboolean
dray_record_form_save (DrayRecordForm *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_FORM (self), FALSE);

  return save (self);
}

/* Whether operations run that were begun here. */
gboolean
dray_record_form_is_busy (DrayRecordForm *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_FORM (self), FALSE);

  return self->n_waiting > 0;
}

void
dray_record_form_revert (DrayRecordForm *self)
{
  g_return_if_fail (DRAY_IS_RECORD_FORM (self));

  if (self->table != NULL)
    on_revert (self);
}

/**
 * dray_record_form_read:
 * @value: (out): what stands in the form, saved or not
 *
 * Returns: %FALSE where there is no such field or what was typed can't be its value
 */
gboolean
dray_record_form_read (DrayRecordForm *self,
                       const char     *field,
                       DrayValue      *value)
{
  g_return_val_if_fail (DRAY_IS_RECORD_FORM (self), FALSE);

  int index = self->table != NULL ? dray_table_find_field (self->table, field) : -1;

  return index >= 0 && dray_field_editor_read (self->editors[index], value);
}

/* Returns: (transfer none): the record that is shown, or the one that is being made */
const DrayId *
dray_record_form_get_id (DrayRecordForm *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_FORM (self), NULL);

  return &self->id;
}

/* Returns: (transfer none) (nullable): what the field called @field is typed into */
GtkWidget *
dray_record_form_get_control (DrayRecordForm *self,
                              const char     *field)
{
  g_return_val_if_fail (DRAY_IS_RECORD_FORM (self), NULL);

  int index = self->table != NULL ? dray_table_find_field (self->table, field) : -1;

  return index >= 0 ? dray_field_editor_get_control (self->editors[index]) : NULL;
}
