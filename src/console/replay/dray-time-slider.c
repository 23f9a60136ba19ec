/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-time-slider.h"

#include "dray-look.h"
#include "dray-units.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 58
#define MARGIN 12.0
#define MARK_HEIGHT 13.0
#define AXIS_HEIGHT 16.0
#define THUMB_RADIUS 7.0
#define MARK_PX 9.0
#define LABEL_PX 64.0
#define MINUTE_US (DRAY_S_PER_MINUTE * DRAY_US_PER_S)
#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)

typedef struct {
  gint64  at_us;
  char   *words;
} Mark;

struct _DrayTimeSlider {
  GtkWidget    parent_instance;

  /* Owned */
  GArray      *slots;     /* (element-type double): of the day; NULL until they are known */
  GArray      *marks;     /* (element-type Mark) */
  PangoLayout *text;

  gint64       from_us;
  gint64       to_us;
  gint64       at_us;
  gint64       now_us;    /* nothing is known behind it */
};

enum { SEEK, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayTimeSlider, dray_time_slider, GTK_TYPE_WIDGET)

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->words);
}

/* Where an instant stands in the widget. */
double
dray_time_slider_get_x (DrayTimeSlider *self,
                        gint64          at_us)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;

  return MARGIN + width * (double) (at_us - self->from_us) / (double) MAX (self->to_us - self->from_us, 1);
}

static gint64
find_instant (DrayTimeSlider *self,
              double          x)
{
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN, 1);
  gint64 at_us = self->from_us + (gint64) (CLAMP ((x - MARGIN) / width, 0, 1) * (double) (self->to_us - self->from_us));

  return MIN (at_us, MIN (self->to_us - 1, self->now_us));
}

/* Painting */

static void
draw_bars (DrayTimeSlider         *self,
           cairo_t                *cr,
           const DrayTruckPalette *palette,
           double                  base)
{
  double most = 1, top = base - MARK_HEIGHT - 3;

  for (guint i = 0; self->slots != NULL && i < self->slots->len; i++)
    most = MAX (most, g_array_index (self->slots, double, i));
  for (guint i = 0; self->slots != NULL && i < self->slots->len; i++) {
    gint64 from_us = self->from_us + (self->to_us - self->from_us) / self->slots->len * i;
    double x = dray_time_slider_get_x (self, from_us), step = (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN) / self->slots->len;
    double height = top * g_array_index (self->slots, double, i) / most;

    dray_set_source_rgb (cr, palette->states[DRAY_TRUCK_DRIVING], from_us <= self->at_us ? 0.85 : 0.4);
    cairo_rectangle (cr, floor (x), base - height, MAX (floor (step) - 1, 1), height);
    cairo_fill (cr);
  }
}

static void
draw_axis (DrayTimeSlider         *self,
           cairo_t                *cr,
           const DrayTruckPalette *palette,
           double                  base)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;
  int step = MAX ((int) ceil (LABEL_PX * 24 / MAX (width, 1)), 1);

  cairo_rectangle (cr, MARGIN, base, width, 1);
  dray_set_source_rgb (cr, palette->text, 0.3);
  cairo_fill (cr);
  for (int hour = 0; self->from_us + hour * HOUR_US <= self->to_us; hour += step) {
    g_autoptr (GDateTime) at = g_date_time_new_from_unix_local ((self->from_us + hour * HOUR_US) / DRAY_US_PER_S);
    g_autofree char *words = g_date_time_format (at, "%H:%M");
    int text_width, text_height;

    pango_layout_set_text (self->text, words, -1);
    pango_layout_get_pixel_size (self->text, &text_width, &text_height);
    cairo_move_to (cr, CLAMP (dray_time_slider_get_x (self, self->from_us + hour * HOUR_US) - text_width / 2.0, 0, width + 2 * MARGIN - text_width), base + 3);
    dray_set_source_rgb (cr, palette->text, 0.65);
    pango_cairo_show_layout (cr, self->text);
  }
}

/* An alarm is a triangle, as on the map. */
static void
draw_marks (DrayTimeSlider         *self,
            cairo_t                *cr,
            const DrayTruckPalette *palette)
{
  for (guint i = 0; i < self->marks->len; i++) {
    double x = dray_time_slider_get_x (self, g_array_index (self->marks, Mark, i).at_us);

    cairo_move_to (cr, x, 2);
    cairo_line_to (cr, x + MARK_PX / 2, 2 + MARK_PX);
    cairo_line_to (cr, x - MARK_PX / 2, 2 + MARK_PX);
    cairo_close_path (cr);
    dray_set_source_rgb (cr, palette->alarm, 1);
    cairo_fill (cr);
  }
}

static void
draw_thumb (DrayTimeSlider         *self,
            cairo_t                *cr,
            const DrayTruckPalette *palette,
            double                  base)
{
  double x = dray_time_slider_get_x (self, self->at_us);
  gboolean focused = gtk_widget_has_focus (GTK_WIDGET (self));

  cairo_rectangle (cr, floor (x) - 1, MARK_HEIGHT, 2, base - MARK_HEIGHT);
  dray_set_source_rgb (cr, palette->text, 0.9);
  cairo_fill (cr);
  cairo_arc (cr, x, base, focused ? THUMB_RADIUS + 2 : THUMB_RADIUS, 0, 2 * G_PI);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_fill_preserve (cr);
  dray_set_source_rgb (cr, palette->states[DRAY_TRUCK_DRIVING], 1);
  cairo_set_line_width (cr, 4);
  cairo_stroke (cr);
}

