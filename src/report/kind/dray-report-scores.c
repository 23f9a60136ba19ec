/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-kinds.h"

#include "dray-driver.h"
#include "dray-figure-models.h"
#include "dray-report-reader.h"

#include <glib/gi18n-lib.h>

/* The board of the period: the plain score that everybody can count again, and the fair one that decides the places. */

static const DrayReportColumn columns[] = {
  { "rank", N_("Place"), DRAY_REPORT_RANK },
  { "driver", N_("Driver"), DRAY_REPORT_TEXT },
  { "fair", N_("Fair score"), DRAY_REPORT_RATE },
  { "on_time", N_("On time"), DRAY_REPORT_SHARE },
  { "rating", N_("Stars"), DRAY_REPORT_RATE },
  { "incidents", N_("Incidents a 10,000 km"), DRAY_REPORT_RATE },
  { "points", N_("Points"), DRAY_REPORT_RATE },
  { "level", N_("Level"), DRAY_REPORT_RANK },
};

/* Who can't be judged fairly has a plain score all the same. */
static void
add_row (DrayReportReader      *reader,
         DrayReportTable       *table,
         const DrayDriverScore *score)
{
  if (score->rank > 0)
    dray_report_table_add_integer (table, score->rank);
  else
    dray_report_table_add_nothing (table);
  dray_report_table_add_text (table, dray_report_reader_get_name (reader, &dray_driver_table, score->driver));
  if (score->is_fair) {
    dray_report_table_add_real (table, score->fair);
    dray_report_table_add_real (table, score->on_time);
    dray_report_table_add_real (table, score->rating);
    dray_report_table_add_real (table, score->incident);
  } else {
    for (int i = 0; i < 4; i++)
      dray_report_table_add_nothing (table);
  }
  dray_report_table_add_real (table, score->points);
  dray_report_table_add_integer (table, score->level);
}

gboolean
dray_report_make_scores (DrayReportReader  *reader,
                         DrayReport        *report,
                         GError           **error)
{
  const DrayReportAsk *ask = dray_report_reader_get_ask (reader);
  DrayFigureAsk period = dray_report_reader_make_figure_ask (reader);
  DrayFigureReader *figures = dray_report_reader_get_figures (reader);
  g_autoptr (GArray) scores = NULL;
  DrayReportTable *table;

  /* One driver's score needs the fleet's mean as well. */
  period.driver = DRAY_ID_NONE;
  scores = dray_figure_reader_score_drivers (figures, &period, ask->now_us, dray_report_reader_get_cancellable (reader), error);
  if (scores == NULL)
    return FALSE;
  if (scores->len == 0) {
    dray_report_add_paragraph (report, "%s", _("No driver had anything to do in the period."));
    return TRUE;
  }
  table = dray_report_table_new (_("Drivers"), columns, G_N_ELEMENTS (columns));
  dray_report_add_paragraph (report, _("Points: 10 a delivery, 5 a star, 50 off an incident, 100 times the on-time rate; a level is 500 points. The fair score is out of 100: "
                                       "half punctuality, three tenths stars, two tenths incidents for the distance driven, each drawn to the fleet’s mean by as much as little is "
                                       "known; it takes %d tasks. Causes that the customer owns count in neither."), DRAY_SCORE_MIN_DUE);
  for (guint i = 0; i < scores->len; i++) {
    const DrayDriverScore *score = &g_array_index (scores, DrayDriverScore, i);

    if (dray_id_is_none (&ask->driver) || dray_id_equal (&ask->driver, &score->driver))
      add_row (reader, table, score);
  }
  dray_report_take_table (report, table);
  return TRUE;
}
