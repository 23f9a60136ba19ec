/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-measure-layer.h"

#include "dray-live-words.h"
#include "dray-look.h"
#include "dray-map-frame.h"
#include "dray-tile.h"
#include "dray-units.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define LINE_PX 2.5
#define HALO_PX 5.5
#define DOT_PX 4

struct _DrayMeasureLayer {
  ShumateLayer  parent_instance;

  /* Owned */
  GArray       *points;       /* (element-type DrayGeoPoint): the corners; empty while nothing is measured */
  PangoLayout  *words;
  GtkWidget    *menu;
  GSimpleAction *end;

  DrayGeoPoint  asked;        /* where the menu was asked for */
  gboolean      imperial;
};

G_DEFINE_FINAL_TYPE (DrayMeasureLayer, dray_measure_layer, SHUMATE_TYPE_LAYER)

/* Drawing */

static gboolean
get_frame (DrayMeasureLayer *self,
           DrayMapFrame     *frame)
{
  return dray_map_frame_init (frame, shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                              gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

static void
place (const DrayMapFrame *frame,
       DrayGeoPoint        point,
       double             *x,
       double             *y)
{
  dray_map_frame_place (frame, dray_mercator_x (dray_e7_to_degrees (point.lon_e7)), dray_mercator_y (dray_e7_to_degrees (point.lat_e7)), x, y);
}

static void
draw_line (DrayMeasureLayer       *self,
           cairo_t                *cr,
           const DrayMapFrame     *frame,
           const DrayTruckPalette *palette)
{
  for (guint i = 0; i < self->points->len; i++) {
    double x, y;

    place (frame, g_array_index (self->points, DrayGeoPoint, i), &x, &y);
    cairo_line_to (cr, x, y);
  }
  cairo_set_line_width (cr, HALO_PX);
  dray_set_source_rgb (cr, palette->halo, 0.9);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, LINE_PX);
  dray_set_source_rgb (cr, palette->text, 1);
  cairo_stroke (cr);
  for (guint i = 0; i < self->points->len; i++) {
    double x, y;

    place (frame, g_array_index (self->points, DrayGeoPoint, i), &x, &y);
    cairo_arc (cr, x, y, DOT_PX, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
draw_length (DrayMeasureLayer       *self,
             cairo_t                *cr,
             const DrayMapFrame     *frame,
             const DrayTruckPalette *palette)
{
  char words[DRAY_WORDS_SIZE];
  int width, height;
  double x, y;

  if (self->words == NULL)
    self->words = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  dray_words_distance (dray_measure_layer_get_length_m (self), self->imperial, words);
  pango_layout_set_text (self->words, words, -1);
  pango_layout_get_pixel_size (self->words, &width, &height);
  place (frame, g_array_index (self->points, DrayGeoPoint, self->points->len - 1), &x, &y);
  cairo_rectangle (cr, x + 8, y - height / 2.0 - 2, width + 8, height + 4);
  dray_set_source_rgb (cr, palette->pill, 0.92);
  cairo_fill (cr);
  cairo_move_to (cr, x + 12, y - height / 2.0);
  dray_set_source_rgb (cr, palette->text, 1);
  pango_cairo_show_layout (cr, self->words);
}

static void
dray_measure_layer_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  DrayMeasureLayer *self = DRAY_MEASURE_LAYER (widget);
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  DrayMapFrame frame;

  if (self->points->len == 0 || !get_frame (self, &frame))
    return;

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));

  draw_line (self, cr, &frame, palette);
  draw_length (self, cr, &frame, palette);
  cairo_destroy (cr);
}

/* Clicks are the line's while one is measured, and the map's otherwise. */
static gboolean
dray_measure_layer_contains (GtkWidget *widget,
                             double     x,
                             double     y)
{
  return DRAY_MEASURE_LAYER (widget)->points->len > 0;
}

/* Pointer and menu */

static gboolean
find_place (DrayMeasureLayer *self,
            double            x,
            double            y,
            DrayGeoPoint     *point)
{
  DrayMapFrame frame;
  double map_x, map_y;

  if (!get_frame (self, &frame))
    return FALSE;
  dray_map_frame_unplace (&frame, x, y, &map_x, &map_y);
  *point = (DrayGeoPoint) { (int) lround (dray_mercator_lon (map_x) * 1e7), (int) lround (dray_mercator_lat (map_y) * 1e7) };
  return TRUE;
}

static void
on_click (DrayMeasureLayer *self,
          int               n_press,
          double            x,
          double            y,
          GtkGesture       *gesture)
{
  DrayGeoPoint point;

  if (self->points->len == 0 || n_press > 1 || !find_place (self, x, y, &point))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_array_append_val (self->points, point);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_menu (DrayMeasureLayer *self,
         int               n_press,
         double            x,
         double            y,
         GtkGesture       *gesture)
{
  GtkWidget *map = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  double here_x, here_y;

  if (!gtk_widget_translate_coordinates (map, GTK_WIDGET (self), x, y, &here_x, &here_y) || !find_place (self, here_x, here_y, &self->asked))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  g_simple_action_set_enabled (self->end, self->points->len > 0);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) here_x, (int) here_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_copy (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  DrayMeasureLayer *self = user_data;
  g_autofree char *words = g_strdup_printf ("%.6f, %.6f", dray_e7_to_degrees (self->asked.lat_e7), dray_e7_to_degrees (self->asked.lon_e7));
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *said = g_strdup_printf (_("Copied %s, latitude and longitude"), words);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), words);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (said));
}

