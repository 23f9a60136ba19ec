/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-view-private.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>

/* The tools over the map, and the keys that stand for them. */

static gboolean
is_drawing (DrayFenceView *self)
{
  return dray_fence_sketch_is_drawing (self->sketch);
}

/* The corridor along the road */

static void
on_way (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (DrayFenceView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) way = dray_fence_roads_find_way_finish (DRAY_FENCE_ROADS (source), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->way_search);
  if (way != NULL) {
    dray_fence_sketch_set_way (self->sketch, (const DrayGeoPoint *) (gpointer) way->data, way->len);
    return;
  }
  words = g_strdup_printf (_("The corridor goes straight: %s"), error->message);
  dray_fence_view_say (self, words);
}

static void
find_way (DrayFenceView *self)
{
  DrayGeoPoint ends[2];

  if (!dray_fence_sketch_get_ends (self->sketch, ends))
    return;
  g_cancellable_cancel (self->way_search);
  g_set_object (&self->way_search, NULL);
  self->way_search = g_cancellable_new ();
  dray_fence_roads_find_way_async (self->roads, ends[0], ends[1], self->way_search, on_way, g_object_ref (self));
}

static void
on_closed (DrayFenceView *self)
{
  if (dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CORRIDOR)
    find_way (self);
  dray_fence_view_update (self);
}

/* Leaving goes by steps: what is being drawn, the corner that is chosen, and then the fence. */
static void
on_escape (DrayFenceView *self)
{
  if (is_drawing (self) && !dray_fence_sketch_is_empty (self->sketch) && self->is_new && dray_fence_sketch_get_shape (self->sketch) == NULL)
    dray_fence_sketch_start (self->sketch, dray_fence_sketch_get_kind (self->sketch));
  else if (is_drawing (self) && dray_fence_sketch_get_shape (self->sketch) != NULL)
    while (is_drawing (self) && dray_fence_sketch_undo (self->sketch));
  else if (dray_fence_sketch_get_selected (self->sketch).ring >= 0)
    dray_fence_sketch_select (self->sketch, DRAY_SKETCH_NO_HANDLE);
  else if (dray_fence_sketch_is_changed (self->sketch) || dray_record_form_is_changed (self->form))
    dray_fence_view_say (self, _("What was changed is not saved yet: save it, or discard it"));
  else
    dray_fence_view_leave (self);
}

/* Tools */

static void
on_kind (DrayFenceView   *self,
         GtkToggleButton *button)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (int i = 0; i < 3; i++) {
    if (self->kinds[i] != button || (int) dray_fence_sketch_get_kind (self->sketch) == i)
      continue;
    dray_fence_sketch_start (self->sketch, (DraySketchKind) i);
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  }
}

static void
on_snap (DrayFenceView *self)
{
  dray_fence_editor_set_snapping (self->editor, gtk_toggle_button_get_active (self->snap));
}

static void
on_size (DrayFenceView *self)
{
  double value = gtk_spin_button_get_value (self->size);

  if (self->updating)
    return;
  if (dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CIRCLE)
    dray_fence_sketch_set_radius_m (self->sketch, value);
  else
    dray_fence_sketch_set_width_m (self->sketch, value);
}

/* A place that was typed is the next corner, or where the chosen one goes. */
static void
on_place (DrayFenceView *self)
{
  g_autoptr (GError) error = NULL;
  DrayGeoPoint at;

  if (!dray_geo_point_parse (gtk_editable_get_text (GTK_EDITABLE (self->place)), &at, &error)) {
    gtk_widget_add_css_class (GTK_WIDGET (self->place), "error");
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->place), error->message);
    return;
  }
  gtk_widget_remove_css_class (GTK_WIDGET (self->place), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place), NULL);
  if (is_drawing (self)) {
    dray_fence_editor_put (self->editor, at);
  } else if (dray_fence_sketch_get_selected (self->sketch).ring >= 0) {
    dray_fence_sketch_begin_move (self->sketch);
    dray_fence_sketch_move (self->sketch, at);
  }
  gtk_editable_select_region (GTK_EDITABLE (self->place), 0, -1);
}

/* Enter in an empty entry closes the ring, as it does on the map. */
static gboolean
on_place_key (DrayFenceView  *self,
              guint           keyval,
              guint           keycode,
              GdkModifierType modifiers)
{
  gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;

  if (keyval == GDK_KEY_Escape) {
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
    return TRUE;
  }
  if (!enter || *gtk_editable_get_text (GTK_EDITABLE (self->place)) != '\0')
    return FALSE;
  if (dray_fence_sketch_close (self->sketch))
    on_closed (self);
  return TRUE;
}

