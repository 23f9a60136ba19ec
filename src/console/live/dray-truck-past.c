/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-past.h"

#include "dray-chart-plot.h"
#include "dray-driver-clocks.h"
#include "dray-live-words.h"
#include "dray-truck-day.h"
#include "dray-units.h"

#include <glib/gi18n.h>

#define READ_EVERY_US (10 * DRAY_US_PER_S)
#define HOUR_US (3600 * DRAY_US_PER_S)
#define CHART_PX 110
#define N_FIXES 6
#define KMH_A_CMS 0.036
#define MPH_A_CMS 0.0223694

struct _DrayTruckPast {
  AdwBin         parent_instance;

  /* Template */
  DrayTruckDay  *day;
  GtkLabel      *driving;
  GtkLabel      *duty;
  GtkLabel      *break_due;
  GtkLabel      *law;
  DrayChartPlot *plot;
  GtkLabel      *last_fix;
  GtkGrid       *fixes;

  /* Owned */
  DrayHistory   *history;     /* NULL where none is kept: nothing is shown */
  GSettings     *settings;
  DrayLiveTruck *truck;
  DrayClock     *clock;
  DrayTrack     *track;       /* of the day so far; NULL until it is read */
  GCancellable  *reading;     /* NULL while nothing is asked */

  gint64         read_us;     /* monotonic: when it was asked last */
  gboolean       imperial;
};

G_DEFINE_FINAL_TYPE (DrayTruckPast, dray_truck_past, ADW_TYPE_BIN)

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (!g_str_equal (words, gtk_label_get_text (label)))
    gtk_label_set_text (label, words);
}

/* The driver's clocks */

/* "1 h 12, 7 h 48 left", or how far it is past the limit. */
static void
show_clock (GtkLabel *label,
            gint64    used_us,
            gint64    left_us)
{
  char used[DRAY_WORDS_SIZE], left[DRAY_WORDS_SIZE];
  g_autofree char *words = NULL;

  dray_words_duration (used_us, used);
  dray_words_duration (ABS (left_us), left);
  if (left_us == DRAY_NEVER)
    words = g_strdup (used);
  else if (left_us < 0)
    words = g_strdup_printf (_("%s, %s over"), used, left);
  else
    words = g_strdup_printf (_("%s, %s left"), used, left);
  set_words (label, words);
  if (left_us != DRAY_NEVER && left_us < 0)
    gtk_widget_add_css_class (GTK_WIDGET (label), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "late");
}

static void
show_break (DrayTruckPast          *self,
            const DrayDriverClocks *clocks)
{
  char left[DRAY_WORDS_SIZE];
  g_autofree char *words = NULL;

  dray_words_duration (ABS (clocks->break_due_us), left);
  if (clocks->break_due_us == DRAY_NEVER)
    words = g_strdup ("–");
  else if (clocks->break_due_us < 0)
    words = g_strdup_printf (_("overdue by %s of driving"), left);
  else
    words = g_strdup_printf (_("after %s more driving"), left);
  set_words (self->break_due, words);
}

static void
show_clocks (DrayTruckPast *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "hours");
  g_autoptr (GError) error = NULL;
  DrayHoursRules rules = { 0 };
  DrayDriverClocks clocks;

  if (!dray_driver_clocks_load (name, &rules, &error))
    g_warning ("Hours of service: %s", error->message);
  dray_driver_clocks_count (&clocks, self->track, dray_live_truck_get_route (self->truck), &rules, dray_clock_now_us (self->clock));
  show_clock (self->driving, clocks.driving_us, clocks.driving_left_us);
  show_clock (self->duty, clocks.duty_us, clocks.duty_left_us);
  show_break (self, &clocks);
  set_words (self->law, g_str_equal (name, "eu-561") ? _("EU 561/2006, by today’s positions")
                                                     : _("US property, by today’s positions"));
}

/* Speed and positions */

static double
get_speed (DrayTruckPast *self,
           const DrayFix *fix)
{
  return fix->speed_cms * (self->imperial ? MPH_A_CMS : KMH_A_CMS);
}

static void
show_speed (DrayTruckPast *self)
{
  gint64 now_us = dray_clock_now_us (self->clock);
  guint first = dray_track_find (self->track, now_us - HOUR_US), n = self->track->fixes->len - first;
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);
  g_autoptr (DrayChart) chart = dray_chart_new (DRAY_CHART_AREA, _("Speed in the last hour"));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  for (guint i = 0; i < n; i++) {
    const DrayFix *fix = &g_array_index (self->track->fixes, DrayFix, first + i);

    x[i] = (double) fix->at_us;
    y[i] = get_speed (self, fix);
  }
  dray_chart_set_zone (chart, zone);
  dray_chart_set_axis (chart, DRAY_CHART_X, DRAY_CHART_TIME, NULL, NULL);
  dray_chart_set_axis (chart, DRAY_CHART_Y, DRAY_CHART_NUMBER, NULL, self->imperial ? _("mph") : _("km/h"));
  dray_chart_set_range (chart, DRAY_CHART_X, (double) (now_us - HOUR_US), (double) now_us);
  dray_chart_add_series (chart, _("Speed"), DRAY_CHART_DATA, x, y, n);
  dray_chart_plot_set_chart (self->plot, chart);
  gtk_widget_set_visible (GTK_WIDGET (self->plot), n > 1);
}