static void
on_measure (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  DrayMeasureLayer *self = user_data;

  g_array_set_size (self->points, 0);
  g_array_append_val (self->points, self->asked);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_end (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  dray_measure_layer_end (user_data);
}

static void
make_menu (DrayMeasureLayer *self,
           GtkWidget        *map)
{
  static const GActionEntry entries[] = {
    { .name = "copy", .activate = on_copy }, { .name = "measure", .activate = on_measure }, { .name = "end", .activate = on_end },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) model = g_menu_new ();
  GtkGesture *gesture = gtk_gesture_click_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  self->end = g_object_ref (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "end")));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "place", G_ACTION_GROUP (group));
  g_menu_append (model, _("Copy Coordinates"), "place.copy");
  g_menu_append (model, _("Measure from Here"), "place.measure");
  g_menu_append (model, _("End Measuring"), "place.end");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (on_menu), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (map, GTK_EVENT_CONTROLLER (gesture));
}

static void
dray_measure_layer_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  GTK_WIDGET_CLASS (dray_measure_layer_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (DRAY_MEASURE_LAYER (widget)->menu));
}

static void
dray_measure_layer_constructed (GObject *object)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (object));
  static const char *const moves[] = { "notify::latitude", "notify::longitude", "notify::zoom-level", "notify::rotation" };

  G_OBJECT_CLASS (dray_measure_layer_parent_class)->constructed (object);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (viewport, moves[i], G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  dray_look_watch (object, G_CALLBACK (gtk_widget_queue_draw));
}

static void
dray_measure_layer_dispose (GObject *object)
{
  DrayMeasureLayer *self = DRAY_MEASURE_LAYER (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->end);
  g_clear_object (&self->words);

  G_OBJECT_CLASS (dray_measure_layer_parent_class)->dispose (object);
}

static void
dray_measure_layer_finalize (GObject *object)
{
  g_array_unref (DRAY_MEASURE_LAYER (object)->points);

  G_OBJECT_CLASS (dray_measure_layer_parent_class)->finalize (object);
}

static void
dray_measure_layer_class_init (DrayMeasureLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dray_measure_layer_constructed;
  object_class->dispose = dray_measure_layer_dispose;
  object_class->finalize = dray_measure_layer_finalize;
  widget_class->size_allocate = dray_measure_layer_size_allocate;
  widget_class->snapshot = dray_measure_layer_snapshot;
  widget_class->contains = dray_measure_layer_contains;
}

static void
dray_measure_layer_init (DrayMeasureLayer *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->points = g_array_new (FALSE, FALSE, sizeof (DrayGeoPoint));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* Returns: (transfer floating): a layer that whoever makes it adds to @map */
DrayMeasureLayer *
dray_measure_layer_new (DrayMap *map)
{
  g_return_val_if_fail (DRAY_IS_MAP (map), NULL);

  DrayMeasureLayer *self = g_object_new (DRAY_TYPE_MEASURE_LAYER, "viewport", dray_map_get_viewport (map), NULL);

  make_menu (self, GTK_WIDGET (map));
  return self;
}

/* Miles instead of kilometres. */
void
dray_measure_layer_set_imperial (DrayMeasureLayer *self,
                                 gboolean          imperial)
{
  g_return_if_fail (DRAY_IS_MEASURE_LAYER (self));

  self->imperial = imperial;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Returns: whether something was measured, and now is not */
gboolean
dray_measure_layer_end (DrayMeasureLayer *self)
{
  g_return_val_if_fail (DRAY_IS_MEASURE_LAYER (self), FALSE);

  gboolean was_measured = self->points->len > 0;

  g_array_set_size (self->points, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return was_measured;
}

/* Along the line, as the crow flies from corner to corner. */
double
dray_measure_layer_get_length_m (DrayMeasureLayer *self)
{
  double length_m = 0;

  g_return_val_if_fail (DRAY_IS_MEASURE_LAYER (self), 0);

  for (guint i = 1; i < self->points->len; i++)
    length_m += dray_geo_point_distance_m (g_array_index (self->points, DrayGeoPoint, i - 1), g_array_index (self->points, DrayGeoPoint, i));
  return length_m;
}
