/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-demo-clock.h"

#include "dray-sim-clock.h"
#include "dray-units.h"

#include <glib/gi18n.h>

struct _DrayDemoClock {
  AdwBin         parent_instance;

  /* Template */
  GtkLabel      *words;
  GtkButton     *pause;
  GtkMenuButton *speed;

  /* Owned */
  DraySimClock  *clock;
};

G_DEFINE_FINAL_TYPE (DrayDemoClock, dray_demo_clock, ADW_TYPE_BIN)

static void
on_pause (DrayDemoClock *self)
{
  dray_sim_clock_set_paused (self->clock, !dray_sim_clock_get_paused (self->clock));
  dray_demo_clock_update (self);
}

static void
set_speed (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  DrayDemoClock *self = DRAY_DEMO_CLOCK (widget);

  if (self->clock == NULL)
    return;
  dray_sim_clock_set_speed (self->clock, CLAMP (g_variant_get_int32 (parameter), 1, 600));
  dray_sim_clock_set_paused (self->clock, FALSE);
  dray_demo_clock_update (self);
}

static void
dray_demo_clock_dispose (GObject *object)
{
  g_clear_object (&DRAY_DEMO_CLOCK (object)->clock);

  G_OBJECT_CLASS (dray_demo_clock_parent_class)->dispose (object);
}

static void
dray_demo_clock_class_init (DrayDemoClockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dray_demo_clock_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/demo-clock.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayDemoClock, words);
  gtk_widget_class_bind_template_child (widget_class, DrayDemoClock, pause);
  gtk_widget_class_bind_template_child (widget_class, DrayDemoClock, speed);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_install_action (widget_class, "demo.speed", "i", set_speed);
}

static void
dray_demo_clock_init (DrayDemoClock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @clock: (nullable): of the workspace */
void
dray_demo_clock_set_clock (DrayDemoClock *self,
                           DrayClock     *clock)
{
  g_return_if_fail (DRAY_IS_DEMO_CLOCK (self));

  g_clear_object (&self->clock);
  if (DRAY_IS_SIM_CLOCK (clock))
    self->clock = g_object_ref (DRAY_SIM_CLOCK (clock));
  gtk_widget_set_visible (GTK_WIDGET (self), self->clock != NULL);
  dray_demo_clock_update (self);
}

/* Writes what time it is: "Demo, Thursday 06:58". Call it every second. */
void
dray_demo_clock_update (DrayDemoClock *self)
{
  g_return_if_fail (DRAY_IS_DEMO_CLOCK (self));

  if (self->clock == NULL)
    return;

  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (dray_clock_now_us (DRAY_CLOCK (self->clock)) / DRAY_US_PER_S);
  gboolean paused = dray_sim_clock_get_paused (self->clock);
  /* Translators: the demo's weekday and time. */
  g_autofree char *words = g_date_time_format (now, paused ? _("Demo, %A %H:%M, paused") : _("Demo, %A %H:%M"));
  g_autofree char *speed = g_strdup_printf (_("%.0f×"), dray_clock_get_speed (DRAY_CLOCK (self->clock)));

  if (!g_str_equal (words, gtk_label_get_text (self->words)))
    gtk_label_set_text (self->words, words);
  if (!paused && g_strcmp0 (speed, gtk_menu_button_get_label (self->speed)) != 0)
    gtk_menu_button_set_label (self->speed, speed);
  gtk_button_set_icon_name (self->pause, paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause), paused ? _("Let the demo run") : _("Pause the demo"));
}
