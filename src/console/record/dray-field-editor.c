/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-field-editor.h"

#include "dray-record-words.h"
#include "dray-reference-button.h"

#include <glib/gi18n.h>

/* A text that may be longer gets several lines. */
#define LONG_CHARACTERS 200

struct _DrayFieldEditor {
  AdwBin           parent_instance;

  /* Template */
  GtkLabel        *label;
  AdwBin          *place;
  GtkLabel        *unit;
  GtkLabel        *error;

  /* Owned */
  DrayWorkspace   *workspace;
  DrayRecordNames *names;
  DrayValue        shown;       /* as the record has it */

  const DrayField *field;
  GtkWidget       *control;     /* borrowed: the place has it */
  gboolean         showing;     /* the control is being set from outside */
  gboolean         touched;     /* by the person, since the record was shown */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayFieldEditor, dray_field_editor, ADW_TYPE_BIN)

static gboolean
is_fixed (const DrayField *field)
{
  return (field->flags & DRAY_FIELD_NAMED) != 0 || field->type == DRAY_FIELD_BLOB || field->type == DRAY_FIELD_RANK;
}

static gboolean
is_long (const DrayField *field)
{
  return field->type == DRAY_FIELD_JSON || (field->type == DRAY_FIELD_TEXT && field->maximum > LONG_CHARACTERS);
}

static gboolean
is_required (const DrayField *field)
{
  return (field->flags & DRAY_FIELD_REQUIRED) != 0;
}

/* What is wrong is said at once; what is missing only when it is to be saved. */
static void
on_edited (DrayFieldEditor *self)
{
  if (self->showing)
    return;
  self->touched = TRUE;

  g_auto (DrayValue) value = dray_value_none ();

  if (dray_field_editor_read (self, &value))
    dray_field_editor_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Controls */

static GtkWidget *
make_choice (DrayFieldEditor *self)
{
  GtkStringList *words = gtk_string_list_new (NULL);

  if (!is_required (self->field))
    gtk_string_list_append (words, "—");
  for (const char *const *choice = self->field->choices; *choice != NULL; choice++)
    gtk_string_list_take (words, dray_record_dup_choice (*choice));

  GtkWidget *control = gtk_drop_down_new (G_LIST_MODEL (words), NULL);

  g_signal_connect_swapped (control, "notify::selected", G_CALLBACK (on_edited), self);
  return control;
}

static GtkWidget *
make_switch (DrayFieldEditor *self)
{
  GtkWidget *control = gtk_switch_new ();

  gtk_widget_set_halign (control, GTK_ALIGN_START);
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (on_edited), self);
  return control;
}

static GtkWidget *
make_reference (DrayFieldEditor *self)
{
  const DrayTable *table = dray_schema_find_table (dray_workspace_get_schema (self->workspace), self->field->refers_to);
  GtkWidget *control = dray_reference_button_new (self->workspace, self->names, table, is_required (self->field));

  g_signal_connect_swapped (control, "changed", G_CALLBACK (on_edited), self);
  return control;
}

static GtkWidget *
make_text (DrayFieldEditor *self)
{
  GtkWidget *control = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (control), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (control), FALSE);
  gtk_widget_set_size_request (control, -1, 60);
  gtk_widget_add_css_class (control, "note");
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (control)), "changed", G_CALLBACK (on_edited), self);
  return control;
}

static const char *
get_placeholder (const DrayField *field)
{
  if (dray_record_is_money (field))
    return "0.00";
  if (field->type == DRAY_FIELD_DATE)
    return "2026-11-20";
  return field->type == DRAY_FIELD_INSTANT ? "2026-11-20 08:30" : NULL;
}

static GtkWidget *
make_entry (DrayFieldEditor *self)
{
  GtkWidget *control = gtk_entry_new ();
  const char *placeholder = get_placeholder (self->field);

  if (placeholder != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (control), placeholder);
  gtk_entry_set_activates_default (GTK_ENTRY (control), TRUE);
  gtk_widget_add_css_class (control, "numeric");
  g_signal_connect_swapped (control, "changed", G_CALLBACK (on_edited), self);
  return control;
}

static GtkWidget *
make_fixed (void)
{
  GtkWidget *control = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (control), 0);
  gtk_label_set_selectable (GTK_LABEL (control), TRUE);
  gtk_label_set_wrap (GTK_LABEL (control), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (control), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (control, "numeric");
  return control;
}

static GtkWidget *
make_control (DrayFieldEditor *self)
{
  if (is_fixed (self->field))
    return make_fixed ();
  if (is_long (self->field))
    return make_text (self);
  switch (self->field->type) {
    case DRAY_FIELD_ENUM:
      return make_choice (self);
    case DRAY_FIELD_BOOLEAN:
      return make_switch (self);
    case DRAY_FIELD_REFERENCE:
      return make_reference (self);
    case DRAY_FIELD_TEXT:
    case DRAY_FIELD_INTEGER:
    case DRAY_FIELD_REAL:
    case DRAY_FIELD_INSTANT:
    case DRAY_FIELD_DATE:
    case DRAY_FIELD_JSON:
    case DRAY_FIELD_BLOB:
    case DRAY_FIELD_RANK:
    default:
      return make_entry (self);
  }
}

