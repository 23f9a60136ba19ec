/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-report-page.h"

#include "dray-engine-reports.h"
#include "dray-record-names.h"
#include "dray-report-pages.h"

G_BEGIN_DECLS

#define MIN_SHEET_WIDTH 300

struct _DrayReportPage {
  AdwBin                parent_instance;

  /* Template */
  GtkListBox           *kinds;
  GtkDrawingArea       *sheet;
  GtkLabel             *number;
  GtkLabel             *status;
  GtkSpinner           *spinner;
  GtkWidget            *before;
  GtkWidget            *next;
  GtkListBox           *saved;
  GtkWidget            *saved_title;
  DrayReportBuilder    *builder;

  /* Owned */
  DrayEngine           *engine;
  DrayRecordNames      *names;
  GPtrArray            *designs;      /* (element-type DrayReportDesign): those that are saved, in the order of their rows */
  DrayId                chosen;       /* the saved one that is to be chosen when it is read; none for none */
  DrayReport           *report;       /* NULL until one is made */
  DrayReportPages      *pages;        /* likewise */
  GCancellable         *cancellable;  /* of the report that is being made; NULL while none is */
  GtkFileChooserNative *chooser;      /* while it is open */

  const DrayReportKind *kind;         /* NULL while nothing is chosen */
  gboolean              is_designed;  /* shows what the builder says */
  gint64                today;
  gint64                first_day;
  gint64                last_day;
  guint                 page;
  gboolean              is_stale;     /* made for another period, and not looked at since */
};

/* The page's saved reports: dray-report-page-saved.c */
void dray_report_page_saved_class_init (GtkWidgetClass *widget_class);
void dray_report_page_saved_open       (DrayReportPage *self);
void dray_report_page_make             (DrayReportPage *self);
void dray_report_page_say              (DrayReportPage *self,
                                        const char     *words);

G_END_DECLS