static void
make_text (DrayTimeSlider *self)
{
  g_autoptr (PangoFontDescription) font = NULL;

  if (self->text != NULL)
    return;
  self->text = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (self->text)));
  pango_font_description_set_absolute_size (font, 11 * PANGO_SCALE);
  pango_layout_set_font_description (self->text, font);
}

static void
dray_time_slider_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DrayTimeSlider *self = DRAY_TIME_SLIDER (widget);
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  double base = height - AXIS_HEIGHT;

  make_text (self);
  draw_bars (self, cr, palette, base);
  draw_axis (self, cr, palette, base);
  draw_marks (self, cr, palette);
  draw_thumb (self, cr, palette, base);
  cairo_destroy (cr);
}

/* Pointer and keys */

static void
seek (DrayTimeSlider *self,
      gint64          at_us)
{
  g_signal_emit (self, signals[SEEK], 0, at_us);
}

static void
on_drag_begin (DrayTimeSlider *self,
               double          x,
               double          y,
               GtkGesture     *drag)
{
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  seek (self, find_instant (self, x));
}

static void
on_drag_update (DrayTimeSlider *self,
                double          dx,
                double          dy,
                GtkGestureDrag *drag)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    seek (self, find_instant (self, x + dx));
}

static gboolean
on_key (DrayTimeSlider *self,
        guint           keyval,
        guint           keycode,
        GdkModifierType modifiers)
{
  gint64 by_us = modifiers & GDK_SHIFT_MASK ? 10 * MINUTE_US : MINUTE_US;

  switch (keyval) {
  case GDK_KEY_Left:
    seek (self, self->at_us - by_us);
    return TRUE;
  case GDK_KEY_Right:
    seek (self, self->at_us + by_us);
    return TRUE;
  case GDK_KEY_Home:
    seek (self, self->from_us);
    return TRUE;
  case GDK_KEY_End:
    seek (self, MIN (self->to_us - 1, self->now_us));
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
on_query_tooltip (DrayTimeSlider *self,
                  int             x,
                  int             y,
                  gboolean        keyboard,
                  GtkTooltip     *tooltip)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (find_instant (self, x) / DRAY_US_PER_S);
  g_autofree char *words = g_date_time_format (at, "%H:%M");

  for (guint i = 0; i < self->marks->len; i++) {
    const Mark *mark = &g_array_index (self->marks, Mark, i);

    if (fabs (dray_time_slider_get_x (self, mark->at_us) - x) > MARK_PX)
      continue;
    gtk_tooltip_set_text (tooltip, mark->words);
    return TRUE;
  }
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

/* Widget */

static void
dray_time_slider_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 200;
}

static void
dray_time_slider_dispose (GObject *object)
{
  g_clear_object (&DRAY_TIME_SLIDER (object)->text);

  G_OBJECT_CLASS (dray_time_slider_parent_class)->dispose (object);
}

static void
dray_time_slider_finalize (GObject *object)
{
  DrayTimeSlider *self = DRAY_TIME_SLIDER (object);

  g_array_unref (self->marks);
  g_clear_pointer (&self->slots, g_array_unref);

  G_OBJECT_CLASS (dray_time_slider_parent_class)->finalize (object);
}

static void
dray_time_slider_class_init (DrayTimeSliderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_time_slider_dispose;
  G_OBJECT_CLASS (klass)->finalize = dray_time_slider_finalize;
  widget_class->measure = dray_time_slider_measure;
  widget_class->snapshot = dray_time_slider_snapshot;
  gtk_widget_class_set_css_name (widget_class, "timeslider");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[SEEK] = g_signal_new ("seek", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
dray_time_slider_init (DrayTimeSlider *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->now_us = G_MAXINT64;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Time of the replay"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  dray_look_watch (self, G_CALLBACK (gtk_widget_queue_draw));
}

void
dray_time_slider_set_day (DrayTimeSlider *self,
                          gint64          from_us,
                          gint64          to_us)
{
  g_return_if_fail (DRAY_IS_TIME_SLIDER (self) && from_us < to_us);

  self->from_us = from_us;
  self->to_us = to_us;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_time_slider_set_at_us (DrayTimeSlider *self,
                            gint64          at_us)
{
  g_return_if_fail (DRAY_IS_TIME_SLIDER (self));

  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);
  g_autofree char *words = g_date_time_format (at, "%H:%M:%S");

  self->at_us = at_us;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Nobody goes further than the present. */
void
dray_time_slider_set_now_us (DrayTimeSlider *self,
                             gint64          now_us)
{
  g_return_if_fail (DRAY_IS_TIME_SLIDER (self));

  self->now_us = now_us;
}

/* @slots: (nullable) (element-type double): how much was driven in each part of the day, from its beginning to its end */
void
dray_time_slider_set_activity (DrayTimeSlider *self,
                               GArray         *slots)
{
  g_return_if_fail (DRAY_IS_TIME_SLIDER (self));

  g_clear_pointer (&self->slots, g_array_unref);
  self->slots = slots != NULL ? g_array_ref (slots) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_time_slider_add_mark (DrayTimeSlider *self,
                           gint64          at_us,
                           const char     *words)
{
  g_return_if_fail (DRAY_IS_TIME_SLIDER (self));

  Mark mark = { at_us, g_strdup (words) };

  g_array_append_val (self->marks, mark);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dray_time_slider_clear_marks (DrayTimeSlider *self)
{
  g_return_if_fail (DRAY_IS_TIME_SLIDER (self));

  g_array_set_size (self->marks, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
