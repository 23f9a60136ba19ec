/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-preferences.h"

struct _DrayPreferences {
  AdwPreferencesWindow parent_instance;

  /* Template */
  AdwComboRow *theme;
  AdwComboRow *density;
  AdwComboRow *units;
  AdwComboRow *hours;
  GtkSwitch   *alarm_sound;
  GtkSwitch   *story;
};

G_DEFINE_FINAL_TYPE (DrayPreferences, dray_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
dray_preferences_class_init (DrayPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/dray/Dray/ui/shell/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DrayPreferences, theme);
  gtk_widget_class_bind_template_child (widget_class, DrayPreferences, density);
  gtk_widget_class_bind_template_child (widget_class, DrayPreferences, units);
  gtk_widget_class_bind_template_child (widget_class, DrayPreferences, hours);
  gtk_widget_class_bind_template_child (widget_class, DrayPreferences, alarm_sound);
  gtk_widget_class_bind_template_child (widget_class, DrayPreferences, story);
}

static void
dray_preferences_init (DrayPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The rows of a combo stand in the order of the setting's choices. */
static gboolean
to_row (GValue   *value,
        GVariant *variant,
        gpointer  choices)
{
  const char *const *names = choices;

  for (guint i = 0; names[i] != NULL; i++) {
    if (g_str_equal (names[i], g_variant_get_string (variant, NULL))) {
      g_value_set_uint (value, i);
      return TRUE;
    }
  }
  return FALSE;
}

static GVariant *
from_row (const GValue       *value,
          const GVariantType *type,
          gpointer            choices)
{
  const char *const *names = choices;
  guint row = g_value_get_uint (value);

  return row < g_strv_length ((char **) names) ? g_variant_new_string (names[row]) : NULL;
}

static void
bind (GSettings         *settings,
      const char        *key,
      AdwComboRow       *row,
      const char *const *names)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, to_row, from_row, (gpointer) names, NULL);
}

GtkWidget *
dray_preferences_new (GSettings *settings)
{
  static const char *const themes[] = { "system", "light", "dark", NULL };
  static const char *const densities[] = { "dense", "comfortable", NULL };
  static const char *const units[] = { "metric", "imperial", NULL };
  static const char *const hours[] = { "eu-561", "us-property-60", "us-property-70", NULL };
  DrayPreferences *self = g_object_new (DRAY_TYPE_PREFERENCES, NULL);

  bind (settings, "theme", self->theme, themes);
  bind (settings, "density", self->density, densities);
  bind (settings, "units", self->units, units);
  bind (settings, "hours", self->hours, hours);
  g_settings_bind (settings, "alarm-sound", self->alarm_sound, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "story", self->story, "active", G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}
