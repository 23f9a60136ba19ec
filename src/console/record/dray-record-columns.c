/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-columns.h"

#include "dray-settings.h"

struct _DrayRecordColumns {
  GtkPopover  parent_instance;

  /* Owned */
  GSettings  *settings;   /* NULL where the schema is not installed: the choice lasts as long as the list */
  char       *table;
  GStrv       chosen;     /* NULL: the first n_shown */
  /* Borrowed */
  GtkBox     *box;        /* the popover holds it */

  guint       n_shown;
  guint       n_columns;
};

G_DEFINE_FINAL_TYPE (DrayRecordColumns, dray_record_columns, GTK_TYPE_POPOVER)

static void
keep_choice (DrayRecordColumns *self)
{
  g_autoptr (GVariant) all = self->settings != NULL ? g_settings_get_value (self->settings, "columns") : NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GVariantBuilder builder;
  GVariantIter iter;
  const char *table;
  GVariant *value;

  for (GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->box)); check != NULL; check = gtk_widget_get_next_sibling (check)) {
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      g_strv_builder_add (names, g_object_get_data (G_OBJECT (check), "name"));
  }
  g_strfreev (self->chosen);
  self->chosen = g_strv_builder_end (names);
  if (all == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&s@as}", &table, &value)) {
    if (!g_str_equal (table, self->table))
      g_variant_builder_add (&builder, "{s@as}", table, value);
  }
  g_variant_builder_add (&builder, "{s@as}", self->table, g_variant_new_strv ((const char *const *) self->chosen, -1));
  g_settings_set_value (self->settings, "columns", g_variant_builder_end (&builder));
}

static void
dray_record_columns_finalize (GObject *object)
{
  DrayRecordColumns *self = DRAY_RECORD_COLUMNS (object);

  g_clear_object (&self->settings);
  g_free (self->table);
  g_strfreev (self->chosen);

  G_OBJECT_CLASS (dray_record_columns_parent_class)->finalize (object);
}

static void
dray_record_columns_class_init (DrayRecordColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_record_columns_finalize;
}

static void
dray_record_columns_init (DrayRecordColumns *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->box = GTK_BOX (box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 480);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_popover_set_child (GTK_POPOVER (self), scroller);
}

/* @table: the kind of record; @n_shown: so many columns are shown where nobody chose */
DrayRecordColumns *
dray_record_columns_new (const char *table,
                         guint       n_shown)
{
  DrayRecordColumns *self = g_object_new (DRAY_TYPE_RECORD_COLUMNS, NULL);

  self->table = g_strdup (table);
  self->n_shown = n_shown;
  self->settings = dray_settings_new (DRAY_SETTINGS_ID, NULL, NULL);
  if (self->settings != NULL) {
    g_autoptr (GVariant) all = g_settings_get_value (self->settings, "columns");

    g_variant_lookup (all, table, "^as", &self->chosen);
  }
  return self;
}

static void
on_toggled (DrayRecordColumns *self,
            GtkCheckButton    *check)
{
  gtk_column_view_column_set_visible (g_object_get_data (G_OBJECT (check), "column"), gtk_check_button_get_active (check));
  keep_choice (self);
}

/* Adds a column to the choice and shows it or not; in the order of the list. */
void
dray_record_columns_add (DrayRecordColumns   *self,
                         GtkColumnViewColumn *column,
                         const char          *name,
                         const char          *title)
{
  g_return_if_fail (DRAY_IS_RECORD_COLUMNS (self));

  GtkWidget *check = gtk_check_button_new_with_label (title);
  gboolean is_shown = self->chosen != NULL ? g_strv_contains ((const char *const *) self->chosen, name) : self->n_columns < self->n_shown;

  self->n_columns++;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_shown);
  gtk_column_view_column_set_visible (column, is_shown);
  g_object_set_data_full (G_OBJECT (check), "column", g_object_ref (column), g_object_unref);
  g_object_set_data (G_OBJECT (check), "name", (gpointer) name);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, check);
}
