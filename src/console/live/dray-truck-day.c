/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-day.h"

#include "dray-look.h"
#include "dray-truck-icons.h"
#include "dray-units.h"

#define HEIGHT_PX 48
#define LANE_PX 10
#define PLAN_TOP 2
#define DONE_TOP 16
#define AXIS_TOP 29
#define MAX_HOURS 48

struct _DrayTruckDay {
  GtkWidget      parent_instance;

  /* Owned */
  DrayTrack     *track;       /* (nullable) */
  DrayLiveRoute *route;       /* (nullable) */

  gint64         now_us;
  gint64         from_us, to_us;    /* whole hours; what is shown */
};

G_DEFINE_FINAL_TYPE (DrayTruckDay, dray_truck_day, GTK_TYPE_WIDGET)

/* When the plan says that the truck is home again. */
static gint64
find_end (const DrayLiveRoute *route)
{
  gint64 end_us = route->start_us;
  double along_m = 0;

  for (guint i = 0; i < route->n_stops; i++) {
    const DrayLiveStop *stop = &route->stops[i];

    if (stop->planned_us == DRAY_NEVER)
      continue;
    end_us = MAX (stop->planned_us, stop->open_us) + stop->service_s * DRAY_US_PER_S;
    along_m = stop->along_m;
  }
  double left_s = dray_live_route_get_driving_s (route, dray_live_route_get_length_m (route)) - dray_live_route_get_driving_s (route, along_m);

  return end_us + (gint64) (left_s * DRAY_US_PER_S);
}

static gint64
find_first_move (const DrayTrack *track)
{
  const DrayDetectedStop *first = track->stops->len > 0 ? &g_array_index (track->stops, DrayDetectedStop, 0) : NULL;
  gint64 first_fix_us = g_array_index (track->fixes, DrayFix, 0).at_us;

  return first != NULL && first->from_us <= first_fix_us ? first->to_us : first_fix_us;
}

/* The hours that hold the plan, what was driven, and now. */
static void
find_span (DrayTruckDay *self)
{
  gint64 hour_us = 3600 * DRAY_US_PER_S, from_us = self->now_us, to_us = self->now_us;

  if (self->route != NULL) {
    from_us = MIN (from_us, self->route->start_us);
    to_us = MAX (to_us, find_end (self->route));
  }
  if (self->track != NULL && self->track->fixes->len > 0)
    from_us = MIN (from_us, find_first_move (self->track));
  self->from_us = from_us - from_us % hour_us;
  self->to_us = MIN (to_us + hour_us - to_us % hour_us, self->from_us + MAX_HOURS * hour_us);
}

static float
place (DrayTruckDay *self,
       gint64        at_us)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));

  return width * (float) (CLAMP (at_us, self->from_us, self->to_us) - self->from_us) / (float) (self->to_us - self->from_us);
}

static void
fill (DrayTruckDay *self,
      GtkSnapshot  *snapshot,
      gint64        from_us,
      gint64        to_us,
      float         top,
      guint32       rgb,
      float         alpha)
{
  GdkRGBA colour = { (float) (rgb >> 16 & 0xff) / 255, (float) (rgb >> 8 & 0xff) / 255, (float) (rgb & 0xff) / 255, alpha };
  float left = place (self, from_us), right = place (self, to_us);

  if (to_us > from_us)
    gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (left, top, MAX (right - left, 1), LANE_PX));
}

static void
draw_plan (DrayTruckDay           *self,
           GtkSnapshot            *snapshot,
           const DrayTruckPalette *palette)
{
  gint64 left_us = self->route->start_us;

  for (guint i = 0; i < self->route->n_stops; i++) {
    const DrayLiveStop *stop = &self->route->stops[i];
    gint64 begins_us = MAX (stop->planned_us, stop->open_us);

    if (stop->planned_us == DRAY_NEVER)
      continue;
    fill (self, snapshot, left_us, stop->planned_us, PLAN_TOP, palette->states[DRAY_TRUCK_DRIVING], 0.4f);
    fill (self, snapshot, stop->planned_us, begins_us, PLAN_TOP, palette->states[DRAY_TRUCK_WAITING], 0.4f);
    left_us = begins_us + stop->service_s * DRAY_US_PER_S;
    fill (self, snapshot, begins_us, left_us, PLAN_TOP, palette->states[DRAY_TRUCK_WORKING], 0.4f);
  }
  fill (self, snapshot, left_us, find_end (self->route), PLAN_TOP, palette->states[DRAY_TRUCK_DRIVING], 0.4f);
}

