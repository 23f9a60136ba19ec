/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-past.h"

#include "dray-record-history.h"
#include "dray-record-words.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define MAX_OPERATIONS 60

struct _DrayRecordPast {
  AdwBin           parent_instance;

  /* Template */
  GtkExpander     *expander;
  GtkListBox      *list;
  GtkLabel        *none;

  /* Owned */
  DrayEngine      *engine;
  DrayRecordNames *names;
  GCancellable    *reading;   /* NULL while nothing is asked */

  const DrayTable *table;     /* NULL where no single record is shown */
  DrayId           id;
};

G_DEFINE_FINAL_TYPE (DrayRecordPast, dray_record_past, ADW_TYPE_BIN)

/* What is read, on the workspace's reading thread */

typedef struct {
  DrayWorkspace   *workspace;
  const DrayTable *table;
  DrayId           id;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->workspace);
  g_free (reading);
}

static void
read_past (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  GPtrArray *changes = dray_store_read_history (dray_workspace_get_store (reading->workspace, FALSE), reading->table, &reading->id, MAX_OPERATIONS, &error);

  if (changes != NULL)
    g_task_return_pointer (task, changes, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Showing */

static char *
dup_value (DrayRecordPast  *self,
           const DrayField *field,
           const DrayValue *value)
{
  g_autofree char *words = NULL;

  if (value->kind == DRAY_VALUE_NONE)
    return g_strdup (_("nothing"));
  if (field->type == DRAY_FIELD_REFERENCE && value->kind == DRAY_VALUE_ID)
    return g_strdup (dray_record_names_find (self->names, field->refers_to, &value->id));
  words = dray_record_dup_words (field, value);
  return words != NULL && *words != '\0' ? g_steal_pointer (&words) : g_strdup (_("nothing"));
}

static char *
dup_change (DrayRecordPast         *self,
            const DrayRecordChange *change)
{
  const DrayField *field = change->field != DRAY_FIELD_DELETED ? &self->table->fields[change->field] : NULL;
  g_autofree char *label = NULL, *before = NULL, *after = NULL;

  if (field == NULL)
    return g_strdup (change->before.kind == DRAY_VALUE_NONE ? _("Made") : change->after.integer != 0 ? _("Deleted") : _("Brought back"));
  label = dray_record_dup_label (field);
  before = dup_value (self, field, &change->before);
  after = dup_value (self, field, &change->after);
  return g_strdup_printf (_("%s: %s → %s"), label, before, after);
}

static GtkWidget *
make_row (DrayRecordPast         *self,
          const DrayRecordChange *change)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (change->at_us / DRAY_US_PER_S);
  g_autofree char *when = g_date_time_format (at, _("%a %-d %b, %H:%M"));
  g_autofree char *words = dup_change (self, change);
  g_autofree char *below = g_strdup_printf ("%s · %s", when, change->is_own ? _("here") : _("elsewhere"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *text = gtk_label_new (words), *caption = gtk_label_new (below);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (caption, "numeric");
  gtk_widget_set_tooltip_text (box, change->operation);
  gtk_widget_add_css_class (box, "shift-line");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), caption);
  return box;
}

static void
clear (DrayRecordPast *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DrayRecordPast) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  clear (self);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    gtk_list_box_append (self->list, make_row (self, changes->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->list), changes != NULL && changes->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->none), changes == NULL || changes->len == 0);
  gtk_label_set_text (self->none, changes == NULL ? error->message : _("Nothing is known of it."));
}

static void
stop_reading (DrayRecordPast *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
ask (DrayRecordPast *self)
{
  Reading *reading;
  g_autoptr (GTask) task = NULL;

  stop_reading (self);
  if (self->table == NULL || !gtk_expander_get_expanded (self->expander))
    return;
  self->reading = g_cancellable_new ();
  reading = g_new (Reading, 1);
  *reading = (Reading) { g_object_ref (dray_engine_get_workspace (self->engine)), self->table, self->id };
  task = g_task_new (NULL, self->reading, on_read, g_object_ref (self));
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  dray_workspace_run_async (reading->workspace, FALSE, task, read_past);
}

static void
on_committed (DrayRecordPast    *self,
              const DrayEffects *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    if (dray_id_equal (&dray_effects_get (effects, i)->id, &self->id)) {
      ask (self);
      return;
    }
  }
}

static void
dray_record_past_dispose (GObject *object)
{
  DrayRecordPast *self = DRAY_RECORD_PAST (object);

  stop_reading (self);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dray_record_past_parent_class)->dispose (object);
}

static void
dray_record_past_class_init (DrayRecordPastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_record_past_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/record/record-past.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayRecordPast, expander);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordPast, list);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordPast, none);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_expanded", G_CALLBACK (ask));
}

static void
dray_record_past_init (DrayRecordPast *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once. */
void
dray_record_past_set_engine (DrayRecordPast  *self,
                             DrayEngine      *engine,
                             DrayRecordNames *names)
{
  g_return_if_fail (DRAY_IS_RECORD_PAST (self));

  self->engine = g_object_ref (engine);
  self->names = g_object_ref (names);
  g_signal_connect_object (dray_engine_get_workspace (engine), "changed", G_CALLBACK (on_committed), self, G_CONNECT_SWAPPED);
}

/* @table: (nullable): %NULL shows nothing, as for a new record or several; @id: of the record */
void
dray_record_past_show (DrayRecordPast  *self,
                       const DrayTable *table,
                       const DrayId    *id)
{
  g_return_if_fail (DRAY_IS_RECORD_PAST (self));

  self->table = table;
  self->id = table != NULL ? *id : DRAY_ID_NONE;
  gtk_widget_set_visible (GTK_WIDGET (self), table != NULL);
  clear (self);
  ask (self);
}
