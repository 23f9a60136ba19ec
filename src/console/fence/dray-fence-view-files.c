/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-view-private.h"

#include "dray-fence-outline.h"
#include "dray-fence-shape.h"
#include "dray-fence.h"
#include "dray-shape-file.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/* Fences from and to GeoJSON and KML. What is read goes through the same two operations as what is drawn, one fence after the other, and
 * is not live until somebody says so. A shape that can't be a fence is left out and named. */

#define MAX_IMPORTS 2000
#define POINT_RADIUS_M 100.0
#define LINE_WIDTH_M 60.0
#define MAX_NAME 100

static void import_next (DrayFenceView *self);

/* Reading */

/* A piece of a feature that is to become a fence. */
static void
add_piece (GPtrArray       *pieces,
           DrayShape       *taken,
           const char      *name,
           GHashTable      *properties)
{
  DrayFeature *piece = dray_feature_new (taken, name);

  if (properties != NULL) {
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init (&iter, properties);
    while (g_hash_table_iter_next (&iter, &key, &value))
      g_hash_table_insert (piece->properties, g_strdup (key), g_strdup (value));
  }
  g_ptr_array_add (pieces, piece);
}

static DrayShape *
copy_polygon (const DrayShape *shape,
              int              polygon)
{
  DrayShape *copy = dray_shape_new (DRAY_SHAPE_POLYGON);

  for (int part = dray_shape_get_polygon_start (shape, polygon); part < shape->polygon_ends[polygon]; part++) {
    for (int i = dray_shape_get_part_start (shape, part); i < shape->part_ends[part]; i++)
      dray_shape_add_point (copy, shape->points[i]);
    dray_shape_end_part (copy);
  }
  dray_shape_end_polygon (copy);
  return copy;
}

/* A point becomes a circle, a line a corridor, several polygons as many fences. Returns: %FALSE where nothing can be made of it */
static gboolean
split_feature (const DrayFeature  *feature,
               GPtrArray          *pieces,
               GError            **error)
{
  const DrayShape *shape = feature->shape;
  DrayShape *made = NULL;

  if (dray_shape_is_polygonal (shape)) {
    for (int i = 0; i < shape->n_polygons; i++) {
      g_autofree char *name = i > 0 && feature->name != NULL ? g_strdup_printf ("%s %d", feature->name, i + 1) : g_strdup (feature->name);

      add_piece (pieces, copy_polygon (shape, i), name, feature->properties);
    }
    return TRUE;
  }
  if (shape->kind == DRAY_SHAPE_POINT)
    made = dray_fence_shape_new_circle (shape->points[0], POINT_RADIUS_M, error);
  else if (shape->kind == DRAY_SHAPE_LINE)
    made = dray_fence_outline_make_corridor (shape->points, shape->n_points, LINE_WIDTH_M, DRAY_SKETCH_MAX_CORNERS, error);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Several points or lines in one are no fence"));
  if (made == NULL)
    return FALSE;
  add_piece (pieces, made, feature->name, feature->properties);
  return TRUE;
}

static void
note_refusal (DrayFenceView *self,
              const char    *name,
              const char    *why)
{
  self->n_refused++;
  g_free (self->refusal);
  self->refusal = g_strdup_printf ("%s: %s", name != NULL ? name : _("a shape without a name"), why);
}

/* Writing them into the workspace, one after the other */

static void
append_property (GString    *json,
                 GHashTable *properties,
                 const char *name,
                 gint64      maximum)
{
  const char *text = g_hash_table_lookup (properties, name);
  gint64 value;

  if (text != NULL && g_ascii_string_to_signed (text, 10, 0, maximum, &value, NULL))
    g_string_append_printf (json, ",\"%s\":%" G_GINT64_FORMAT, name, value);
}

