/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-view-private.h"

#include "dray-fence.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

#define PANE_PX 380

G_DEFINE_FINAL_TYPE (DrayFenceView, dray_fence_view, ADW_TYPE_BIN)

/* Saying */

/* @words: (nullable): over the map, until it is closed */
void
dray_fence_view_say (DrayFenceView *self,
                     const char    *words)
{
  gtk_label_set_text (self->banner_text, words != NULL ? words : "");
  gtk_widget_set_visible (self->banner, words != NULL);
}

void
dray_fence_view_say_trouble (DrayFenceView *self,
                             const char    *words)
{
  gtk_label_set_text (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
}

static void
toast (DrayFenceView *self,
       const char    *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (words));
}

static void
on_banner_closed (DrayFenceView *self)
{
  dray_fence_view_say (self, NULL);
}

/* What is chosen */

static gboolean
is_open (DrayFenceView *self)
{
  return !dray_id_is_none (&self->chosen);
}

static gboolean
is_dirty (DrayFenceView *self)
{
  return is_open (self) && (dray_fence_sketch_is_changed (self->sketch) || dray_record_form_is_changed (self->form));
}

/* A trial is of one shape. */
static void
forget_trial (DrayFenceView *self)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);

  if (self->tried == NULL || (shape != NULL && dray_shape_equal (shape, self->tried)))
    return;
  g_clear_pointer (&self->tried, dray_shape_unref);
  dray_fence_trial_clear (self->trial);
}

void
dray_fence_view_update (DrayFenceView *self)
{
  const char *fault = is_open (self) ? dray_fence_sketch_get_fault (self->sketch, NULL) : NULL;

  dray_fence_view_update_tools (self);
  gtk_revealer_set_reveal_child (self->revealer, is_open (self));
  dray_map_set_inset (self->map, is_open (self) ? PANE_PX : 0);
  dray_fence_editor_set_inset (self->editor, is_open (self) ? PANE_PX : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->trucks), is_open (self) && !self->is_new);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), dray_fence_view_can_save (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->discard), self->is_new || is_dirty (self));
  gtk_button_set_label (self->save, self->is_new ? _("Create") : _("Save"));
  dray_fence_trial_allow (self->trial, fault == NULL && dray_fence_sketch_get_shape (self->sketch) != NULL && !dray_fence_sketch_is_drawing (self->sketch));
  if (fault != NULL)
    dray_fence_view_say_trouble (self, fault);
  else if (!self->saving_form && !self->saving_shape)
    dray_fence_view_say_trouble (self, NULL);
  forget_trial (self);
}

/* The outline as the records have it. */
static void
load_outline (DrayFenceView *self)
{
  DrayFenceItem *item = dray_fence_book_find (self->book, &self->chosen);
  const DrayFenceFacts *facts = item != NULL ? dray_fence_item_get_facts (item) : NULL;

  dray_fence_sketch_load (self->sketch, facts != NULL ? facts->shape : NULL, facts != NULL ? facts->corners : NULL);
  dray_fence_editor_set_active (self->editor, TRUE, &self->chosen);
}

/* The form follows the row that a list of one holds. */
static void
on_row (DrayFenceView *self)
{
  g_autoptr (DrayRecord) record = self->row != NULL ? g_list_model_get_item (G_LIST_MODEL (self->row), 0) : NULL;

  if (record != NULL)
    dray_record_form_show (self->form, record);
}

void
dray_fence_view_show_row (DrayFenceView *self)
{
  g_autoptr (DrayQuery) query = dray_query_new (&dray_fence_table);

  dray_query_where_row (query, &self->chosen);
  g_clear_object (&self->row);
  self->row = dray_store_list_new (dray_engine_get_workspace (self->engine), query);
  g_signal_connect_object (self->row, "items-changed", G_CALLBACK (on_row), self, G_CONNECT_SWAPPED);
  on_row (self);
  dray_fence_trucks_set_fence (self->trucks, &self->chosen);
}

static void
locate (DrayFenceView   *self,
        const DrayShape *shape)
{
  DrayGeoBox box = dray_shape_get_box (shape);

  dray_map_show_box (self->map, dray_e7_to_degrees (box.west_e7), dray_e7_to_degrees (box.south_e7), dray_e7_to_degrees (box.east_e7), dray_e7_to_degrees (box.north_e7));
}

