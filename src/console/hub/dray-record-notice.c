/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-notice.h"

#include <glib/gi18n.h>

struct _DrayRecordNotice {
  AdwBin            parent_instance;

  /* Template */
  GtkLabel         *others;
  GtkButton        *conflicts;

  /* Owned */
  DrayEngine       *engine;
  DrayConflictBook *book;

  const DrayTable  *table;       /* (nullable) */
  DrayId            id;          /* none while no record is shown */
  gboolean          is_edited;
};

G_DEFINE_FINAL_TYPE (DrayRecordNotice, dray_record_notice, ADW_TYPE_BIN)

static void
update_conflicts (DrayRecordNotice *self)
{
  guint n = dray_id_is_none (&self->id) ? 0 : dray_conflict_book_count_about (self->book, &self->id);
  g_autofree char *words = g_strdup_printf (ngettext ("%u conflict…", "%u conflicts…", n), n);

  gtk_button_set_label (self->conflicts, words);
  gtk_widget_set_visible (GTK_WIDGET (self->conflicts), n > 0);
}

/* Whoever edits comes first: that is who may be written over. */
static void
update_others (DrayRecordNotice *self)
{
  gboolean is_edited = FALSE;
  g_autofree char *names = dray_id_is_none (&self->id) ? NULL : dray_engine_dup_others (self->engine, &self->id, &is_edited);
  g_autofree char *words = NULL;

  if (names != NULL)
    words = is_edited ? g_strdup_printf (_("%s is editing this"), names) : g_strdup_printf (_("%s is looking at this"), names);
  gtk_label_set_text (self->others, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->others), words != NULL);
  if (is_edited)
    gtk_widget_add_css_class (GTK_WIDGET (self->others), "editing");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->others), "editing");
}

static void
on_conflicts (DrayRecordNotice *self)
{
  g_autofree char *id = dray_id_dup_text (&self->id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.conflicts", "s", id);
}

/* Only what stands on a screen is looked at. */
static void
tell (DrayRecordNotice *self)
{
  gboolean is_seen = gtk_widget_get_mapped (GTK_WIDGET (self)) && !dray_id_is_none (&self->id);

  if (self->engine != NULL)
    dray_engine_set_place (self->engine, self, is_seen ? self->table : NULL, is_seen ? &self->id : NULL, self->is_edited);
}

static void
dray_record_notice_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dray_record_notice_parent_class)->map (widget);
  tell (DRAY_RECORD_NOTICE (widget));
}

static void
dray_record_notice_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dray_record_notice_parent_class)->unmap (widget);
  tell (DRAY_RECORD_NOTICE (widget));
}

static void
dray_record_notice_dispose (GObject *object)
{
  DrayRecordNotice *self = DRAY_RECORD_NOTICE (object);

  if (self->engine != NULL)
    dray_engine_set_place (self->engine, self, NULL, NULL, FALSE);
  g_clear_object (&self->book);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (dray_record_notice_parent_class)->dispose (object);
}

static void
dray_record_notice_class_init (DrayRecordNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_record_notice_dispose;
  widget_class->map = dray_record_notice_map;
  widget_class->unmap = dray_record_notice_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/hub/record-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayRecordNotice, others);
  gtk_widget_class_bind_template_child (widget_class, DrayRecordNotice, conflicts);
  gtk_widget_class_bind_template_callback (widget_class, on_conflicts);
}

static void
dray_record_notice_init (DrayRecordNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before anything is shown. */
void
dray_record_notice_set_engine (DrayRecordNotice *self,
                               DrayEngine       *engine)
{
  g_return_if_fail (DRAY_IS_RECORD_NOTICE (self) && self->engine == NULL);

  self->engine = g_object_ref (engine);
  self->book = dray_conflict_book_new (engine);
  g_signal_connect_object (self->book, "changed", G_CALLBACK (update_conflicts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "others-changed", G_CALLBACK (update_others), self, G_CONNECT_SWAPPED);
}

/* @id: (nullable): the record that is shown; %NULL where that is a new one or several */
void
dray_record_notice_show (DrayRecordNotice *self,
                         const DrayTable  *table,
                         const DrayId     *id,
                         gboolean          is_edited)
{
  DrayId shown = id != NULL ? *id : DRAY_ID_NONE;

  g_return_if_fail (DRAY_IS_RECORD_NOTICE (self));

  if (self->table == table && dray_id_equal (&self->id, &shown) && self->is_edited == is_edited)
    return;
  self->table = table;
  self->id = shown;
  self->is_edited = is_edited;
  update_conflicts (self);
  update_others (self);
  tell (self);
}

/* Returns: what it says about others; empty where nobody is there */
const char *
dray_record_notice_get_others (DrayRecordNotice *self)
{
  g_return_val_if_fail (DRAY_IS_RECORD_NOTICE (self), NULL);

  return gtk_label_get_text (self->others);
}