/* Showing and reading */

static void
show_choice (DrayFieldEditor *self,
             const DrayValue *value)
{
  int choice = value->kind == DRAY_VALUE_TEXT ? dray_field_get_choice (self->field, value->text) : -1;
  int first = is_required (self->field) ? 0 : 1;

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), choice >= 0 ? (guint) (choice + first) : 0);
}

static void
show_fixed (DrayFieldEditor *self)
{
  g_autofree char *words = NULL;

  if (self->field->type == DRAY_FIELD_REFERENCE && self->shown.kind == DRAY_VALUE_ID)
    words = g_strdup (dray_record_names_find (self->names, self->field->refers_to, &self->shown.id));
  else
    words = dray_record_dup_words (self->field, &self->shown);
  gtk_label_set_text (GTK_LABEL (self->control), words != NULL && *words != '\0' ? words : "—");
}

static void
show_value (DrayFieldEditor *self,
            const DrayValue *value)
{
  g_autofree char *text = NULL;

  if (GTK_IS_DROP_DOWN (self->control))
    show_choice (self, value);
  else if (GTK_IS_SWITCH (self->control))
    gtk_switch_set_active (GTK_SWITCH (self->control), value->kind == DRAY_VALUE_INTEGER && value->integer != 0);
  else if (DRAY_IS_REFERENCE_BUTTON (self->control))
    dray_reference_button_set_id (DRAY_REFERENCE_BUTTON (self->control), value->kind == DRAY_VALUE_ID ? &value->id : &DRAY_ID_NONE);
  else if (GTK_IS_LABEL (self->control))
    show_fixed (self);
  else {
    text = dray_record_dup_entry (self->field, value);
    if (GTK_IS_TEXT_VIEW (self->control))
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), text, -1);
    else
      gtk_editable_set_text (GTK_EDITABLE (self->control), text);
  }
}

static DrayValue
read_choice (DrayFieldEditor *self)
{
  int first = is_required (self->field) ? 0 : 1;
  int choice = (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control)) - first;

  return choice >= 0 ? dray_value_text (self->field->choices[choice]) : dray_value_none ();
}

static char *
dup_typed (DrayFieldEditor *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (!GTK_IS_TEXT_VIEW (self->control))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
check_chosen (DrayFieldEditor *self,
              DrayValue       *value)
{
  g_autoptr (GError) error = NULL;

  if (dray_field_check (self->field, value, &error))
    return TRUE;
  dray_field_editor_set_error (self, is_required (self->field) && value->kind == DRAY_VALUE_NONE ? _("This is needed") : error->message);
  return FALSE;
}

static void
dray_field_editor_dispose (GObject *object)
{
  DrayFieldEditor *self = DRAY_FIELD_EDITOR (object);

  g_clear_object (&self->names);
  g_clear_object (&self->workspace);
  dray_value_clear (&self->shown);

  G_OBJECT_CLASS (dray_field_editor_parent_class)->dispose (object);
}

static void
dray_field_editor_class_init (DrayFieldEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_field_editor_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/field-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayFieldEditor, label);
  gtk_widget_class_bind_template_child (widget_class, DrayFieldEditor, place);
  gtk_widget_class_bind_template_child (widget_class, DrayFieldEditor, unit);
  gtk_widget_class_bind_template_child (widget_class, DrayFieldEditor, error);
}