static gboolean
choose (DrayFenceView *self,
        DrayFenceItem *item,
        gboolean       and_locate)
{
  const DrayFenceFacts *facts = dray_fence_item_get_facts (item);

  if (is_open (self) && dray_id_equal (&self->chosen, &facts->id))
    return TRUE;
  if (is_dirty (self)) {
    dray_fence_list_set_selected (self->list, dray_fence_book_find (self->book, &self->chosen));
    toast (self, _("Save or discard what was changed first"));
    return FALSE;
  }
  self->chosen = facts->id;
  self->is_new = FALSE;
  dray_fence_layer_set_edited (self->layer, &self->chosen);
  load_outline (self);
  dray_fence_view_show_row (self);
  dray_fence_list_set_selected (self->list, item);
  dray_fence_view_update (self);
  if (and_locate && facts->shape != NULL)
    locate (self, facts->shape);
  return TRUE;
}

/* Lets go of what is chosen, saved or not. */
void
dray_fence_view_leave (DrayFenceView *self)
{
  if (!is_open (self))
    return;
  self->chosen = DRAY_ID_NONE;
  self->is_new = self->saving_form = self->saving_shape = FALSE;
  g_clear_object (&self->row);
  dray_record_form_revert (self->form);
  dray_fence_trucks_set_fence (self->trucks, NULL);
  dray_fence_layer_set_edited (self->layer, NULL);
  dray_fence_sketch_load (self->sketch, NULL, NULL);
  dray_fence_editor_set_active (self->editor, FALSE, NULL);
  dray_fence_list_set_selected (self->list, NULL);
  dray_fence_view_update (self);
}

static void
on_list_selected (DrayFenceView *self,
                  DrayFenceItem *item)
{
  if (item != NULL)
    choose (self, item, TRUE);
}

static void
on_fence_clicked (DrayFenceView *self,
                  DrayFenceItem *item)
{
  if (item != NULL)
    choose (self, item, FALSE);
}

static void
on_form_closed (DrayFenceView *self)
{
  if (is_dirty (self) && dray_fence_book_find (self->book, &self->chosen) != NULL)
    toast (self, _("Save or discard what was changed first"));
  else
    dray_fence_view_leave (self);
}

static void
on_form_edited (DrayFenceView *self)
{
  if (self->saving_form && !dray_record_form_is_busy (self->form))
    self->saving_form = FALSE;
  if (self->form != NULL && is_open (self))
    dray_fence_view_update (self);
}

static void
on_discard (DrayFenceView *self)
{
  if (self->is_new) {
    dray_fence_view_leave (self);
    return;
  }
  dray_record_form_revert (self->form);
  load_outline (self);
  dray_fence_view_update (self);
}

static gboolean
is_as_recorded (DrayFenceView        *self,
                const DrayFenceFacts *facts)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);

  return shape != NULL && facts->shape != NULL && dray_shape_equal (shape, facts->shape);
}

/* A colleague's change shows at once where nothing was drawn; a fence that is gone is let go. */
static void
on_book_changed (DrayFenceView *self)
{
  DrayId wanted = self->wanted;
  DrayFenceItem *item;

  self->wanted = DRAY_ID_NONE;
  if (!dray_id_is_none (&wanted))
    dray_fence_view_choose (self, &wanted);
  item = is_open (self) ? dray_fence_book_find (self->book, &self->chosen) : NULL;
  if (!is_open (self) || self->is_new || self->saving_shape)
    return;
  if (item == NULL) {
    dray_fence_view_leave (self);
    return;
  }
  if (!dray_fence_sketch_is_changed (self->sketch) && !is_as_recorded (self, dray_fence_item_get_facts (item)))
    load_outline (self);
  dray_fence_view_update (self);
}

static void
on_book_failed (DrayFenceView *self,
                GError        *error)
{
  g_autofree char *words = g_strdup_printf (_("The fences can’t be read: %s"), error->message);

  dray_fence_view_say (self, words);
}

/* Trying */

static int
read_integer (DrayFenceView *self,
              const char    *field)
{
  g_auto (DrayValue) value = dray_value_none ();

  return dray_record_form_read (self->form, field, &value) && value.kind == DRAY_VALUE_INTEGER ? (int) value.integer : 0;
}

static DrayFenceKind
read_kind (DrayFenceView *self)
{
  g_auto (DrayValue) value = dray_value_none ();

  if (!dray_record_form_read (self->form, "kind", &value) || value.kind != DRAY_VALUE_TEXT)
    return DRAY_FENCE_KIND_SITE;
  for (int i = 0; dray_fence_kind_choices[i] != NULL; i++)
    if (g_str_equal (dray_fence_kind_choices[i], value.text))
      return (DrayFenceKind) i;
  return DRAY_FENCE_KIND_SITE;
}

