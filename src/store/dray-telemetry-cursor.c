/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-telemetry-private.h"

#include <math.h>

/* Each truck keeps the segment that it is in and the first fix behind it, so that an instant between two of its fixes costs a step
 * through at most 60 of them. What lies before the first fix of a day is looked for in the day before, and no further: a truck that was
 * silent for so long stands nowhere. Between two fixes a truck is on the straight line from one to the next, unless they are far apart
 * in time: then it stays where it was seen last. */

#define GAP_US (10 * DRAY_S_PER_MINUTE * DRAY_US_PER_S)

typedef struct {
  DrayFix fixes[DRAY_SEGMENT_FIXES];
  guint   n;            /* 0: none */
  DrayFix next;         /* at DRAY_NEVER: none known */
  gint64  from_us;      /* what is kept holds for instants from here … */
  gint64  until_us;     /* … until before here */
  guint   at;           /* the fix last found: the next step is near it */
} Place;

struct _DrayTelemetryCursor {
  DrayTelemetry *telemetry;  /* borrowed: outlives us */
  guint32       *trucks;     /* [n_trucks] */
  Place         *places;     /* [n_trucks] */
  guint          n_trucks;
};

/**
 * dray_telemetry_cursor_new:
 * @trucks: (array length=n_trucks): their numbers in the file, in the order that they are wanted in; %G_MAXUINT32 for one it doesn't know
 */
DrayTelemetryCursor *
dray_telemetry_cursor_new (DrayTelemetry *telemetry,
                           const guint32 *trucks,
                           guint          n_trucks)
{
  DrayTelemetryCursor *self = g_new0 (DrayTelemetryCursor, 1);

  self->telemetry = telemetry;
  self->trucks = g_memdup2 (trucks, n_trucks * sizeof *trucks);
  self->places = g_new0 (Place, n_trucks);
  self->n_trucks = n_trucks;
  return self;
}

void
dray_telemetry_cursor_free (DrayTelemetryCursor *self)
{
  g_free (self->trucks);
  g_free (self->places);
  g_free (self);
}

/* Lets go of what is kept: for when the file has changed. */
void
dray_telemetry_cursor_forget (DrayTelemetryCursor *self)
{
  for (guint i = 0; i < self->n_trucks; i++)
    self->places[i].from_us = self->places[i].until_us = 0;
}

/* Runs a statement that finds one head. Returns: %FALSE on error; *found says whether there is one */
static gboolean
find_head (DrayStatement      *statement,
           guint32             truck,
           gint64              ms,
           DrayTelemetryHead  *head,
           gboolean           *found,
           GError            **error)
{
  dray_statement_bind_integer (statement, 1, truck);
  dray_statement_bind_integer (statement, 2, ms);
  if (!dray_statement_step (statement, found, error))
    return FALSE;
  if (*found) {
    dray_telemetry_read_head (statement, head);
    dray_statement_reset (statement);
  }
  return TRUE;
}

/* The last segment that starts at @at_us or before, in its day. */
static gboolean
find_before (DrayTelemetryCursor  *self,
             guint32               truck,
             gint64                day,
             gint64                at_us,
             DrayTelemetryHead    *head,
             gboolean             *found,
             GError              **error)
{
  DrayTelemetryDay *tables = dray_telemetry_get_day (self->telemetry, day);
  DrayStatement *statement;

  *found = FALSE;
  if (tables == NULL)
    return TRUE;
  statement = dray_telemetry_prepare (self->telemetry, tables, &tables->find_before,
                                      "SELECT " HEAD_COLUMNS " FROM \"head_%s\" WHERE truck = ?1 AND start_ms <= ?2 ORDER BY start_ms DESC LIMIT 1", error);
  return statement != NULL && find_head (statement, truck, (at_us - day * DAY_US) / DRAY_US_PER_MS, head, found, error);
}

static gboolean
find_after (DrayTelemetryCursor  *self,
            guint32               truck,
            gint64                day,
            gint64                at_us,
            DrayTelemetryHead    *head,
            gboolean             *found,
            GError              **error)
{
  DrayTelemetryDay *tables = dray_telemetry_get_day (self->telemetry, day);
  DrayStatement *statement;

  *found = FALSE;
  if (tables == NULL)
    return TRUE;
  statement = dray_telemetry_prepare (self->telemetry, tables, &tables->find_after,
                                      "SELECT " HEAD_COLUMNS " FROM \"head_%s\" WHERE truck = ?1 AND start_ms > ?2 ORDER BY start_ms LIMIT 1", error);
  return statement != NULL && find_head (statement, truck, (at_us - day * DAY_US) / DRAY_US_PER_MS, head, found, error);
}

