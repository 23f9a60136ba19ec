/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine-figures.h"
#include "dray-insight-details.h"
#include "dray-insight-view.h"
#include "dray-record-names.h"

G_BEGIN_DECLS

/* A trend has at least so many days, so that a day stands in its fortnight. */
#define DRAY_INSIGHT_TREND_DAYS 14

struct _DrayInsightView {
  AdwBin           parent_instance;

  /* Template */
  GtkDropDown     *period;
  GtkEntry        *typed;
  GtkLabel        *words;
  GtkLabel        *trouble;
  GtkStack        *pages;
  GtkFlowBox      *tiles;
  GtkToggleButton *all;
  DrayChartCard   *days;
  DrayChartCard   *groups;
  GtkDropDown     *split;
  GtkLabel        *path;
  GtkLabel        *finding;
  GtkDropDown     *which;
  GtkButton       *clear;
  GtkBox          *heads;
  GtkListBox      *rows;
  DrayReportPage  *report;
  DrayExecutivePage *executive;
  DrayHeatPage    *heat;

  /* Owned */
  DrayEngine      *engine;
  DrayRecordNames *names;
  DrayFigureWatch *watch;        /* NULL unless the period is today */
  GCancellable    *asking;       /* of the tiles */
  GCancellable    *showing;      /* of what stands below them */
  GCancellable    *detailing;    /* of the orders' columns */
  DrayKpiResult   *now;          /* the chosen figure over the period, split; NULL until it is known */
  DrayKpiResult   *trend;        /* day by day; likewise */
  DrayKpiResult   *trend_before; /* the days before those; likewise */

  const DrayKpi   *kpi;          /* the chosen one */
  gint64           today;        /* DRAY_NEVER until the first answer */
  gint64           first_day;
  gint64           last_day;
  gint64           row_day;      /* of which the rows alone are listed; DRAY_NEVER for all */
  DrayId           row_group;    /* likewise; none for all */
  guint            renewal;      /* source: what is below the tiles follows them; 0 for none */
  guint            n_waiting;    /* answers that are still to come */
};

const char *dray_insight_view_get_split (DrayInsightView *self);
void        dray_insight_view_show_kpi  (DrayInsightView *self);
void        dray_insight_view_renew     (DrayInsightView *self);
void        dray_insight_view_show_rows (DrayInsightView *self);
void        dray_insight_view_name_rows (DrayInsightView *self);
void        dray_insight_view_draw      (DrayInsightView *self);
void        dray_insight_view_say       (DrayInsightView *self,
                                         const GError    *error);

G_END_DECLS