static void
on_trial_asked (DrayFenceView *self)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);
  DrayFenceItem *item = dray_fence_book_find (self->book, &self->chosen);
  const DrayShape *in_use = item != NULL ? dray_fence_item_get_facts (item)->shape : NULL;
  DrayFenceRule rule = {
    .kind = read_kind (self), .entry_delay_s = read_integer (self, "entry_delay_s"), .stay_limit_s = read_integer (self, "stay_limit_s"),
    .speed_limit_cms = read_integer (self, "speed_limit_cms"),
  };

  if (shape == NULL || dray_fence_sketch_get_fault (self->sketch, NULL) != NULL)
    return;
  g_clear_pointer (&self->tried, dray_shape_unref);
  self->tried = dray_shape_ref ((DrayShape *) shape);
  if (in_use != NULL && dray_shape_equal (in_use, shape))
    in_use = NULL;
  dray_fence_trial_run (self->trial, dray_engine_get_history (self->engine), dray_engine_get_live_fleet (self->engine),
                        dray_clock_now_us (dray_engine_get_clock (self->engine)), &rule, shape, in_use);
}

/* Widget */

static void
on_units_changed (DrayFenceView *self)
{
  gboolean imperial = g_settings_get_enum (self->settings, "units") == 1;

  dray_map_set_imperial (self->map, imperial);
  dray_fence_editor_set_imperial (self->editor, imperial);
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  dray_fence_list_focus_search (DRAY_FENCE_VIEW (widget)->list);
}

static void
dray_fence_view_dispose (GObject *object)
{
  DrayFenceView *self = DRAY_FENCE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->way_search);
  g_clear_object (&self->way_search);
  g_clear_object (&self->row);
  g_clear_object (&self->names);
  g_clear_object (&self->roads);
  g_clear_object (&self->book);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->imports, g_ptr_array_unref);

  G_OBJECT_CLASS (dray_fence_view_parent_class)->dispose (object);
}

static void
dray_fence_view_finalize (GObject *object)
{
  DrayFenceView *self = DRAY_FENCE_VIEW (object);

  g_object_unref (self->sketch);
  g_object_unref (self->cancellable);
  g_array_unref (self->imported);
  g_clear_pointer (&self->tried, dray_shape_unref);
  g_clear_pointer (&self->sent, dray_shape_unref);
  g_free (self->sent_ids);
  g_free (self->refusal);

  G_OBJECT_CLASS (dray_fence_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const char *const kinds[] = { "polygon", "circle", "corridor" };

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/fence/fence-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, paned);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, list);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, map);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, tools);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_class_bind_template_child_full (widget_class, kinds[i], FALSE, (gssize) (G_STRUCT_OFFSET (DrayFenceView, kinds) + i * sizeof (gpointer)));
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, hole);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, snap);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, entry_bar);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, place);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, size_label);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, size);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, hint);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, banner);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, banner_text);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, revealer);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, form_place);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, trucks_place);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, trial);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, trouble);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, discard);
  gtk_widget_class_bind_template_child (widget_class, DrayFenceView, save);
  gtk_widget_class_bind_template_callback (widget_class, on_list_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_trial_asked);
  gtk_widget_class_bind_template_callback (widget_class, on_banner_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_save", G_CALLBACK (dray_fence_view_save));
}

static void
dray_fence_view_class_init (DrayFenceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_fence_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_fence_view_finalize;
  g_type_ensure (DRAY_TYPE_FENCE_LIST);
  g_type_ensure (DRAY_TYPE_FENCE_TRIAL);
  g_type_ensure (DRAY_TYPE_MAP);
  bind_template (widget_class);
  dray_fence_view_install_drawing (widget_class);
  dray_fence_view_install_files (widget_class);
  gtk_widget_class_install_action (widget_class, "fence.search", NULL, search);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "fence.search", NULL);
}

static void
dray_fence_view_init (DrayFenceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->imported = g_array_new (FALSE, FALSE, sizeof (DrayDone));
  self->sketch = dray_fence_sketch_new ();
  self->layer = dray_fence_layer_new (dray_map_get_viewport (self->map));
  self->editor = dray_fence_editor_new (dray_map_get_viewport (self->map), self->sketch, self->layer);
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->layer));
  dray_map_add_layer (self->map, SHUMATE_LAYER (self->editor));
  g_object_bind_property (self->map, "fences", self->layer, "visible", G_BINDING_SYNC_CREATE);
  /* Trucks are shown and don't stand in the way of who draws. */
  gtk_widget_set_can_target (GTK_WIDGET (dray_map_get_trucks (self->map)), FALSE);
  g_signal_connect_object (self->editor, "fence-clicked", G_CALLBACK (on_fence_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sketch, "changed", G_CALLBACK (dray_fence_view_update), self, G_CONNECT_SWAPPED);
}