static char *
dup_values (const DrayFeature *feature)
{
  const char *kind = g_hash_table_lookup (feature->properties, "kind");
  g_autoptr (JsonNode) name = json_node_new (JSON_NODE_VALUE);
  g_autoptr (GString) json = g_string_new ("{\"name\":");
  const char *full_name = feature->name != NULL && *feature->name != '\0' ? feature->name : _("Imported fence");
  g_autofree char *short_name = g_utf8_substring (full_name, 0, MIN (g_utf8_strlen (full_name, -1), MAX_NAME));
  g_autofree char *words = NULL;

  json_node_set_string (name, short_name);
  words = json_to_string (name, FALSE);
  g_string_append (json, words);
  g_string_append_printf (json, ",\"kind\":\"%s\",\"active\":false", kind != NULL && g_strv_contains (dray_fence_kind_choices, kind) ? kind : "site");
  append_property (json, feature->properties, "entry_delay_s", 3600);
  append_property (json, feature->properties, "stay_limit_s", 604800);
  append_property (json, feature->properties, "speed_limit_cms", 5000);
  g_string_append_c (json, '}');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
finish_import (DrayFenceView *self)
{
  guint n = self->imported->len / 2;
  g_autofree char *words = g_strdup_printf (g_dngettext (NULL, "%u fence was imported and is not live yet", "%u fences were imported and are not live yet", n), n);
  g_autofree char *refused = NULL;

  g_clear_pointer (&self->imports, g_ptr_array_unref);
  if (n > 0)
    dray_undo_toast_offer (GTK_WIDGET (self), dray_engine_get_workspace (self->engine), self->imported, words);
  if (self->n_refused == 0)
    return;
  refused = g_strdup_printf (g_dngettext (NULL, "%s. %u shape was left out (%s)", "%s. %u shapes were left out (the last one, %s)", self->n_refused), words, self->n_refused, self->refusal);
  dray_fence_view_say (self, refused);
}

/* What goes from one operation to the next. */
typedef struct {
  DrayFenceView *self;
  DrayFeature   *feature;    /* owned */
  DrayId         fence;
  gboolean       created;
} Importing;

static void
importing_free (Importing *importing)
{
  dray_feature_free (importing->feature);
  g_object_unref (importing->self);
  g_free (importing);
}

static void
on_imported (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Importing *importing = user_data;
  DrayFenceView *self = importing->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);
  gboolean accepted = receipt != NULL && receipt->verdict != DRAY_VERDICT_REJECTED;

  if (self->engine == NULL || g_cancellable_is_cancelled (self->cancellable)) {
    importing_free (importing);
    return;
  }
  if (accepted) {
    DrayDone done = { receipt->client, receipt->mid };

    g_array_append_val (self->imported, done);
  } else {
    note_refusal (self, importing->feature->name, receipt != NULL ? receipt->note : error->message);
  }
  if (accepted && !importing->created) {
    g_autofree DrayId *ids = g_new0 (DrayId, importing->feature->shape->n_points + 1);

    importing->created = TRUE;
    dray_workspace_submit_async (DRAY_WORKSPACE (source), dray_fence_view_new_reshape (self, &importing->fence, importing->feature->shape, ids), NULL, on_imported, importing);
    return;
  }
  import_next (self);
  importing_free (importing);
}

static gboolean
import_one (DrayFenceView *self,
            DrayFeature   *taken)
{
  DrayGeoPoint where;
  g_autofree char *fault = dray_fence_outline_find_fault (taken->shape, DRAY_SKETCH_MAX_RINGS, DRAY_SKETCH_MAX_CORNERS, &where);
  g_autofree char *values = NULL;
  DrayIntent *intent;
  Importing *importing;

  if (fault != NULL) {
    note_refusal (self, taken->name, fault);
    dray_feature_free (taken);
    return FALSE;
  }
  importing = g_new0 (Importing, 1);
  *importing = (Importing) { g_object_ref (self), taken, dray_engine_make_id (self->engine), FALSE };
  values = dup_values (taken);
  intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), "record.create");
  dray_intent_set_text (intent, "table", dray_fence_table.name);
  dray_intent_set_id (intent, "id", &importing->fence);
  dray_intent_set_text (intent, "values", values);
  dray_workspace_submit_async (dray_engine_get_workspace (self->engine), intent, NULL, on_imported, importing);
  return TRUE;
}

static void
import_next (DrayFenceView *self)
{
  while (self->imports->len > 0)
    if (import_one (self, g_ptr_array_steal_index (self->imports, 0)))
      return;
  finish_import (self);
}

static void
begin_import (DrayFenceView *self,
              GPtrArray     *features)
{
  g_array_set_size (self->imported, 0);
  g_clear_pointer (&self->refusal, g_free);
  self->n_refused = 0;
  for (guint i = 0; i < features->len; i++) {
    const DrayFeature *feature = features->pdata[i];
    g_autoptr (GError) error = NULL;

    if (self->imports->len >= MAX_IMPORTS)
      note_refusal (self, feature->name, _("one import takes 2,000 fences"));
    else if (!split_feature (feature, self->imports, &error))
      note_refusal (self, feature->name, error->message);
  }
  import_next (self);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DrayFenceView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) features = dray_shape_file_read_finish (result, &error);
  g_autofree char *words = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (features != NULL && features->len > 0) {
    begin_import (self, features);
    return;
  }
  g_clear_pointer (&self->imports, g_ptr_array_unref);
  words = features != NULL ? g_strdup (_("The file has no shapes; nothing was imported")) : g_strdup_printf (_("The file could not be read and nothing was imported: %s"), error->message);
  dray_fence_view_say (self, words);
}

