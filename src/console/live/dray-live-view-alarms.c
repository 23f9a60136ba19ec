/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-live-view-private.h"

#include "dray-alarm.h"
#include "dray-order-card.h"
#include "dray-shift-log.h"
#include "dray-undo-toast.h"

/* What the live view does about alarms, and about an order that somebody asks for. */

static void
on_card_show (DrayLiveView *self,
              guint         truck)
{
  dray_live_view_select (self, truck, TRUE);
}

void
dray_live_view_on_show_alarm (DrayLiveView *self,
                              DrayRecord   *record)
{
  DrayRow *alarm = dray_record_get_row (record);
  DrayId id = alarm != NULL ? dray_row_get_id (alarm, DRAY_ALARM_TRUCK) : DRAY_ID_NONE;
  DrayLiveTruck *truck = dray_live_fleet_find_truck (self->live_fleet, &id);

  if (truck != NULL)
    dray_live_view_select (self, dray_live_truck_get_index (truck), TRUE);
}

void
dray_live_view_on_show_all (DrayLiveView *self)
{
  gtk_toggle_button_set_active (dray_alarm_strip_get_all (self->strip), TRUE);
}

static void
on_all_toggled (DrayLiveView *self)
{
  if (gtk_toggle_button_get_active (dray_alarm_strip_get_all (self->strip)))
    dray_alarm_list_focus (self->alarm_list);
}

static void
on_alarm_done (DrayLiveView *self,
               GArray       *done,
               const char   *words)
{
  dray_undo_toast_offer (GTK_WIDGET (self), dray_alarms_get_workspace (self->alarms), done, words);
}

static void
on_alarm_failed (DrayLiveView *self,
                 const char   *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (words));
}

static void
toggle_alarms (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);
  GtkToggleButton *all = dray_alarm_strip_get_all (self->strip);

  if (self->alarms != NULL)
    gtk_toggle_button_set_active (all, !gtk_toggle_button_get_active (all));
}

/* "live.alarm-take" is "strip.take". */
static void
pass_to_strip (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  g_autofree char *name = g_strdup_printf ("strip.%s", action + strlen ("live.alarm-"));

  gtk_widget_activate_action (GTK_WIDGET (DRAY_LIVE_VIEW (widget)->strip), name, NULL);
}

/* The card belongs to the window and goes with it. */
static void
open_order_card (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);
  GtkWidget *card;

  if (self->alarms == NULL)
    return;
  card = dray_order_card_new (dray_alarms_get_workspace (self->alarms), self->live_fleet, self->live_clock,
                              self->selected != DRAY_NO_TRUCK ? dray_live_fleet_get_truck (self->live_fleet, self->selected) : NULL);
  gtk_window_set_transient_for (GTK_WINDOW (card), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (card), TRUE);
  g_signal_connect_object (card, "show-truck", G_CALLBACK (on_card_show), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (card));
}

/* So does the log; a line that is written while a truck is chosen is about that truck. */
static void
open_shift_log (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DrayLiveView *self = DRAY_LIVE_VIEW (widget);
  GtkWidget *log;

  if (self->engine == NULL)
    return;
  log = dray_shift_log_new (self->engine, self->alarms);
  if (self->selected != DRAY_NO_TRUCK)
    dray_shift_log_set_truck (DRAY_SHIFT_LOG (log), dray_live_fleet_get_truck (self->live_fleet, self->selected));
  gtk_window_set_transient_for (GTK_WINDOW (log), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (log), TRUE);
  gtk_window_present (GTK_WINDOW (log));
}

/* What keys and the palette do with alarms and orders. */
void
dray_live_view_install_alarms (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "live.order-card", NULL, open_order_card);
  gtk_widget_class_install_action (widget_class, "live.shift-log", NULL, open_shift_log);
  gtk_widget_class_install_action (widget_class, "live.alarms", NULL, toggle_alarms);
  gtk_widget_class_install_action (widget_class, "live.alarm-show", NULL, pass_to_strip);
  gtk_widget_class_install_action (widget_class, "live.alarm-take", NULL, pass_to_strip);
  gtk_widget_class_install_action (widget_class, "live.alarm-acknowledge", NULL, pass_to_strip);
}

/* Once, after opening: the alarms of the workspace behind the fleet. */
void
dray_live_view_set_workspace (DrayLiveView  *self,
                              DrayWorkspace *workspace)
{
  g_return_if_fail (DRAY_IS_LIVE_VIEW (self));
  g_return_if_fail (self->fleet != NULL && self->alarms == NULL);

  GtkToggleButton *all = dray_alarm_strip_get_all (self->strip);

  self->alarms = dray_alarms_new (workspace, self->live_clock);
  g_signal_connect_object (self->alarms, "done", G_CALLBACK (on_alarm_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->alarms, "failed", G_CALLBACK (on_alarm_failed), self, G_CONNECT_SWAPPED);
  dray_alarm_list_set_alarms (self->alarm_list, self->alarms);
  dray_alarm_strip_set_alarms (self->strip, self->alarms, self->settings);
  g_object_bind_property (all, "active", self->alarm_revealer, "reveal-child", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (all, "toggled", G_CALLBACK (on_all_toggled), self, G_CONNECT_SWAPPED);
}