static void
open_engine (DrayFenceView *self,
             DrayEngine    *engine)
{
  self->engine = g_object_ref (engine);
  self->names = dray_record_names_new (dray_engine_get_workspace (engine));
  self->book = dray_fence_book_new (dray_engine_get_workspace (engine));
  self->roads = dray_fence_roads_new (dray_engine_get_region (engine));
  self->form = DRAY_RECORD_FORM (dray_record_form_new (engine, self->names));
  self->trucks = DRAY_FENCE_TRUCKS (dray_fence_trucks_new (engine, self->names));
  dray_record_form_embed (self->form);
  adw_bin_set_child (self->form_place, GTK_WIDGET (self->form));
  adw_bin_set_child (self->trucks_place, GTK_WIDGET (self->trucks));
  dray_map_set_base (self->map, dray_engine_get_map_source (engine));
  dray_map_set_fleet (self->map, dray_engine_get_live_fleet (engine));
  dray_fence_list_set_book (self->list, self->book);
  dray_fence_layer_set_book (self->layer, self->book);
  dray_fence_editor_set_snaps (self->editor, self->book, self->roads);
  g_signal_connect_object (self->form, "closed", G_CALLBACK (on_form_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "saved", G_CALLBACK (dray_fence_view_on_saved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_form_edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "changed", G_CALLBACK (on_book_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "failed", G_CALLBACK (on_book_failed), self, G_CONNECT_SWAPPED);
}

/* @settings: of the program; @window_settings: of the window */
GtkWidget *
dray_fence_view_new (DrayEngine *engine,
                     GSettings  *settings,
                     GSettings  *window_settings)
{
  g_return_val_if_fail (DRAY_IS_ENGINE (engine), NULL);

  DrayFenceView *self = g_object_new (DRAY_TYPE_FENCE_VIEW, NULL);

  self->settings = g_object_ref (settings);
  open_engine (self, engine);
  dray_fence_view_connect_drawing (self);
  dray_map_set_settings (self->map, window_settings);
  g_settings_bind (window_settings, "list-width", self->paned, "position", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::units", G_CALLBACK (on_units_changed), self, G_CONNECT_SWAPPED);
  on_units_changed (self);
  dray_fence_view_update (self);
  return GTK_WIDGET (self);
}

/* Begins a new fence, unless another one has changes that are not saved. */
void
dray_fence_view_start (DrayFenceView  *self,
                       DraySketchKind  kind)
{
  g_return_if_fail (DRAY_IS_FENCE_VIEW (self));

  if (is_dirty (self)) {
    toast (self, _("Save or discard what was changed first"));
    return;
  }
  dray_fence_view_leave (self);
  dray_record_form_start (self->form, &dray_fence_table);
  self->is_new = TRUE;
  self->chosen = *dray_record_form_get_id (self->form);
  dray_fence_sketch_start (self->sketch, kind);
  dray_fence_editor_set_active (self->editor, TRUE, &self->chosen);
  dray_fence_view_update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* Opens a fence, once the fences are read. Returns: %FALSE where there is none yet, or another one has changes that are not saved */
gboolean
dray_fence_view_choose (DrayFenceView *self,
                        const DrayId  *id)
{
  g_return_val_if_fail (DRAY_IS_FENCE_VIEW (self), FALSE);

  DrayFenceItem *item = dray_fence_book_find (self->book, id);

  if (!dray_fence_book_is_loaded (self->book))
    self->wanted = *id;
  return item != NULL && choose (self, item, TRUE);
}

/* Returns: (transfer none) */
DrayFenceSketch *
dray_fence_view_get_sketch (DrayFenceView *self)
{
  return self->sketch;
}

/* Returns: (transfer none) */
DrayFenceEditor *
dray_fence_view_get_editor (DrayFenceView *self)
{
  return self->editor;
}

/* Returns: (transfer none) */
DrayFenceBook *
dray_fence_view_get_book (DrayFenceView *self)
{
  return self->book;
}

/* Returns: (transfer none) */
DrayRecordForm *
dray_fence_view_get_form (DrayFenceView *self)
{
  return self->form;
}

/* Returns: (transfer none) */
DrayFenceTrial *
dray_fence_view_get_trial (DrayFenceView *self)
{
  return self->trial;
}

/* Returns: (transfer none) */
DrayFenceTrucks *
dray_fence_view_get_trucks (DrayFenceView *self)
{
  return self->trucks;
}

/* Returns: (transfer none) */
DrayMap *
dray_fence_view_get_map (DrayFenceView *self)
{
  return self->map;
}

/* Returns: (nullable): what is said over the map */
const char *
dray_fence_view_get_banner (DrayFenceView *self)
{
  return gtk_widget_get_visible (self->banner) ? gtk_label_get_text (self->banner_text) : NULL;
}

/* Whether something is being saved, imported or looked for. */
gboolean
dray_fence_view_is_busy (DrayFenceView *self)
{
  return self->saving_form || self->saving_shape || self->imports != NULL || self->way_search != NULL;
}
