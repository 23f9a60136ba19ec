/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-strip.h"

#include "dray-truck-marks.h"

#include <glib/gi18n.h>

/* Trucks that are named in a group; the rest is counted. */
#define MAX_NAMED 3

struct _DrayAlarmStrip {
  AdwBin         parent_instance;

  /* Template */
  GtkWidget     *alarm_box;
  GtkLabel      *alarm_title;
  GtkLabel      *alarm_words;
  GtkWidget     *late_box;
  GtkLabel      *late_title;
  GtkLabel      *late_words;
  GtkLabel      *calm;
  GtkLabel      *stale;

  /* Owned */
  DrayLiveFleet *fleet;

  guint32        last_alarm;
  guint32        last_late;
};

enum { SHOW_TRUCK, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DrayAlarmStrip, dray_alarm_strip, ADW_TYPE_BIN)

/* An alarm stands above being late: a truck is in one group. */
static gboolean
is_in_group (guint8 flags,
             guint  flag)
{
  if (flag == DRAY_TRUCK_LATE && (flags & DRAY_TRUCK_ALARM))
    return FALSE;
  return (flags & flag) != 0;
}

/* Returns: (transfer full): "Trucks 31, 44 and 7", or "Trucks 31, 44, 7 and 12 more" */
static char *
name_trucks (DrayAlarmStrip *self,
             guint           flag,
             guint          *n_trucks,
             int            *worst_s)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  const char *named[MAX_NAMED] = { NULL };
  guint n = 0;

  *worst_s = G_MAXINT;
  for (guint32 i = 0; i < columns->n; i++) {
    if (!is_in_group (columns->flags[i], flag))
      continue;
    if (n < MAX_NAMED)
      named[n] = dray_live_truck_get_number (dray_live_fleet_get_truck (self->fleet, i));
    *worst_s = MIN (*worst_s, columns->slack_s[i]);
    n++;
  }
  *n_trucks = n;
  switch (n) {
  case 0:
    return g_strdup ("");
  case 1:
    return g_strdup_printf (_("Truck %s"), named[0]);
  case 2:
    return g_strdup_printf (_("Trucks %s and %s"), named[0], named[1]);
  case 3:
    return g_strdup_printf (_("Trucks %s, %s and %s"), named[0], named[1], named[2]);
  default:
    return g_strdup_printf (_("Trucks %s, %s, %s and %u more"), named[0], named[1], named[2], n - MAX_NAMED);
  }
}

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (!g_str_equal (words, gtk_label_get_text (label)))
    gtk_label_set_text (label, words);
}

static guint
show_alarms (DrayAlarmStrip *self)
{
  guint n;
  int worst_s;
  g_autofree char *trucks = name_trucks (self, DRAY_TRUCK_ALARM, &n, &worst_s);
  g_autofree char *title = n > 1 ? g_strdup_printf (_("Act now, %u"), n) : g_strdup (_("Act now"));

  gtk_widget_set_visible (self->alarm_box, n > 0);
  set_words (self->alarm_title, title);
  set_words (self->alarm_words, trucks);
  return n;
}

static guint
show_late (DrayAlarmStrip *self)
{
  guint n;
  int worst_s;
  g_autofree char *trucks = name_trucks (self, DRAY_TRUCK_LATE, &n, &worst_s);
  g_autofree char *title = g_strdup_printf (_("At risk, %u"), n);
  g_autofree char *words = NULL;

  if (worst_s < 0)
    words = g_strdup_printf (ngettext ("%s misses a window by up to %d min", "%s miss a window by up to %d min", n), trucks, (59 - worst_s) / 60);
  else
    words = g_strdup (trucks);
  gtk_widget_set_visible (self->late_box, n > 0);
  set_words (self->late_title, title);
  set_words (self->late_words, words);
  return n;
}

static void
show_stale (DrayAlarmStrip *self)
{
  const DrayLiveColumns *columns = dray_live_fleet_get_columns (self->fleet);
  g_autofree char *words = NULL;
  guint n = 0;

  for (guint i = 0; i < columns->n; i++)
    n += (columns->flags[i] & DRAY_TRUCK_STALE) != 0;
  words = n > 0 ? g_strdup_printf (ngettext ("%u truck without a position for 5 min", "%u trucks without a position for 5 min", n), n)
                : g_strdup ("");
  set_words (self->stale, words);
}

/* The trucks of a group one after the other, from the one that was shown last. */
static void
show_next (DrayAlarmStrip *self,
           guint           flag,
           guint32        *last)
{
  const DrayLiveColumns *columns = self->fleet != NULL ? dray_live_fleet_get_columns (self->fleet) : NULL;

  for (guint32 step = 1; columns != NULL && step <= columns->n; step++) {
    guint32 i = (*last == DRAY_NO_TRUCK ? step - 1 : *last + step) % columns->n;

    if (is_in_group (columns->flags[i], flag)) {
      *last = i;
      g_signal_emit (self, signals[SHOW_TRUCK], 0, i);
      return;
    }
  }
}

static void
on_show_alarm (DrayAlarmStrip *self)
{
  show_next (self, DRAY_TRUCK_ALARM, &self->last_alarm);
}

static void
on_show_late (DrayAlarmStrip *self)
{
  show_next (self, DRAY_TRUCK_LATE, &self->last_late);
}

static void
dray_alarm_strip_dispose (GObject *object)
{
  g_clear_object (&DRAY_ALARM_STRIP (object)->fleet);

  G_OBJECT_CLASS (dray_alarm_strip_parent_class)->dispose (object);
}

static void
dray_alarm_strip_class_init (DrayAlarmStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_alarm_strip_dispose;
  signals[SHOW_TRUCK] = g_signal_new ("show-truck", DRAY_TYPE_ALARM_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/alarm-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, alarm_box);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, alarm_title);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, alarm_words);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, late_box);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, late_title);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, late_words);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, calm);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, stale);
  gtk_widget_class_bind_template_callback (widget_class, on_show_alarm);
  gtk_widget_class_bind_template_callback (widget_class, on_show_late);
}

static void
dray_alarm_strip_init (DrayAlarmStrip *self)
{
  self->last_alarm = self->last_late = DRAY_NO_TRUCK;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @fleet: (nullable) */
void
dray_alarm_strip_set_fleet (DrayAlarmStrip *self,
                            DrayLiveFleet  *fleet)
{
  g_return_if_fail (DRAY_IS_ALARM_STRIP (self));

  g_set_object (&self->fleet, fleet);
  self->last_alarm = self->last_late = DRAY_NO_TRUCK;
  dray_alarm_strip_update (self);
}

void
dray_alarm_strip_update (DrayAlarmStrip *self)
{
  g_return_if_fail (DRAY_IS_ALARM_STRIP (self));

  if (self->fleet == NULL)
    return;

  guint n = show_alarms (self) + show_late (self);

  show_stale (self);
  gtk_widget_set_visible (GTK_WIDGET (self->calm), n == 0);
}
