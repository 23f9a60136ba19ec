/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-plot.h"

#include "dray-look.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 230
#define PICTURE_SCALE 2
#define ZOOM_STEP 1.25
#define PAN_SHARE 0.1
#define READ_OUT_PAD 6

struct _DrayChartPlot {
  GtkWidget        parent_instance;

  /* Owned */
  DrayChart       *chart;       /* NULL until there is one */
  DrayChartLayout *layout;      /* NULL until it is drawn again */
  GskRenderNode   *node;        /* likewise: the chart without what hovers */

  DrayChartHit     hit;
  gboolean         has_hit;
  gboolean         is_quiet;    /* a picture that answers nothing */
  int              height;
  guint32          hidden;
  double           x_low;       /* what is in view; all of it unless x_low < x_high */
  double           x_high;
  double           drag_low;    /* what was in view when the drag began */
  double           drag_high;
};

G_DEFINE_FINAL_TYPE (DrayChartPlot, dray_chart_plot, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static DrayChartTheme
get_theme (void)
{
  DrayLook look = dray_look_get ();

  return look == DRAY_LOOK_DARK || look == DRAY_LOOK_DARK_CONTRAST ? DRAY_CHART_DARK : DRAY_CHART_LIGHT;
}

static void
forget_layout (DrayChartPlot *self)
{
  g_clear_pointer (&self->layout, dray_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const DrayChartLayout *
ensure_layout (DrayChartPlot *self)
{
  if (self->layout == NULL && self->chart != NULL && gtk_widget_get_width (GTK_WIDGET (self)) > 0) {
    const DrayChartView view = {
      .width = gtk_widget_get_width (GTK_WIDGET (self)), .height = gtk_widget_get_height (GTK_WIDGET (self)), .theme = get_theme (),
      .flags = DRAY_CHART_VIEW_PLAIN, .hidden = self->hidden, .x_low = self->x_low, .x_high = self->x_high,
    };

    self->layout = dray_chart_layout_new (self->chart, &view);
  }
  return self->layout;
}

/* What is under the pointer */

static void
set_hit (DrayChartPlot      *self,
         const DrayChartHit *hit)
{
  gboolean is_same = hit != NULL ? self->has_hit && hit->series == self->hit.series && hit->index == self->hit.index : !self->has_hit;

  if (is_same)
    return;
  self->has_hit = hit != NULL;
  if (hit != NULL)
    self->hit = *hit;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
describe (DrayChartPlot *self)
{
  g_autofree char *words = self->has_hit ? dray_chart_dup_point (self->chart, self->hit.series, self->hit.index)
                                         : self->chart != NULL ? dray_chart_dup_description (self->chart) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
on_motion (DrayChartPlot *self,
           double         x,
           double         y)
{
  DrayChartHit hit;

  if (self->is_quiet || ensure_layout (self) == NULL)
    return;
  set_hit (self, dray_chart_layout_pick (self->layout, x, y, &hit) ? &hit : NULL);
}

static void
on_leave (DrayChartPlot *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    set_hit (self, NULL);
}

static void
on_released (DrayChartPlot   *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  DrayChartHit hit;

  if (self->is_quiet || ensure_layout (self) == NULL || !dray_chart_layout_pick (self->layout, x, y, &hit))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  set_hit (self, &hit);
  g_signal_emit (self, signals[ACTIVATED], 0, hit.series, (guint) hit.index);
}

/* Enlarging and moving */

static gboolean
can_zoom (DrayChartPlot *self)
{
  return !self->is_quiet && self->chart != NULL && ensure_layout (self) != NULL && dray_chart_get_axis (self->chart, DRAY_CHART_X)->scale != DRAY_CHART_CATEGORY;
}

/* All there is, whatever is in view. */
static void
get_whole (DrayChartPlot *self,
           double        *low,
           double        *high)
{
  const DrayChartView view = { .width = 100, .height = 100 };
  g_autoptr (DrayChartLayout) whole = dray_chart_layout_new (self->chart, &view);

  dray_chart_layout_get_range (whole, low, high);
}

static void
show_range (DrayChartPlot *self,
            double         low,
            double         high)
{
  double first, last;

  get_whole (self, &first, &last);
  if (high - low >= last - first) {
    self->x_low = self->x_high = 0;
  } else {
    double back = low < first ? first - low : high > last ? last - high : 0;

    self->x_low = low + back;
    self->x_high = high + back;
  }
  set_hit (self, NULL);
  forget_layout (self);
}

/* Enlarges @factor times about a pixel, which keeps its value. */
static void
zoom_at (DrayChartPlot *self,
         double         x,
         double         factor)
{
  double low, high, at, first, last;

  if (!can_zoom (self))
    return;
  dray_chart_layout_get_range (self->layout, &low, &high);
  get_whole (self, &first, &last);
  at = CLAMP (dray_chart_layout_get_value (self->layout, x), low, high);
  if (factor > 1 && (high - low) / factor < (last - first) * 1e-4)
    return;
  show_range (self, at - (at - low) / factor, at + (high - at) / factor);
}

static void
pan (DrayChartPlot *self,
     double         share)
{
  double low, high;

  if (!can_zoom (self) || !(self->x_low < self->x_high))
    return;
  dray_chart_layout_get_range (self->layout, &low, &high);
  show_range (self, low + share * (high - low), high + share * (high - low));
}

static gboolean
on_scroll (DrayChartPlot            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  /* Without Ctrl the wheel scrolls the page that the chart stands on. */
  if ((state & GDK_CONTROL_MASK) == 0 || !can_zoom (self))
    return GDK_EVENT_PROPAGATE;
  zoom_at (self, self->has_hit ? self->hit.x : gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (DrayChartPlot *self)
{
  self->drag_low = self->x_low;
  self->drag_high = self->x_high;
}

static void
on_drag_update (DrayChartPlot *self,
                double         dx,
                double         dy)
{
  cairo_rectangle_t plot;
  double move;

  if (!can_zoom (self) || !(self->drag_low < self->drag_high))
    return;
  dray_chart_layout_get_plot (self->layout, &plot);
  move = -dx / plot.width * (self->drag_high - self->drag_low);
  show_range (self, self->drag_low + move, self->drag_high + move);
}

/* Keys */

static gboolean
step_to (DrayChartPlot *self,
         int            series,
         int            step)
{
  gint64 n = (gint64) dray_chart_get_series (self->chart, series)->n;
  gint64 index = self->has_hit ? (gint64) self->hit.index + step : step >= 0 ? 0 : n - 1;
  DrayChartHit hit;

  for (; index >= 0 && index < n; index += step != 0 ? step : n) {
    if (dray_chart_layout_locate (self->layout, series, (gsize) index, &hit)) {
      set_hit (self, &hit);
      describe (self);
      return TRUE;
    }
  }
  return FALSE;
}

static void
step_series (DrayChartPlot *self,
             int            step)
{
  int n = dray_chart_get_n_series (self->chart);

  for (int series = (self->has_hit ? self->hit.series : 0) + step; series >= 0 && series < n; series += step) {
    if (step_to (self, series, 0))
      return;
  }
}

static gboolean
on_key (DrayChartPlot   *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  double middle = self->has_hit ? self->hit.x : gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  if (self->is_quiet || ensure_layout (self) == NULL || dray_chart_get_n_series (self->chart) == 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right) {
    int step = keyval == GDK_KEY_Left ? -1 : 1;

    if (control)
      pan (self, step * PAN_SHARE);
    else
      step_to (self, self->has_hit ? self->hit.series : 0, step);
  } else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down) {
    step_series (self, keyval == GDK_KEY_Up ? -1 : 1);
  } else if (keyval == GDK_KEY_plus || keyval == GDK_KEY_KP_Add || keyval == GDK_KEY_equal) {
    zoom_at (self, middle, ZOOM_STEP);
  } else if (keyval == GDK_KEY_minus || keyval == GDK_KEY_KP_Subtract) {
    zoom_at (self, middle, 1 / ZOOM_STEP);
  } else if (keyval == GDK_KEY_0 || keyval == GDK_KEY_Escape) {
    self->x_low = self->x_high = 0;
    set_hit (self, NULL);
    forget_layout (self);
  } else if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_space) && self->has_hit) {
    g_signal_emit (self, signals[ACTIVATED], 0, self->hit.series, (guint) self->hit.index);
  } else {
    return GDK_EVENT_PROPAGATE;
  }
  return GDK_EVENT_STOP;
}

/* Drawing */

static void
snapshot_words (DrayChartPlot *self,
                GtkSnapshot   *snapshot)
{
  g_autofree char *words = dray_chart_dup_point (self->chart, self->hit.series, self->hit.index);
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  int width, height, room = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean is_dark = get_theme () == DRAY_CHART_DARK;
  const GdkRGBA back = is_dark ? (GdkRGBA) { 0.95f, 0.95f, 0.95f, 0.96f } : (GdkRGBA) { 0.12f, 0.12f, 0.12f, 0.92f };
  const GdkRGBA ink = is_dark ? (GdkRGBA) { 0.1f, 0.1f, 0.1f, 1 } : (GdkRGBA) { 1, 1, 1, 1 };
  GskRoundedRect frame;

  pango_layout_get_pixel_size (text, &width, &height);
  width += 2 * READ_OUT_PAD;
  height += READ_OUT_PAD;
  float x = (float) CLAMP (self->hit.x - width / 2.0, 2, MAX (room - width - 2, 2));
  float y = (float) (self->hit.y - height - 10 >= 0 ? self->hit.y - height - 10 : self->hit.y + 12);

  gsk_rounded_rect_init_from_rect (&frame, &GRAPHENE_RECT_INIT (x, y, (float) width, (float) height), 6);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &back, &frame.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + READ_OUT_PAD, y + READ_OUT_PAD / 2.0f));
  gtk_snapshot_append_layout (snapshot, text, &ink);
  gtk_snapshot_restore (snapshot);
}

static void
dray_chart_plot_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  DrayChartPlot *self = DRAY_CHART_PLOT (widget);
  const graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));

  if (ensure_layout (self) == NULL)
    return;
  if (self->node == NULL) {
    self->node = gsk_cairo_node_new (&all);
    cairo_t *cairo = gsk_cairo_node_get_draw_context (self->node);

    dray_chart_layout_paint (self->layout, cairo);
    cairo_destroy (cairo);
  }
  gtk_snapshot_append_node (snapshot, self->node);
  if (!self->has_hit)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &all);

  dray_chart_layout_paint_hit (self->layout, &self->hit, cairo);
  cairo_destroy (cairo);
  snapshot_words (self, snapshot);
}

