/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-alarm-row.h"

#include "dray-alarm.h"
#include "dray-live-words.h"

#include <glib/gi18n.h>

struct _DrayAlarmRow {
  GtkBox      parent_instance;

  /* Template */
  GtkImage   *icon;
  GtkLabel   *text;
  GtkLabel   *count;
  GtkLabel   *state;
  GtkLabel   *since;

  /* Owned */
  DrayRecord *record;
};

G_DEFINE_FINAL_TYPE (DrayAlarmRow, dray_alarm_row, GTK_TYPE_BOX)

static char *
name_shelf (const DrayRow *alarm)
{
  const char *reason = dray_row_get_text (alarm, DRAY_ALARM_REASON);
  char until[DRAY_WORDS_SIZE];

  dray_words_time (dray_row_get_integer (alarm, DRAY_ALARM_SHELVED_UNTIL_US), until);
  return g_strdup_printf (_("shelved until %s: %s"), until, reason != NULL ? reason : "–");
}

static char *
name_life (const DrayRow *alarm)
{
  const char *status = dray_row_get_text (alarm, DRAY_ALARM_STATUS), *owner = dray_row_get_text (alarm, DRAY_ALARM_OWNER);
  const char *outcome = dray_row_get_text (alarm, DRAY_ALARM_OUTCOME);
  char at[DRAY_WORDS_SIZE];

  if (g_strcmp0 (status, "shelved") == 0)
    return name_shelf (alarm);
  if (g_strcmp0 (status, "closed") == 0)
    return outcome != NULL ? g_strdup_printf (_("closed: %s"), outcome) : g_strdup (_("closed"));
  if (g_strcmp0 (status, "normal") == 0) {
    dray_words_time (dray_row_get_integer (alarm, DRAY_ALARM_NORMAL_US), at);
    return g_strdup_printf (_("over since %s, nobody acknowledged it"), at);
  }
  if (g_strcmp0 (status, "acknowledged") == 0)
    return owner != NULL ? g_strdup_printf (_("acknowledged, %s has it"), owner) : g_strdup (_("acknowledged"));
  if (g_strcmp0 (status, "taken") == 0)
    return g_strdup_printf (_("taken by %s"), owner != NULL ? owner : "–");
  return g_strdup (_("nobody has it"));
}

/* Returns: (transfer full): where the alarm stands in its life, and who has it */
char *
dray_alarm_words_state (const DrayRow *alarm)
{
  char *life = name_life (alarm);
  char at[DRAY_WORDS_SIZE];

  if (!dray_row_has (alarm, DRAY_ALARM_ESCALATED_US) || g_strcmp0 (dray_row_get_text (alarm, DRAY_ALARM_STATUS), "closed") == 0)
    return life;
  dray_words_time (dray_row_get_integer (alarm, DRAY_ALARM_ESCALATED_US), at);

  g_autofree char *own = life;
  return g_strdup_printf (_("%s, escalated at %s"), own, at);
}

static void
show_words (DrayAlarmRow  *self,
            const DrayRow *alarm)
{
  gint64 n = dray_row_get_integer (alarm, DRAY_ALARM_COUNT);
  const char *text = dray_row_get_text (alarm, DRAY_ALARM_TEXT);
  g_autofree char *state = dray_alarm_words_state (alarm);
  g_autofree char *count = n > 1 ? g_strdup_printf (_("rang %d times"), (int) n) : g_strdup ("");
  char since[DRAY_WORDS_SIZE];

  dray_words_time (dray_row_get_integer (alarm, DRAY_ALARM_RAISED_US), since);
  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), text);
  gtk_label_set_text (self->state, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), state);
  gtk_label_set_text (self->count, count);
  gtk_label_set_text (self->since, since);
}

/* Urgency is a shape and a word before it is a colour. */
static void
show_priority (DrayAlarmRow  *self,
               const DrayRow *alarm)
{
  static const char *const icons[] = { "dray-alarm-symbolic", "dray-late-symbolic", "dialog-information-symbolic" };
  static const char *const names[] = { N_("Act now"), N_("At risk"), N_("To know") };
  gint64 priority = CLAMP (dray_row_get_integer (alarm, DRAY_ALARM_PRIORITY), 1, 3);
  const char *status = dray_row_get_text (alarm, DRAY_ALARM_STATUS);
  gboolean waits = g_strcmp0 (status, "raised") == 0 || g_strcmp0 (status, "taken") == 0 || g_strcmp0 (status, "normal") == 0;

  gtk_image_set_from_icon_name (self->icon, icons[priority - 1]);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), _(names[priority - 1]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _(names[priority - 1]), -1);
  (priority == 1 && waits ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (GTK_WIDGET (self), "urgent");
  (waits ? gtk_widget_remove_css_class : gtk_widget_add_css_class) (GTK_WIDGET (self), "quiet");
}

static void
show_record (DrayAlarmRow *self)
{
  DrayRow *alarm = self->record != NULL ? dray_record_get_row (self->record) : NULL;

  if (alarm == NULL)
    return;
  show_words (self, alarm);
  show_priority (self, alarm);
}

static void
dray_alarm_row_dispose (GObject *object)
{
  dray_alarm_row_set_record (DRAY_ALARM_ROW (object), NULL);

  G_OBJECT_CLASS (dray_alarm_row_parent_class)->dispose (object);
}

static void
dray_alarm_row_class_init (DrayAlarmRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_alarm_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/live/alarm-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmRow, text);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmRow, count);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmRow, state);
  gtk_widget_class_bind_template_child (widget_class, DrayAlarmRow, since);
}

static void
dray_alarm_row_init (DrayAlarmRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dray_alarm_row_new (void)
{
  return g_object_new (DRAY_TYPE_ALARM_ROW, NULL);
}

/* @record: (nullable): of the table of alarms; %NULL while the row is not in use */
void
dray_alarm_row_set_record (DrayAlarmRow *self,
                           DrayRecord   *record)
{
  g_return_if_fail (DRAY_IS_ALARM_ROW (self));

  if (self->record != NULL)
    g_signal_handlers_disconnect_by_func (self->record, show_record, self);
  g_set_object (&self->record, record);
  if (record == NULL)
    return;
  g_signal_connect_object (record, "changed", G_CALLBACK (show_record), self, G_CONNECT_SWAPPED);
  show_record (self);
}