/* Reads a GeoJSON or KML file. What is wrong with it is said over the map. */
void
dray_fence_view_import (DrayFenceView *self,
                        GFile         *file)
{
  g_return_if_fail (DRAY_IS_FENCE_VIEW (self));

  if (self->imports != NULL) {
    dray_fence_view_say (self, _("Another file is still being imported"));
    return;
  }
  self->imports = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  dray_fence_view_say (self, NULL);
  dray_shape_file_read_async (file, self->cancellable, on_read, g_object_ref (self));
}

/* Exporting */

static void
add_number (DrayFeature *feature,
            const char  *name,
            int          number)
{
  g_hash_table_insert (feature->properties, g_strdup (name), g_strdup_printf ("%d", number));
}

static DrayFeature *
new_feature (const DrayFenceFacts *facts)
{
  DrayFeature *feature = dray_feature_new (dray_shape_ref (facts->shape), facts->name);

  g_hash_table_insert (feature->properties, g_strdup ("kind"), g_strdup (dray_fence_kind_choices[facts->kind]));
  g_hash_table_insert (feature->properties, g_strdup ("active"), g_strdup (facts->active ? "true" : "false"));
  add_number (feature, "entry_delay_s", facts->entry_delay_s);
  add_number (feature, "stay_limit_s", facts->stay_limit_s);
  add_number (feature, "speed_limit_cms", facts->speed_limit_cms);
  return feature;
}

typedef struct {
  DrayFenceView *self;
  GFile         *file;
  guint          n;
} Exporting;

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Exporting *exporting = user_data;
  g_autoptr (DrayFenceView) self = exporting->self;
  g_autoptr (GFile) file = exporting->file;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (file), *words = NULL;
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (dray_shape_file_write_finish (result, &error)) {
    words = g_strdup_printf (g_dngettext (NULL, "%u fence was written to %s", "%u fences were written to %s", exporting->n), exporting->n, name);
    if (overlay != NULL)
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (words));
  } else if (!g_cancellable_is_cancelled (self->cancellable)) {
    words = g_strdup_printf (_("%s was not written: %s"), name, error->message);
    dray_fence_view_say (self, words);
  }
  g_free (exporting);
}

/* Writes the fences that the list shows. */
void
dray_fence_view_export (DrayFenceView *self,
                        GFile         *file)
{
  g_return_if_fail (DRAY_IS_FENCE_VIEW (self));

  g_autoptr (GPtrArray) shown = dray_fence_list_get_shown (self->list);
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) dray_feature_free);
  Exporting *exporting = g_new (Exporting, 1);

  for (guint i = 0; i < shown->len; i++) {
    const DrayFenceFacts *facts = dray_fence_item_get_facts (shown->pdata[i]);

    if (facts->shape != NULL)
      g_ptr_array_add (features, new_feature (facts));
  }
  *exporting = (Exporting) { g_object_ref (self), g_object_ref (file), features->len };
  dray_shape_file_write_async (file, features, self->cancellable, on_written, exporting);
}

/* Asking for the file */

static void
add_filter (GtkFileChooser *chooser,
            const char     *name,
            const char     *first,
            const char     *second)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, first);
  if (second != NULL)
    gtk_file_filter_add_suffix (filter, second);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
on_import_response (GtkNativeDialog *dialog,
                    int              response,
                    DrayFenceView   *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    dray_fence_view_import (self, file);
  g_object_unref (dialog);
}

static void
on_export_response (GtkNativeDialog *dialog,
                    int              response,
                    DrayFenceView   *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    dray_fence_view_export (self, file);
  g_object_unref (dialog);
}

static void
ask_import (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Import Fences"), GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"), NULL);

  add_filter (GTK_FILE_CHOOSER (dialog), _("GeoJSON and KML"), "geojson", "kml");
  add_filter (GTK_FILE_CHOOSER (dialog), "JSON", "json", NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_import_response), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
ask_export (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export Fences"), GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "fences.geojson");
  add_filter (GTK_FILE_CHOOSER (dialog), "GeoJSON", "geojson", "json");
  add_filter (GTK_FILE_CHOOSER (dialog), "KML", "kml", NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_export_response), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
dray_fence_view_install_files (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "fence.import", NULL, ask_import);
  gtk_widget_class_install_action (widget_class, "fence.export", NULL, ask_export);
}
