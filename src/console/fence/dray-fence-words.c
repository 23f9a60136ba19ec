/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-words.h"

#include "dray-units.h"

#include <glib/gi18n.h>
#include <math.h>

#define M2_PER_HA 10000.0
#define M2_PER_ACRE 4046.8564224
#define M_PER_MILE 1609.344
#define M_PER_FOOT 0.3048

/* A number with no more digits than a person can use: three that count. */
static char *
dup_number (double value)
{
  return g_strdup_printf (value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
}

char *
dray_fence_dup_area (double   area_m2,
                     gboolean imperial)
{
  g_autofree char *number = NULL;

  if (imperial) {
    number = dup_number (area_m2 / M2_PER_ACRE);
    return g_strdup_printf (_("%s acres"), number);
  }
  if (area_m2 < M2_PER_HA)
    return g_strdup_printf (_("%.0f m²"), area_m2);
  if (area_m2 >= 1000 * M2_PER_HA) {
    number = dup_number (area_m2 / 1e6);
    return g_strdup_printf (_("%s km²"), number);
  }
  number = dup_number (area_m2 / M2_PER_HA);
  return g_strdup_printf (_("%s ha"), number);
}

char *
dray_fence_dup_length (double   length_m,
                       gboolean imperial)
{
  g_autofree char *number = NULL;

  if (imperial && length_m < M_PER_MILE / 4)
    return g_strdup_printf (_("%.0f ft"), length_m / M_PER_FOOT);
  if (!imperial && length_m < 1000)
    return g_strdup_printf (_("%.0f m"), length_m);
  number = dup_number (length_m / (imperial ? M_PER_MILE : 1000));
  return g_strdup_printf (imperial ? _("%s mi") : _("%s km"), number);
}

/* "40 s", "25 min", "1 h 25" */
char *
dray_fence_dup_duration (gint64 duration_us)
{
  gint64 s = duration_us / DRAY_US_PER_S, minutes = (s + 30) / 60;

  if (s < 60)
    return g_strdup_printf (_("%d s"), (int) s);
  if (minutes < 60)
    return g_strdup_printf (_("%d min"), (int) minutes);
  return minutes % 60 == 0 ? g_strdup_printf (_("%d h"), (int) (minutes / 60)) : g_strdup_printf (_("%d h %02d"), (int) (minutes / 60), (int) (minutes % 60));
}

/* Returns: the kind in one word, translated */
const char *
dray_fence_get_kind_name (DrayFenceKind kind)
{
  switch (kind) {
  case DRAY_FENCE_KIND_FORBIDDEN:
    return _("Forbidden");
  case DRAY_FENCE_KIND_SPEED:
    return _("Speed");
  case DRAY_FENCE_KIND_SITE:
  default:
    return _("Site");
  }
}

/* Returns: what a truck did, translated */
const char *
dray_fence_get_event (DrayFenceTransition transition)
{
  static const char *const words[] = {
    [DRAY_FENCE_ENTERED] = N_("entered"), [DRAY_FENCE_LEFT] = N_("left"), [DRAY_FENCE_PASSED] = N_("passed through"),
    [DRAY_FENCE_OVERSTAYED] = N_("stayed too long"), [DRAY_FENCE_SPED] = N_("drove too fast"), [DRAY_FENCE_AHEAD] = N_("was heading there"),
  };

  return transition < G_N_ELEMENTS (words) ? _(words[transition]) : "?";
}

/* What a fence asks, in a line: "Forbidden, 3 trucks", "Site, alarm after 25 min", "Speed 60 km/h, not live". */
char *
dray_fence_dup_summary (const DrayFenceFacts *facts)
{
  g_autoptr (GString) words = g_string_new (dray_fence_get_kind_name (facts->kind));

  if (facts->speed_limit_cms > 0)
    g_string_append_printf (words, facts->kind == DRAY_FENCE_KIND_SPEED ? " %.0f km/h" : ", %.0f km/h", facts->speed_limit_cms * 0.036);
  if (facts->stay_limit_s > 0) {
    g_autofree char *stay = dray_fence_dup_duration (facts->stay_limit_s * DRAY_US_PER_S);

    g_string_append_printf (words, _(", alarm after %s"), stay);
  }
  if (facts->n_trucks > 0)
    g_string_append_printf (words, g_dngettext (NULL, ", %u truck", ", %u trucks", facts->n_trucks), facts->n_trucks);
  if (facts->shape == NULL)
    g_string_append (words, _(", not drawn yet"));
  else if (!facts->active)
    g_string_append (words, _(", not live"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}
