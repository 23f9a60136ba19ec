/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix-code.h"
#include "dray-telemetry.h"
#include "dray-units.h"

G_BEGIN_DECLS

#define DAY_US (DRAY_S_PER_DAY * DRAY_US_PER_S)
#define HOUR_US (DRAY_S_PER_HOUR * DRAY_US_PER_S)

/* The statements on the tables of one day; prepared when they are first wanted. */
typedef struct {
  gint64         day;
  DrayStatement *put_head;
  DrayStatement *put_body;
  DrayStatement *drop_head;
  DrayStatement *drop_body;
  DrayStatement *list_from;    /* heads of a truck from a start on, up to an end */
  DrayStatement *find_before;  /* the last head of a truck that starts at or before */
  DrayStatement *find_after;   /* the first head of a truck that starts after */
  DrayStatement *get_body;
  DrayStatement *scan;         /* all heads by truck and start */
  DrayStatement *activity;     /* all heads */
} DrayTelemetryDay;

struct _DrayTelemetry {
  DrayDatabase  *database;
  GHashTable    *days;         /* gint64 * → DrayTelemetryDay; only days that the file has */
  GArray        *all_days;     /* (element-type gint64): rising; as of data_version */
  gint64         data_version;
  gsize          n_waiting;    /* fixes in the journal, of the writer */
  DrayStatement *append;
};

/* A head: what a segment is, without its fixes. Milliseconds of its day. */
typedef struct {
  guint32    truck;
  gint64     start_ms;
  gint64     end_ms;
  guint      n_fixes;
  DrayGeoBox box;
  gint64     body;
} DrayTelemetryHead;

static inline gint64
floor_to (gint64 at_us,
          gint64 step_us)
{
  gint64 rest = at_us % step_us;

  return at_us - (rest < 0 ? rest + step_us : rest);
}

int               dray_telemetry_compare_days (gconstpointer      a,
                                               gconstpointer      b);
gboolean          dray_telemetry_read_row     (const guint8      *bytes,
                                               gsize              n_bytes,
                                               GArray            *fixes);
gboolean          dray_telemetry_refresh_days (DrayTelemetry     *self,
                                               GError           **error);
DrayTelemetryDay *dray_telemetry_get_day      (DrayTelemetry     *self,
                                               gint64             day);
DrayTelemetryDay *dray_telemetry_make_day     (DrayTelemetry     *self,
                                               gint64             day,
                                               GError           **error);
DrayStatement    *dray_telemetry_prepare      (DrayTelemetry     *self,
                                               DrayTelemetryDay  *day,
                                               DrayStatement    **statement,
                                               const char        *sql,
                                               GError           **error);
void              dray_telemetry_forget_days  (DrayTelemetry     *self);
void              dray_telemetry_read_head    (DrayStatement     *statement,
                                               DrayTelemetryHead *head);
gboolean          dray_telemetry_read_body    (DrayTelemetry     *self,
                                               DrayTelemetryDay  *day,
                                               const DrayTelemetryHead *head,
                                               DrayFix            fixes[DRAY_SEGMENT_FIXES],
                                               guint             *n_fixes,
                                               GError           **error);

/* The columns of a head, in the order that dray_telemetry_read_head() reads them. */
#define HEAD_COLUMNS "truck, start_ms, end_ms, n, west_e6, south_e6, east_e6, north_e6, body"

G_END_DECLS