static void
dray_chart_plot_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? DRAY_CHART_PLOT (widget)->height : 100;
}

static void
dray_chart_plot_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  set_hit (DRAY_CHART_PLOT (widget), NULL);
  forget_layout (DRAY_CHART_PLOT (widget));
}

static void
dray_chart_plot_dispose (GObject *object)
{
  DrayChartPlot *self = DRAY_CHART_PLOT (object);

  g_clear_pointer (&self->layout, dray_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->chart, dray_chart_unref);

  G_OBJECT_CLASS (dray_chart_plot_parent_class)->dispose (object);
}

static void
dray_chart_plot_class_init (DrayChartPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_chart_plot_dispose;
  widget_class->snapshot = dray_chart_plot_snapshot;
  widget_class->measure = dray_chart_plot_measure;
  widget_class->size_allocate = dray_chart_plot_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "chartplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_UINT);
}

static void
add_controllers (DrayChartPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *key = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
dray_chart_plot_init (DrayChartPlot *self)
{
  self->height = HEIGHT;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  dray_look_watch (self, G_CALLBACK (forget_layout));
  add_controllers (self);
}

/* @chart: (nullable): kept; it may not change any more */
void
dray_chart_plot_set_chart (DrayChartPlot *self,
                           DrayChart     *chart)
{
  g_return_if_fail (DRAY_IS_CHART_PLOT (self));

  if (chart != NULL)
    dray_chart_ref (chart);
  g_clear_pointer (&self->chart, dray_chart_unref);
  self->chart = chart;
  self->x_low = self->x_high = 0;
  self->hidden = 0;
  set_hit (self, NULL);
  forget_layout (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, chart != NULL ? dray_chart_get_title (chart) : "", -1);
  describe (self);
}

/* Returns: (transfer none) (nullable) */
DrayChart *
dray_chart_plot_get_chart (DrayChartPlot *self)
{
  g_return_val_if_fail (DRAY_IS_CHART_PLOT (self), NULL);

  return self->chart;
}

/* @hidden: bit s hides series s */
void
dray_chart_plot_set_hidden (DrayChartPlot *self,
                            guint32        hidden)
{
  g_return_if_fail (DRAY_IS_CHART_PLOT (self));

  self->hidden = hidden;
  set_hit (self, NULL);
  forget_layout (self);
}

/* Makes it a picture of that height which answers nothing and takes no focus. */
void
dray_chart_plot_set_quiet (DrayChartPlot *self,
                           int            height)
{
  g_return_if_fail (DRAY_IS_CHART_PLOT (self));

  self->is_quiet = TRUE;
  self->height = height;
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Returns: whether a point is under the pointer or the keys */
gboolean
dray_chart_plot_get_hit (DrayChartPlot *self,
                         DrayChartHit  *hit)
{
  g_return_val_if_fail (DRAY_IS_CHART_PLOT (self), FALSE);

  if (self->has_hit)
    *hit = self->hit;
  return self->has_hit;
}

/* What of the x axis is in view; 0 and 0 where there is no chart. */
void
dray_chart_plot_get_range (DrayChartPlot *self,
                           double        *low,
                           double        *high)
{
  g_return_if_fail (DRAY_IS_CHART_PLOT (self));

  *low = *high = 0;
  if (ensure_layout (self) != NULL)
    dray_chart_layout_get_range (self->layout, low, high);
}

/* Returns: (transfer full) (nullable): the chart as it is shown, on paper, with its title and legend, twice as fine as the screen */
GdkTexture *
dray_chart_plot_dup_picture (DrayChartPlot *self)
{
  g_return_val_if_fail (DRAY_IS_CHART_PLOT (self), NULL);

  if (self->chart == NULL)
    return NULL;
  const DrayChartView view = {
    .width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 300), .height = MAX (gtk_widget_get_height (GTK_WIDGET (self)), 150) + 44, .theme = DRAY_CHART_LIGHT,
    .flags = DRAY_CHART_VIEW_TITLE | DRAY_CHART_VIEW_LEGEND | DRAY_CHART_VIEW_PAPER, .hidden = self->hidden, .x_low = self->x_low, .x_high = self->x_high,
  };
  g_autoptr (DrayChartLayout) layout = dray_chart_layout_new (self->chart, &view);
  int width = (int) view.width * PICTURE_SCALE, height = (int) view.height * PICTURE_SCALE;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);

  cairo_scale (cairo, PICTURE_SCALE, PICTURE_SCALE);
  dray_chart_layout_paint (layout, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new (cairo_image_surface_get_data (surface), stride * (gsize) height);

  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}