/* Before the first departure nothing is drawn: the truck was in the yard. */
static void
draw_done (DrayTruckDay           *self,
           GtkSnapshot            *snapshot,
           const DrayTruckPalette *palette)
{
  gint64 at_us = find_first_move (self->track);

  for (guint i = 0; i < self->track->stops->len; i++) {
    const DrayDetectedStop *stop = &g_array_index (self->track->stops, DrayDetectedStop, i);

    if (stop->to_us <= at_us)
      continue;
    fill (self, snapshot, at_us, stop->from_us, DONE_TOP, palette->states[DRAY_TRUCK_DRIVING], 1);
    fill (self, snapshot, MAX (stop->from_us, at_us), stop->to_us, DONE_TOP, palette->states[DRAY_TRUCK_WORKING], 1);
    at_us = stop->to_us;
  }
  fill (self, snapshot, at_us, g_array_index (self->track->fixes, DrayFix, self->track->fixes->len - 1).at_us, DONE_TOP,
        palette->states[DRAY_TRUCK_DRIVING], 1);
}

static void
draw_hour (DrayTruckDay *self,
           GtkSnapshot  *snapshot,
           PangoLayout  *layout,
           gint64        at_us,
           float        *free_from)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);
  g_autofree char *words = g_date_time_format (at, "%H");
  float x = place (self, at_us), width;
  int text_width;

  pango_layout_set_text (layout, words, -1);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  width = (float) text_width;
  x = CLAMP (x - width / 2, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)) - width);
  if (x < *free_from)
    return;
  gtk_snapshot_render_layout (snapshot, style, (double) x, AXIS_TOP, layout);
  *free_from = x + width + 8;
}

static void
draw_axis (DrayTruckDay *self,
           GtkSnapshot  *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (layout)));
  float free_from = 0;

  pango_font_description_set_absolute_size (font, 11 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  for (gint64 at_us = self->from_us; at_us <= self->to_us; at_us += 3600 * DRAY_US_PER_S)
    draw_hour (self, snapshot, layout, at_us, &free_from);
}

static void
draw_now (DrayTruckDay           *self,
          GtkSnapshot            *snapshot,
          const DrayTruckPalette *palette)
{
  GdkRGBA colour = { (float) (palette->text >> 16 & 0xff) / 255, (float) (palette->text >> 8 & 0xff) / 255, (float) (palette->text & 0xff) / 255, 1 };

  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (place (self, self->now_us) - 0.75f, 0, 1.5f, AXIS_TOP - 1));
}

static void
dray_truck_day_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  DrayTruckDay *self = DRAY_TRUCK_DAY (widget);
  const DrayTruckPalette *palette = dray_truck_palette_get (dray_look_get ());

  if (self->to_us <= self->from_us)
    return;
  if (self->route != NULL)
    draw_plan (self, snapshot, palette);
  if (self->track != NULL && self->track->fixes->len > 0)
    draw_done (self, snapshot, palette);
  draw_axis (self, snapshot);
  draw_now (self, snapshot, palette);
}

static void
dray_truck_day_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 100;
  *minimum_baseline = *natural_baseline = -1;
}

static void
dray_truck_day_dispose (GObject *object)
{
  DrayTruckDay *self = DRAY_TRUCK_DAY (object);

  g_clear_pointer (&self->track, dray_track_unref);
  g_clear_pointer (&self->route, dray_live_route_unref);

  G_OBJECT_CLASS (dray_truck_day_parent_class)->dispose (object);
}

static void
dray_truck_day_class_init (DrayTruckDayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_truck_day_dispose;
  widget_class->snapshot = dray_truck_day_snapshot;
  widget_class->measure = dray_truck_day_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dray_truck_day_init (DrayTruckDay *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  dray_look_watch (self, G_CALLBACK (gtk_widget_queue_draw));
}

/* @track: (nullable): of the day so far; @route: (nullable): as it was released */
void
dray_truck_day_set (DrayTruckDay  *self,
                    DrayTrack     *track,
                    DrayLiveRoute *route,
                    gint64         now_us)
{
  g_return_if_fail (DRAY_IS_TRUCK_DAY (self));

  g_autoptr (DrayTrack) old_track = g_steal_pointer (&self->track);
  g_autoptr (DrayLiveRoute) old_route = g_steal_pointer (&self->route);

  self->track = track != NULL ? dray_track_ref (track) : NULL;
  self->route = route != NULL ? dray_live_route_ref (route) : NULL;
  self->now_us = now_us;
  find_span (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