static void
dray_field_editor_init (DrayFieldEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_field_editor_new (DrayWorkspace   *workspace,
                       DrayRecordNames *names,
                       const DrayField *field)
{
  g_return_val_if_fail (DRAY_IS_WORKSPACE (workspace) && field != NULL, NULL);

  DrayFieldEditor *self = g_object_new (DRAY_TYPE_FIELD_EDITOR, NULL);
  g_autofree char *label = dray_record_dup_label (field);
  /* Translators: the label of a field that must be filled in. */
  g_autofree char *words = is_required (field) && !is_fixed (field) ? g_strdup_printf (_("%s *"), label) : g_strdup (label);

  self->workspace = g_object_ref (workspace);
  self->names = g_object_ref (names);
  self->field = field;
  self->control = make_control (self);
  gtk_label_set_text (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), words);
  gtk_label_set_mnemonic_widget (self->label, self->control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_bin_set_child (self->place, self->control);
  gtk_label_set_text (self->unit, dray_record_get_unit (field) != NULL ? dray_record_get_unit (field) : "");
  if (is_fixed (field) && field->type == DRAY_FIELD_REFERENCE)
    g_signal_connect_object (names, "changed", G_CALLBACK (show_fixed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* Shows what the record holds; what was typed is gone. */
void
dray_field_editor_show (DrayFieldEditor *self,
                        const DrayValue *value)
{
  g_return_if_fail (DRAY_IS_FIELD_EDITOR (self));

  dray_value_take (&self->shown, dray_value_copy (value));
  self->showing = TRUE;
  show_value (self, &self->shown);
  self->showing = FALSE;
  self->touched = FALSE;
  dray_field_editor_set_error (self, NULL);
}

/* Shows what the record holds now, unless something else was typed that is not saved yet. */
void
dray_field_editor_follow (DrayFieldEditor *self,
                          const DrayValue *value)
{
  g_return_if_fail (DRAY_IS_FIELD_EDITOR (self));

  g_auto (DrayValue) typed = dray_value_none ();
  gboolean is_kept = self->touched && (!dray_field_editor_read (self, &typed) ||
                                       (!dray_value_equal (&typed, &self->shown) && !dray_value_equal (&typed, value)));

  if (!is_kept)
    dray_field_editor_show (self, value);
}

/* What was typed is what the record holds. */
void
dray_field_editor_accept (DrayFieldEditor *self)
{
  g_return_if_fail (DRAY_IS_FIELD_EDITOR (self));

  g_auto (DrayValue) typed = dray_value_none ();

  if (!self->touched || !dray_field_editor_read (self, &typed))
    return;
  dray_value_take (&self->shown, dray_value_copy (&typed));
  self->touched = FALSE;
}

/* Puts what was typed or chosen into @value, or says below the control what is wrong with it. */
gboolean
dray_field_editor_read (DrayFieldEditor *self,
                        DrayValue       *value)
{
  g_return_val_if_fail (DRAY_IS_FIELD_EDITOR (self), FALSE);

  g_autoptr (GError) error = NULL;
  g_autofree char *typed = NULL;

  if (GTK_IS_LABEL (self->control)) {
    *value = dray_value_copy (&self->shown);
    return TRUE;
  }
  if (GTK_IS_DROP_DOWN (self->control))
    *value = read_choice (self);
  else if (GTK_IS_SWITCH (self->control))
    *value = self->shown.kind == DRAY_VALUE_NONE && !gtk_switch_get_active (GTK_SWITCH (self->control))
               ? dray_value_none () : dray_value_integer (gtk_switch_get_active (GTK_SWITCH (self->control)));
  else if (DRAY_IS_REFERENCE_BUTTON (self->control)) {
    const DrayId *id = dray_reference_button_get_id (DRAY_REFERENCE_BUTTON (self->control));

    *value = dray_id_is_none (id) ? dray_value_none () : dray_value_id (id);
  } else {
    typed = dup_typed (self);
    if (dray_record_read_entry (self->field, typed, value, &error))
      return TRUE;
    dray_field_editor_set_error (self, *typed == '\0' && is_required (self->field) ? _("This is needed") : error->message);
    return FALSE;
  }
  return check_chosen (self, value);
}

/* @words: (nullable): what is wrong; %NULL for nothing */
void
dray_field_editor_set_error (DrayFieldEditor *self,
                             const char      *words)
{
  g_return_if_fail (DRAY_IS_FIELD_EDITOR (self));

  gtk_label_set_text (self->error, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), words != NULL);
  if (words != NULL)
    gtk_widget_add_css_class (self->control, "error");
  else
    gtk_widget_remove_css_class (self->control, "error");
}

/* Whether the person has put something else there than the record holds. What nobody touched counts as unchanged, even where a control
 * can't show all of the value: a time's seconds, a choice that is not made yet. */
gboolean
dray_field_editor_is_changed (DrayFieldEditor *self)
{
  g_return_val_if_fail (DRAY_IS_FIELD_EDITOR (self), FALSE);

  g_auto (DrayValue) value = dray_value_none ();

  return self->touched && (!dray_field_editor_read (self, &value) || !dray_value_equal (&value, &self->shown));
}

/* Whether the person has touched it since the record was shown, be it to put back what was there. */
gboolean
dray_field_editor_is_touched (DrayFieldEditor *self)
{
  g_return_val_if_fail (DRAY_IS_FIELD_EDITOR (self), FALSE);

  return self->touched;
}

/* Whether it can't be edited by hand. */
gboolean
dray_field_editor_is_fixed (DrayFieldEditor *self)
{
  g_return_val_if_fail (DRAY_IS_FIELD_EDITOR (self), FALSE);

  return is_fixed (self->field);
}

/* Returns: (transfer none): what is typed into or chosen with */
GtkWidget *
dray_field_editor_get_control (DrayFieldEditor *self)
{
  g_return_val_if_fail (DRAY_IS_FIELD_EDITOR (self), NULL);

  return self->control;
}
