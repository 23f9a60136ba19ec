/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DrayChart:
 *
 * What a chart shows, without how large or in which colours: kind, axes, series of columns, targets, marks. One thread makes and fills
 * it; from the moment somebody else sees it, it is immutable. dray-chart-layout.h draws it, on a screen's surface or on paper's alike.
 */
typedef struct _DrayChart DrayChart;

/**
 * DrayChartKind:
 * @DRAY_CHART_LINE: points in the order of their x, joined; a missing one (NaN) interrupts the line
 * @DRAY_CHART_AREA: likewise, filled down to zero
 * @DRAY_CHART_BAR: bars from zero, those of several series side by side
 * @DRAY_CHART_STACKED_BAR: bars from zero, those of several series upon each other
 * @DRAY_CHART_HISTOGRAM: how many values fell between two edges
 * @DRAY_CHART_SCATTER: points alone
 * @DRAY_CHART_HEAT_MAP: a cell for every pair of categories, the value written in it; NaN is closed
 * @DRAY_CHART_SPARKLINE: a line with no axes, for a tile
 * @DRAY_CHART_BAND: a line inside the band between its low and its high: a forecast, or the middle of a distribution
 * @DRAY_CHART_TIME_LINE: a lane for every category of y, and intervals on it
 */
typedef enum {
  DRAY_CHART_LINE,
  DRAY_CHART_AREA,
  DRAY_CHART_BAR,
  DRAY_CHART_STACKED_BAR,
  DRAY_CHART_HISTOGRAM,
  DRAY_CHART_SCATTER,
  DRAY_CHART_HEAT_MAP,
  DRAY_CHART_SPARKLINE,
  DRAY_CHART_BAND,
  DRAY_CHART_TIME_LINE,
  DRAY_CHART_N_KINDS,
} DrayChartKind;

typedef enum {
  DRAY_CHART_X,
  DRAY_CHART_Y,
} DrayChartSide;

/**
 * DrayChartScale:
 * @DRAY_CHART_NUMBER: linear
 * @DRAY_CHART_TIME: UTC microseconds, marked in the chart's time zone
 * @DRAY_CHART_CATEGORY: 0, 1, 2, … with the axis's categories as their words
 */
typedef enum {
  DRAY_CHART_NUMBER,
  DRAY_CHART_TIME,
  DRAY_CHART_CATEGORY,
} DrayChartScale;

/**
 * DrayChartRole:
 * @DRAY_CHART_DATA: what the chart is about
 * @DRAY_CHART_BEFORE: the period before: the colour of the series that it follows, paler
 * @DRAY_CHART_BAD: what is to be looked at: orange
 */
typedef enum {
  DRAY_CHART_DATA,
  DRAY_CHART_BEFORE,
  DRAY_CHART_BAD,
} DrayChartRole;

/**
 * DrayChartAxis:
 * @label: (nullable): what is counted along it
 * @unit: (nullable): behind each value: "%", "km"
 * @low: @high: its ends; NaN where the data decides
 * @categories: (nullable) (array zero-terminated=1): of %DRAY_CHART_CATEGORY
 */
typedef struct {
  DrayChartScale scale;
  char          *label;
  char          *unit;
  double         low;
  double         high;
  GStrv          categories;
} DrayChartAxis;

/**
 * DrayChartSeries:
 * @label: in legend, read-out and table
 * @x: @y: (array length=n): NaN in @y where there is nothing
 * @low: @high: (nullable) (array length=n): of a band; of a histogram @high is the bin's upper edge and of a time line the interval's end
 * @is_sorted: whether @x never falls
 */
typedef struct {
  char          *label;
  DrayChartRole  role;
  gsize          n;
  double        *x;
  double        *y;
  double        *low;
  double        *high;
  gboolean       is_sorted;
} DrayChartSeries;

/**
 * DrayChartMark:
 * @x: NaN for a target, which is a line across the whole chart at @y
 * @words: beside it
 */
typedef struct {
  double  x;
  double  y;
  char   *words;
} DrayChartMark;

/* How many series a chart has at most: so many colours can be told apart. */
#define DRAY_CHART_MAX_SERIES 32

/* The largest value that a histogram counts. */
#define DRAY_CHART_MAX_COUNTED 1e15

DrayChart             *dray_chart_new             (DrayChartKind        kind,
                                                   const char          *title);
DrayChart             *dray_chart_ref             (DrayChart           *self);
void                   dray_chart_unref           (DrayChart           *self);

void                   dray_chart_set_note        (DrayChart           *self,
                                                   const char          *note);
void                   dray_chart_set_zone        (DrayChart           *self,
                                                   GTimeZone           *zone);
void                   dray_chart_set_axis        (DrayChart           *self,
                                                   DrayChartSide        side,
                                                   DrayChartScale       scale,
                                                   const char          *label,
                                                   const char          *unit);
void                   dray_chart_set_range       (DrayChart           *self,
                                                   DrayChartSide        side,
                                                   double               low,
                                                   double               high);
void                   dray_chart_set_categories  (DrayChart           *self,
                                                   DrayChartSide        side,
                                                   const char *const   *categories);
int                    dray_chart_add_series      (DrayChart           *self,
                                                   const char          *label,
                                                   DrayChartRole        role,
                                                   const double        *x,
                                                   const double        *y,
                                                   gsize                n);
int                    dray_chart_add_band        (DrayChart           *self,
                                                   const char          *label,
                                                   const double        *x,
                                                   const double        *low,
                                                   const double        *middle,
                                                   const double        *high,
                                                   gsize                n);
int                    dray_chart_add_intervals   (DrayChart           *self,
                                                   const char          *label,
                                                   const double        *from,
                                                   const double        *until,
                                                   const double        *lane,
                                                   gsize                n);
int                    dray_chart_add_histogram   (DrayChart           *self,
                                                   const char          *label,
                                                   const double        *values,
                                                   gsize                n);
void                   dray_chart_add_target      (DrayChart           *self,
                                                   double               value,
                                                   const char          *words);
void                   dray_chart_add_mark        (DrayChart           *self,
                                                   double               x,
                                                   double               y,
                                                   const char          *words);

DrayChartKind          dray_chart_get_kind        (const DrayChart     *self);
const char            *dray_chart_get_title       (const DrayChart     *self);
const char            *dray_chart_get_note        (const DrayChart     *self);
GTimeZone             *dray_chart_get_zone        (const DrayChart     *self);
const DrayChartAxis   *dray_chart_get_axis        (const DrayChart     *self,
                                                   DrayChartSide        side);
int                    dray_chart_get_n_series    (const DrayChart     *self);
const DrayChartSeries *dray_chart_get_series      (const DrayChart     *self,
                                                   int                  series);
guint                  dray_chart_get_n_marks     (const DrayChart     *self);
const DrayChartMark   *dray_chart_get_mark        (const DrayChart     *self,
                                                   guint                mark);
gboolean               dray_chart_is_empty        (const DrayChart     *self);

/* In words, for those who don't see it: dray-chart-words.c */
char                  *dray_chart_dup_value       (const DrayChart     *self,
                                                   DrayChartSide        side,
                                                   double               value);
char                  *dray_chart_dup_point       (const DrayChart     *self,
                                                   int                  series,
                                                   gsize                index);
char                  *dray_chart_dup_description (const DrayChart     *self);
GPtrArray             *dray_chart_list_rows       (const DrayChart     *self);
char                  *dray_chart_dup_csv         (const DrayChart     *self,
                                                   char                 separator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayChart, dray_chart_unref)

G_END_DECLS
