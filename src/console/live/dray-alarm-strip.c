/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-strip.h"

#include "dray-alarm.h"
#include "dray-live-words.h"
#include "dray-record-words.h"
#include "dray-truck-marks.h"
#include "dray-units.h"

#include <glib/gi18n.h>

/* Trucks that are named in a group; the rest is counted. */
#define MAX_NAMED DRAY_ALARM_MAX_NAMED
/* The bell, until somebody takes the alarm. */
#define RING_US (5 * DRAY_US_PER_S)

struct _DrayAlarmStrip {
  AdwBin         parent_instance;

  /* Template */
  GtkWidget     *alarm_box;
  GtkLabel      *alarm_title;
  GtkLabel      *alarm_words;
  GtkWidget     *take;
  GtkWidget     *acknowledge;
  GtkWidget     *late_box;
  GtkLabel      *late_title;
  GtkLabel      *late_words;
  GtkLabel      *calm;
  GtkLabel      *stale;
  GtkLabel      *rest;
  GtkToggleButton *sound;
  GtkToggleButton *all;

  /* Owned */
  DrayLiveFleet *fleet;
  DrayAlarms    *alarms;       /* NULL where no workspace is behind the fleet */
  gint64         rang_us;      /* monotonic */

  guint32        last_alarm;
  guint32        last_late;
};

enum { SHOW_TRUCK, SHOW_ALL, N_SIGNALS };

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
join_names (const char *const named[MAX_NAMED],
            guint             n)
{
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

/* Returns: (transfer full): the trucks of a group by their number */
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
  return join_names (named, n);
}

static void
set_words (GtkLabel   *label,
           const char *words)
{
  if (!g_str_equal (words, gtk_label_get_text (label)))
    gtk_label_set_text (label, words);
}

/* Records of alarms */

static const DrayAlarmGroup *
get_first (DrayAlarmStrip *self)
{
  const DrayAlarmSum *sum = self->alarms != NULL ? dray_alarms_get_sum (self->alarms) : NULL;

  return sum != NULL && sum->groups->len > 0 ? &g_array_index (sum->groups, DrayAlarmGroup, 0) : NULL;
}

/* Returns: (transfer full): what happened, for how long, and who has it */
static char *
name_group (DrayAlarmStrip       *self,
            const DrayAlarmGroup *group)
{
  const char *named[MAX_NAMED] = { NULL };
  gint64 now_us = dray_clock_now_us (dray_alarms_get_clock (self->alarms));
  g_autofree char *what = NULL;
  g_autofree char *owner = group->owner != NULL ? g_strdup_printf (_(", taken by %s"), group->owner) : g_strdup ("");
  char age[DRAY_WORDS_SIZE];
  guint n = 0;

  for (guint i = 0; i < group->n_named; i++) {
    DrayLiveTruck *truck = dray_live_fleet_find_truck (self->fleet, &group->trucks[i]);

    if (truck != NULL)
      named[n++] = dray_live_truck_get_number (truck);
  }
  if (group->n > 1 && n == group->n_named && n > 0)
    what = join_names (named, group->n_trucks);
  else
    what = g_strdup (group->text);
  dray_words_duration (MAX (now_us - group->since_us, 0), age);
  return g_strdup_printf ("%s, %s%s", what, age, owner);
}

static void
show_rest (DrayAlarmStrip     *self,
           const DrayAlarmSum *sum)
{
  const DrayAlarmGroup *first = get_first (self);
  guint n_more = first != NULL ? sum->n_waiting - first->n : 0;
  g_autoptr (GString) words = g_string_new (NULL);

  if (n_more > 0)
    g_string_append_printf (words, ngettext ("%u more alarm", "%u more alarms", n_more), n_more);
  if (sum->n_shelved > 0)
    g_string_append_printf (words, _("%s%u shelved"), words->len > 0 ? ", " : "", sum->n_shelved);
  if (sum->n_acknowledged > 0)
    g_string_append_printf (words, _("%s%u acknowledged"), words->len > 0 ? ", " : "", sum->n_acknowledged);
  set_words (self->rest, words->str);
}

/* Only the top priority is heard, and only until somebody has it. */
static void
ring (DrayAlarmStrip     *self,
      const DrayAlarmSum *sum)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean rings = sum->n_sounding > 0 && gtk_toggle_button_get_active (self->sound);

  if (!rings || now_us - self->rang_us < RING_US)
    return;
  self->rang_us = now_us;
  gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
}

