/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
append_count (GString *text,
              double   count)
{
  g_string_append_printf (text, "%.0f", count);
}

/**
 * dray_figure_fill_words:
 * @counted: the KPI's @counted, translated
 *
 * Returns: (transfer full): what the figure counted, such as "351 of 373 due so far"
 */
char *
dray_figure_fill_words (const DrayFigure *self,
                        const char       *counted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = counted; *at != '\0';) {
    if (g_str_has_prefix (at, "{part}")) {
      append_count (text, self->part);
      at += strlen ("{part}");
    } else if (g_str_has_prefix (at, "{whole}")) {
      append_count (text, self->whole);
      at += strlen ("{whole}");
    } else if (g_str_has_prefix (at, "{rows}")) {
      append_count (text, (double) self->n_rows);
      at += strlen ("{rows}");
    } else {
      g_string_append_c (text, *at++);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (nullable): why there is no value, to be translated; %NULL where there is one */
const char *
dray_figure_get_reason (const DrayFigure *self,
                        const DrayKpi    *kpi)
{
  switch (self->state) {
  case DRAY_FIGURE_NOTHING:
    return kpi->nothing;
  case DRAY_FIGURE_NOT_MEASURED:
    return kpi->unmeasured != NULL ? kpi->unmeasured : kpi->nothing;
  case DRAY_FIGURE_NOT_KEPT:
    return N_("This is not kept by what is asked for.");
  case DRAY_FIGURE_OUTSIDE:
    return N_("There are no records of that time.");
  case DRAY_FIGURE_KNOWN:
  default:
    return NULL;
  }
}

static char *
format_duration (double seconds)
{
  gint64 s = llround (fabs (seconds));
  const char *sign = seconds < 0.0 && s > 0 ? "−" : "";

  if (s < 60)
    return g_strdup_printf ("%s%d s", sign, (int) s);
  if (s < 3600)
    return g_strdup_printf ("%s%d:%02d min", sign, (int) (s / 60), (int) (s % 60));
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ":%02d h", sign, s / 3600, (int) (s % 3600 / 60));
}

/* Cents show of what is small: a cost of 1.84 a kilometre, a revenue of 48,210. */
static char *
format_money (double minor)
{
  return fabs (minor) < 100000.0 ? g_strdup_printf ("%.2f", minor / 100.0) : g_strdup_printf ("%'.0f", minor / 100.0);
}

/**
 * dray_figure_dup_text:
 *
 * Returns: (transfer full): the value as people read it, without its currency; a dash where there is none
 */
char *
dray_figure_dup_text (const DrayFigure *self,
                      const DrayKpi    *kpi)
{
  if (self->state != DRAY_FIGURE_KNOWN)
    return g_strdup ("–");
  switch (kpi->format) {
  case DRAY_KPI_PERCENT:
    return g_strdup_printf ("%.1f %%", 100.0 * self->value);
  case DRAY_KPI_DURATION:
    return format_duration (self->value);
  case DRAY_KPI_MONEY:
    return format_money (self->value);
  case DRAY_KPI_DISTANCE:
    return g_strdup_printf ("%'.1f km", self->value / 1000.0);
  case DRAY_KPI_COUNT:
    return g_strdup_printf ("%'.0f", self->value);
  case DRAY_KPI_NUMBER:
  default:
    return g_strdup_printf ("%'.2f%s%s", self->value, kpi->unit != NULL ? " " : "", kpi->unit != NULL ? kpi->unit : "");
  }
}