static void
add_cell (DrayTruckPast *self,
          const char    *words,
          int            column,
          int            row)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_hexpand (label, column == 2);
  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_label_set_selectable (GTK_LABEL (label), column == 2);
  gtk_grid_attach (self->fixes, label, column, row, 1, 1);
}

static void
add_fix (DrayTruckPast *self,
         const DrayFix *fix,
         int            row)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (fix->at_us / DRAY_US_PER_S);
  g_autofree char *time = g_date_time_format (at, "%H:%M:%S");
  g_autofree char *place = g_strdup_printf ("%.5f, %.5f", dray_e7_to_degrees (fix->lat_e7), dray_e7_to_degrees (fix->lon_e7));
  char speed[DRAY_WORDS_SIZE];

  dray_words_speed (fix->speed_cms / 100.0, self->imperial, speed);
  add_cell (self, time, 0, row);
  add_cell (self, speed, 1, row);
  add_cell (self, place, 2, row);
}

static void
clear_fixes (DrayTruckPast *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fixes))) != NULL)
    gtk_grid_remove (self->fixes, child);
  set_words (self->last_fix, "");
}

static void
show_fixes (DrayTruckPast *self)
{
  guint n = self->track->fixes->len;
  g_autofree char *words = NULL;

  clear_fixes (self);
  if (n == 0) {
    set_words (self->last_fix, _("no position today"));
    return;
  }
  for (guint i = 0; i < MIN (n, N_FIXES); i++)
    add_fix (self, &g_array_index (self->track->fixes, DrayFix, n - 1 - i), (int) i);
  /* Translators: positions that came in today. */
  words = g_strdup_printf (ngettext ("%u today", "%u today", n), n);
  set_words (self->last_fix, words);
}

/* Reading */

static void
show_track (DrayTruckPast *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->track != NULL);
  if (self->track == NULL)
    return;
  dray_truck_day_set (self->day, self->track, dray_live_truck_get_route (self->truck), dray_clock_now_us (self->clock));
  show_clocks (self);
  show_speed (self);
  show_fixes (self);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DrayTruckPast) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayTrack) track = dray_track_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (track == NULL) {
    g_warning ("Positions of today: %s", error->message);
    return;
  }
  g_clear_pointer (&self->track, dray_track_unref);
  self->track = g_steal_pointer (&track);
  if (self->truck != NULL)
    show_track (self);
}

static gint64
find_midnight (gint64 now_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_us / DRAY_US_PER_S);
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now), g_date_time_get_day_of_month (now), 0, 0, 0);

  return g_date_time_to_unix (midnight) * DRAY_US_PER_S;
}

static void
stop_reading (DrayTruckPast *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
dray_truck_past_dispose (GObject *object)
{
  DrayTruckPast *self = DRAY_TRUCK_PAST (object);

  stop_reading (self);
  g_clear_pointer (&self->track, dray_track_unref);
  g_clear_object (&self->history);
  g_clear_object (&self->settings);
  g_clear_object (&self->truck);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (dray_truck_past_parent_class)->dispose (object);
}

static void
dray_truck_past_class_init (DrayTruckPastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_truck_past_dispose;
  g_type_ensure (DRAY_TYPE_TRUCK_DAY);
  g_type_ensure (DRAY_TYPE_CHART_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/truck-past.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, day);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, driving);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, duty);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, break_due);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, law);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, plot);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, last_fix);
  gtk_widget_class_bind_template_child (widget_class, DrayTruckPast, fixes);
}

static void
dray_truck_past_init (DrayTruckPast *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dray_chart_plot_set_quiet (self->plot, CHART_PX);
}

/* Once. @settings: of the program */
void
dray_truck_past_set_history (DrayTruckPast *self,
                             DrayHistory   *history,
                             GSettings     *settings)
{
  g_return_if_fail (DRAY_IS_TRUCK_PAST (self));

  g_set_object (&self->history, history);
  g_set_object (&self->settings, settings);
}

/* @truck: (nullable) */
void
dray_truck_past_set_truck (DrayTruckPast *self,
                           DrayLiveTruck *truck,
                           DrayClock     *clock)
{
  g_return_if_fail (DRAY_IS_TRUCK_PAST (self));

  stop_reading (self);
  g_clear_pointer (&self->track, dray_track_unref);
  g_set_object (&self->truck, truck);
  g_set_object (&self->clock, clock);
  self->read_us = 0;
  show_track (self);
  dray_truck_past_update (self);
}

/* Call it every second while the pane is seen; it reads again when that is due. */
void
dray_truck_past_update (DrayTruckPast *self)
{
  g_return_if_fail (DRAY_IS_TRUCK_PAST (self));

  gint64 real_us = g_get_monotonic_time ();

  if (self->history == NULL || self->truck == NULL || self->reading != NULL || (self->read_us != 0 && real_us - self->read_us < READ_EVERY_US))
    return;

  gint64 now_us = dray_clock_now_us (self->clock);

  self->read_us = real_us;
  self->reading = g_cancellable_new ();
  dray_track_load_async (self->history, dray_live_truck_get_index (self->truck), find_midnight (now_us), now_us + 1, self->reading,
                         on_read, g_object_ref (self));
}

/* Miles instead of kilometres. */
void
dray_truck_past_set_imperial (DrayTruckPast *self,
                              gboolean       imperial)
{
  g_return_if_fail (DRAY_IS_TRUCK_PAST (self));

  self->imperial = imperial;
  if (self->truck != NULL)
    show_track (self);
}
