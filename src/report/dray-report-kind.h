/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report.h"
#include "dray-store.h"

G_BEGIN_DECLS

typedef struct _DrayReportReader DrayReportReader;

/* What a report of figures shows on paper. In the order of a saved report's choices. */
typedef enum {
  DRAY_REPORT_SHOWS_BOTH,
  DRAY_REPORT_SHOWS_TABLE,
  DRAY_REPORT_SHOWS_CHART,
} DrayReportShows;

/**
 * DrayReportAsk:
 * @first_day: @last_day: operating days since 1970-01-01, both included
 * @truck: @driver: @party: whose rows alone; all where it is none
 * @depot: likewise, of figures
 * @now_us: what was due by then is due
 * @workspace: whose report it is, for people
 * @title: (nullable): what somebody called it who saved it; %NULL for the kind's own
 * @kpis: (nullable) (array zero-terminated=1): the measures of a report of figures; all of them if %NULL
 * @split: (nullable): its dimension: "day", "truck", "driver", "party", "depot", or a word that its facts have: "kind", "status"
 */
typedef struct {
  gint64      first_day;
  gint64      last_day;
  DrayId      truck;
  DrayId      driver;
  DrayId      party;
  gint64      now_us;
  const char *workspace;
  /* Of figures */
  const char        *title;
  const char *const *kpis;
  const char        *split;
  DrayReportShows    shows;
  DrayId             depot;
} DrayReportAsk;

/* The longest period: ten years. */
#define DRAY_REPORT_MAX_DAYS 3660

/**
 * DrayReportKind:
 * @name: as the command line calls it
 * @title: for people, marked with N_(), as is @summary
 * @summary: one line: what stands in it
 * @make: fills @report, which has its title and period; it reads through @reader alone. Where there is nothing it says so in a
 *   paragraph and succeeds
 *
 * One built-in report: a file in kind/ and a line in dray-report-kinds.c.
 */
typedef struct {
  const char *name;
  const char *title;
  const char *summary;
  gboolean  (*make) (DrayReportReader *reader,
                     DrayReport       *report,
                     GError          **error);
} DrayReportKind;

/* Ends with a row whose name is NULL. */
extern const DrayReportKind dray_report_kinds[];

const DrayReportKind *dray_report_kind_find (const char            *name);
DrayReport           *dray_report_make      (const DrayReportKind  *kind,
                                             DrayStore             *store,
                                             const DrayReportAsk   *ask,
                                             GCancellable          *cancellable,
                                             GError               **error);

G_END_DECLS