static guint
show_groups (DrayAlarmStrip *self)
{
  const DrayAlarmSum *sum = dray_alarms_get_sum (self->alarms);
  const DrayAlarmGroup *first = get_first (self);

  gtk_widget_set_visible (self->alarm_box, first != NULL);
  show_rest (self, sum);
  ring (self, sum);
  if (first == NULL)
    return 0;

  g_autofree char *kind = dray_record_dup_choice (dray_alarm_kind_choices[MAX (first->kind, 0)]);
  g_autofree char *title = first->n > 1 ? g_strdup_printf ("%s, %u", kind, first->n) : g_strdup (kind);
  g_autofree char *words = name_group (self, first);

  set_words (self->alarm_title, title);
  set_words (self->alarm_words, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->alarm_words), words);
  (first->priority == 1 ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->alarm_box, "alarm");
  (first->priority == 1 ? gtk_widget_remove_css_class : gtk_widget_add_css_class) (self->alarm_box, "late");
  gtk_widget_set_visible (self->take, first->n_raised > 0);
  return first->n;
}

/* A fleet without a workspace behind it has flags alone. */
static guint
show_flags (DrayAlarmStrip *self)
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
on_show_first (DrayAlarmStrip *self)
{
  const DrayAlarmGroup *first = get_first (self);
  DrayId id;
  DrayLiveTruck *truck = NULL;

  if (first != NULL && dray_alarms_find_truck (self->alarms, &first->oldest, &id))
    truck = dray_live_fleet_find_truck (self->fleet, &id);
  if (truck != NULL)
    g_signal_emit (self, signals[SHOW_TRUCK], 0, dray_live_truck_get_index (truck));
  else if (self->alarms == NULL)
    on_show_alarm (self);
  else
    g_signal_emit (self, signals[SHOW_ALL], 0);
}

/* The alarm that the strip names first. */
static void
act_on_first (DrayAlarmStrip *self,
              DrayAlarmAct    act)
{
  const DrayAlarmGroup *first = get_first (self);

  if (first != NULL)
    dray_alarms_act (self->alarms, act, &first->oldest, 1, NULL, 0);
}

static void
show_first (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  on_show_first (DRAY_ALARM_STRIP (widget));
}

static void
take_first (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  act_on_first (DRAY_ALARM_STRIP (widget), DRAY_ALARM_ACT_TAKE);
}

static void
acknowledge_first (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  act_on_first (DRAY_ALARM_STRIP (widget), DRAY_ALARM_ACT_ACKNOWLEDGE);
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
  g_clear_object (&DRAY_ALARM_STRIP (object)->alarms);

  G_OBJECT_CLASS (dray_alarm_strip_parent_class)->dispose (object);
}

static void
dray_alarm_strip_class_init (DrayAlarmStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_alarm_strip_dispose;
  signals[SHOW_TRUCK] = g_signal_new ("show-truck", DRAY_TYPE_ALARM_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SHOW_ALL] = g_signal_new ("show-all", DRAY_TYPE_ALARM_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/alarm-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, alarm_box);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, alarm_title);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, alarm_words);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, late_box);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, late_title);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, late_words);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, calm);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, stale);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, take);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, acknowledge);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, rest);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, sound);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmStrip, all);
  gtk_widget_class_bind_template_callback (widget_class, on_show_late);
  gtk_widget_class_install_action (widget_class, "strip.show", NULL, show_first);
  gtk_widget_class_install_action (widget_class, "strip.take", NULL, take_first);
  gtk_widget_class_install_action (widget_class, "strip.acknowledge", NULL, acknowledge_first);
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

  guint n = (self->alarms != NULL ? show_groups (self) : show_flags (self)) + show_late (self);

  show_stale (self);
  gtk_widget_set_visible (GTK_WIDGET (self->calm), n == 0);
}

/* Once: the records of alarms, where a workspace is behind the fleet. @settings: of the program */
void
dray_alarm_strip_set_alarms (DrayAlarmStrip *self,
                             DrayAlarms     *alarms,
                             GSettings      *settings)
{
  g_return_if_fail (DRAY_IS_ALARM_STRIP (self));
  g_return_if_fail (self->alarms == NULL);

  self->alarms = g_object_ref (alarms);
  gtk_widget_show (self->acknowledge);
  gtk_widget_show (GTK_WIDGET (self->sound));
  gtk_widget_show (GTK_WIDGET (self->all));
  g_settings_bind (settings, "alarm-sound", self->sound, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (alarms, "changed", G_CALLBACK (dray_alarm_strip_update), self, G_CONNECT_SWAPPED);
  dray_alarm_strip_update (self);
}

/* Returns: (transfer none): the button that holds the list of all alarms open */
GtkToggleButton *
dray_alarm_strip_get_all (DrayAlarmStrip *self)
{
  g_return_val_if_fail (DRAY_IS_ALARM_STRIP (self), NULL);

  return self->all;
}