/* What lies behind @at_us, in its day or the next. */
static gboolean
read_next (DrayTelemetryCursor  *self,
           guint32               truck,
           gint64                at_us,
           Place                *place,
           GError              **error)
{
  gint64 day = floor_to (at_us, DAY_US) / DAY_US;
  DrayTelemetryHead head;
  DrayFix fixes[DRAY_SEGMENT_FIXES];
  gboolean found;
  guint n;

  place->next.at_us = DRAY_NEVER;
  place->until_us = (day + 2) * DAY_US;
  if (!find_after (self, truck, day, at_us, &head, &found, error))
    return FALSE;
  if (!found) {
    day++;
    if (!find_after (self, truck, day, day * DAY_US - DRAY_US_PER_MS, &head, &found, error))
      return FALSE;
  }
  if (!found)
    return TRUE;
  if (!dray_telemetry_read_body (self->telemetry, dray_telemetry_get_day (self->telemetry, day), &head, fixes, &n, error))
    return FALSE;
  place->next = fixes[0];
  place->until_us = fixes[0].at_us;
  return TRUE;
}

static gboolean
read_place (DrayTelemetryCursor  *self,
            guint32               truck,
            gint64                at_us,
            Place                *place,
            GError              **error)
{
  gint64 day = floor_to (at_us, DAY_US) / DAY_US;
  DrayTelemetryHead head;
  gboolean found;

  place->n = place->at = 0;
  if (!find_before (self, truck, day, at_us, &head, &found, error))
    return FALSE;
  if (!found) {
    day--;
    if (!find_before (self, truck, day, at_us, &head, &found, error))
      return FALSE;
  }
  if (found && !dray_telemetry_read_body (self->telemetry, dray_telemetry_get_day (self->telemetry, day), &head, place->fixes, &place->n, error))
    return FALSE;
  place->from_us = found ? place->fixes[0].at_us : floor_to (at_us, DAY_US);
  return read_next (self, truck, found ? MAX (at_us, place->fixes[place->n - 1].at_us) : at_us, place, error);
}

static void
interpolate (const DrayFix *a,
             const DrayFix *b,
             gint64         at_us,
             DrayFix       *fix)
{
  double part = (double) (at_us - a->at_us) / (double) (b->at_us - a->at_us);

  *fix = *a;
  /* The way across the date line is not the way round the earth. */
  if (b->at_us - a->at_us > GAP_US || ABS ((gint64) b->lon_e7 - a->lon_e7) > 180 * (gint64) DRAY_E7)
    return;
  fix->lon_e7 = (int) lround (a->lon_e7 + part * ((double) b->lon_e7 - a->lon_e7));
  fix->lat_e7 = (int) lround (a->lat_e7 + part * ((double) b->lat_e7 - a->lat_e7));
}

static void
find_place (Place   *place,
            gint64   at_us,
            DrayFix *fix)
{
  if (place->n == 0) {
    *fix = (DrayFix) { .at_us = DRAY_NEVER };
    return;
  }
  while (place->at > 0 && place->fixes[place->at].at_us > at_us)
    place->at--;
  while (place->at + 1 < place->n && place->fixes[place->at + 1].at_us <= at_us)
    place->at++;

  const DrayFix *next = place->at + 1 < place->n ? &place->fixes[place->at + 1] : &place->next;
  if (next->at_us == DRAY_NEVER)
    *fix = place->fixes[place->at];
  else
    interpolate (&place->fixes[place->at], next, at_us, fix);
}

static gboolean
seek (DrayTelemetryCursor  *self,
      gint64                at_us,
      DrayFix              *fixes,
      GError              **error)
{
  for (guint i = 0; i < self->n_trucks; i++) {
    Place *place = &self->places[i];

    if (at_us < place->from_us || at_us >= place->until_us) {
      place->n = 0;
      if (self->trucks[i] != G_MAXUINT32 && !read_place (self, self->trucks[i], at_us, place, error))
        return FALSE;
    }
    find_place (place, at_us, &fixes[i]);
    fixes[i].truck = i;
  }
  return TRUE;
}

/**
 * dray_telemetry_cursor_seek:
 * @fixes: (out) (array): [n_trucks] where each truck is: the fix before @at_us, moved to where the truck is on its way to the next;
 *   its @at_us stays that of the fix, so that whoever shows it can say how old the news is, and is %DRAY_NEVER where none is known
 */
gboolean
dray_telemetry_cursor_seek (DrayTelemetryCursor  *self,
                            gint64                at_us,
                            DrayFix              *fixes,
                            GError              **error)
{
  gboolean done;

  if (!dray_database_execute (self->telemetry->database, "BEGIN", error))
    return FALSE;
  done = dray_telemetry_refresh_days (self->telemetry, error) && seek (self, at_us, fixes, error);
  dray_database_execute (self->telemetry->database, "COMMIT", NULL);
  return done;
}