static void
undo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dray_fence_sketch_undo (DRAY_FENCE_VIEW (widget)->sketch);
}

static void
redo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dray_fence_sketch_redo (DRAY_FENCE_VIEW (widget)->sketch);
}

static void
cut_hole (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  DrayFenceView *self = DRAY_FENCE_VIEW (widget);

  if (dray_fence_sketch_begin_hole (self->sketch))
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
create (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  dray_fence_view_start (DRAY_FENCE_VIEW (widget), DRAY_SKETCH_POLYGON);
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dray_fence_view_save (DRAY_FENCE_VIEW (widget));
}

static void
type_place (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DrayFenceView *self = DRAY_FENCE_VIEW (widget);

  if (gtk_widget_get_visible (self->entry_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->place));
}

void
dray_fence_view_install_drawing (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_kind);
  gtk_widget_class_bind_template_callback (widget_class, on_snap);
  gtk_widget_class_bind_template_callback (widget_class, on_size);
  gtk_widget_class_bind_template_callback (widget_class, on_place);
  gtk_widget_class_bind_template_callback (widget_class, on_place_key);
  gtk_widget_class_install_action (widget_class, "fence.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "fence.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "fence.hole", NULL, cut_hole);
  gtk_widget_class_install_action (widget_class, "fence.create", NULL, create);
  gtk_widget_class_install_action (widget_class, "fence.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "fence.place", NULL, type_place);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "fence.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "fence.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK, "fence.hole", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "fence.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "fence.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK, "fence.place", NULL);
}

void
dray_fence_view_connect_drawing (DrayFenceView *self)
{
  g_signal_connect_object (self->editor, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "escape", G_CALLBACK (on_escape), self, G_CONNECT_SWAPPED);
}

static const char *
get_hint (DrayFenceView *self)
{
  switch (dray_fence_sketch_get_kind (self->sketch)) {
  case DRAY_SKETCH_CIRCLE:
    return _("Click the centre, then the edge · Esc leaves");
  case DRAY_SKETCH_CORRIDOR:
    return _("Click where the corridor begins and where it ends · Esc leaves");
  case DRAY_SKETCH_POLYGON:
  default:
    return _("Click or Space puts a corner · Enter closes · Esc leaves");
  }
}

static void
show_size (DrayFenceView *self)
{
  gboolean circle = dray_fence_sketch_get_kind (self->sketch) == DRAY_SKETCH_CIRCLE;
  gboolean sized = dray_fence_sketch_get_kind (self->sketch) != DRAY_SKETCH_POLYGON;

  gtk_widget_set_visible (GTK_WIDGET (self->size), sized);
  gtk_widget_set_visible (GTK_WIDGET (self->size_label), sized);
  if (!sized)
    return;
  gtk_label_set_text (self->size_label, circle ? _("Radius, m") : _("Width, m"));
  gtk_spin_button_set_value (self->size, circle ? dray_fence_sketch_get_radius_m (self->sketch) : dray_fence_sketch_get_width_m (self->sketch));
}

void
dray_fence_view_update_tools (DrayFenceView *self)
{
  gboolean open = !dray_id_is_none (&self->chosen), drawing = is_drawing (self);
  GtkWidget *widget = GTK_WIDGET (self);

  self->updating = TRUE;
  gtk_widget_set_visible (self->tools, open);
  gtk_widget_set_visible (self->entry_bar, open);
  gtk_toggle_button_set_active (self->kinds[dray_fence_sketch_get_kind (self->sketch)], TRUE);
  show_size (self);
  gtk_label_set_text (self->hint, drawing ? get_hint (self) : _("Shift keeps the angle · Alt no snapping · Del takes the corner out · Esc leaves"));
  gtk_widget_action_set_enabled (widget, "fence.undo", open && dray_fence_sketch_can_undo (self->sketch));
  gtk_widget_action_set_enabled (widget, "fence.redo", open && dray_fence_sketch_can_redo (self->sketch));
  gtk_widget_action_set_enabled (widget, "fence.hole", open && !drawing && dray_fence_sketch_get_fault (self->sketch, NULL) == NULL);
  gtk_widget_action_set_enabled (widget, "fence.save", dray_fence_view_can_save (self));
  self->updating = FALSE;
}
