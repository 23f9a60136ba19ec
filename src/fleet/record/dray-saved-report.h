/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A report that somebody put together of figures, for everybody: which figures, by what, of whose rows and of which days. The figures are
 * their ids with commas between; the period is as people type it, so that "last-week" is another week next week. */

extern const char *const dray_saved_report_split_choices[];
extern const char *const dray_saved_report_shows_choices[];

#define DRAY_SAVED_REPORT_FIELDS(FIELD) \
  FIELD (SAVED_REPORT, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 80) \
  FIELD (SAVED_REPORT, MEASURES, measures, TEXT, .label = N_("Figures"), .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 1000) \
  FIELD (SAVED_REPORT, SPLIT, split, ENUM, .label = N_("By"), .choices = dray_saved_report_split_choices) \
  FIELD (SAVED_REPORT, SHOWS, shows, ENUM, .label = N_("Shows"), .choices = dray_saved_report_shows_choices) \
  FIELD (SAVED_REPORT, PERIOD, period, TEXT, .label = N_("Period"), .minimum = 1, .maximum = 40) \
  FIELD (SAVED_REPORT, TRUCK, truck, REFERENCE, .label = N_("Only of truck"), .refers_to = "truck") \
  FIELD (SAVED_REPORT, DRIVER, driver, REFERENCE, .label = N_("Only of driver"), .refers_to = "driver") \
  FIELD (SAVED_REPORT, PARTY, party, REFERENCE, .label = N_("Only of customer"), .refers_to = "party") \
  FIELD (SAVED_REPORT, DEPOT, depot, REFERENCE, .label = N_("Only of depot"), .refers_to = "site")

DRAY_DECLARE_TABLE (saved_report, SAVED_REPORT, DRAY_SAVED_REPORT_FIELDS)

G_END_DECLS
