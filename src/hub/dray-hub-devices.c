/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* Phone trackers over HTTP.
 *
 * OsmAnd, in the query (Traccar Client's old form):  ?id=TOKEN&lat=&lon=&timestamp=&speed=&bearing=&accuracy=   speed in KNOTS,
 *   timestamp in Unix seconds or milliseconds, or "YYYY-MM-DD HH:MM:SS" in UTC; hdop instead of accuracy is read as 5 m a unit
 * OsmAnd, as JSON (its new form):  {"location": {"timestamp": RFC 3339, "coords": {"latitude", "longitude", "speed" in M/S, "heading",
 *   "accuracy"}}, "device_id": TOKEN}; "location" may be an array
 * OwnTracks:  {"_type": "location", "lat", "lon", "tst" in seconds, "vel" in KM/H, "cog", "acc"}; other types are taken and ignored
 *
 * The token says which truck it is; what the body says is not asked. Every answer closes its connection: phones come once a minute, and
 * ten thousand kept open would cost what the sockets are for. */

#include "dray-json.h"
#include "dray-fix-lane-private.h"

#include <math.h>
#include <string.h>

#define KNOTS 51.4444
#define METRES_A_SECOND 100.0
#define KILOMETRES_AN_HOUR 27.7778

typedef struct {
  double lat, lon, at_s, speed, heading, accuracy_m;
} Reading;

static gboolean
make_fix (const Reading *reading,
          double         unit_cms,
          DrayFix       *fix)
{
  double heading = isfinite (reading->heading) ? fmod (reading->heading, 360) : 0;

  if (!(fabs (reading->lat) <= 90 && fabs (reading->lon) <= 180 && reading->at_s > 0 && reading->at_s < 4e9))
    return FALSE;
  *fix = (DrayFix) {
    .at_us = (gint64) (reading->at_s * G_USEC_PER_SEC),
    .lon_e7 = (int) lround (reading->lon * 1e7),
    .lat_e7 = (int) lround (reading->lat * 1e7),
    .speed_cms = (guint16) (reading->speed > 0 ? MIN (reading->speed * unit_cms, G_MAXUINT16) : 0),
    .heading_cdeg = (guint16) ((int) (100 * (heading < 0 ? heading + 360 : heading)) % 36000),
    .accuracy_dm = (guint16) (reading->accuracy_m > 0 ? MIN (reading->accuracy_m * 10, G_MAXUINT16) : 0),
  };
  return TRUE;
}

/* Whether the caller is the device of a truck; otherwise it was answered. */
gboolean
dray_fix_lane_may_write (DrayRequest *request)
{
  if (!dray_id_is_none (&request->holder.subject) &&
      dray_schema_get_scope (request->hub->schema, &request->actor, "fix.write") != DRAY_SCOPE_NONE)
    return TRUE;
  dray_request_refuse (request, "fix.write");
  dray_request_fail (request, 403, "FORBIDDEN", "this is no device of a truck");
  return FALSE;
}

static void
wake_lane (DrayIo   *io,
           gpointer  data)
{
}

typedef struct {
  DrayRequest *request;
  const char  *answer;
} Receipt;

/* On the history's thread: the fixes are on the disk. */
static void
on_written (gpointer data)
{
  Receipt *receipt = data;

  dray_request_finish (receipt->request, 200, g_strdup (receipt->answer));
  dray_request_unref (receipt->request);
  g_free (receipt);
}

static void
take (DrayRequest *request,
      GArray      *fixes,
      const char  *answer)
{
  DrayHub *hub = request->hub;
  char name[DRAY_ID_TEXT_LENGTH + 1], tenant[DRAY_ID_TEXT_LENGTH + 1];
  gint64 now_us = g_get_monotonic_time ();
  double n = MAX (fixes->len, 1);
  Receipt *receipt;

  dray_id_write (&request->holder.id, name);
  dray_id_write (&request->holder.tenant, tenant);
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Connection", "close");
  if (!dray_limiter_take (hub->fixes, name, n, now_us) || !dray_limiter_take (hub->tenant_fixes, tenant, n, now_us)) {
    soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Retry-After", "60");
    dray_request_fail (request, 429, "RETRY_AFTER", "too many fixes");
    return;
  }
  if (fixes->len == 0) {
    dray_request_answer (request, 200, "application/json", g_strdup (answer));
    return;
  }
  receipt = g_new0 (Receipt, 1);
  *receipt = (Receipt) { dray_request_ref (request), answer };
  if (!dray_fix_lane_take (hub->lane, &request->holder, (DrayFix *) (void *) fixes->data, fixes->len, on_written, receipt)) {
    dray_request_fail (request, 503, "RETRY_AFTER", "fixes can't be kept at present");
    dray_request_unref (request);
    g_free (receipt);
    return;
  }
  dray_request_pause (request);
  dray_io_call (hub->ios->pdata[0], wake_lane, NULL);
}

static double
get_number (DrayRequest *request,
            const char  *key)
{
  const char *text = dray_request_get (request, key);
  char *end;
  double number;

  if (text == NULL || *text == '\0')
    return NAN;
  number = g_ascii_strtod (text, &end);
  return *end == '\0' ? number : NAN;
}

static double
read_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;
  char *end;
  double number;

  if (text == NULL || strlen (text) > 40)
    return NAN;
  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0')
    return number > 1e11 ? number / 1000 : number;
  time = g_date_time_new_from_iso8601 (text, utc);
  return time != NULL ? (double) g_date_time_to_unix (time) + g_date_time_get_microsecond (time) / 1e6 : NAN;
}

static gboolean
read_query (DrayRequest *request,
            DrayFix     *fix)
{
  Reading reading = {
    get_number (request, "lat"), get_number (request, "lon"), read_time (dray_request_get (request, "timestamp")),
    get_number (request, "speed"), get_number (request, "bearing"), get_number (request, "accuracy"),
  };

  if (isnan (reading.heading))
    reading.heading = get_number (request, "heading");
  if (isnan (reading.accuracy_m))
    reading.accuracy_m = 5 * get_number (request, "hdop");
  return make_fix (&reading, KNOTS, fix);
}

static double
member (JsonObject *object,
        const char *key)
{
  double number;

  return dray_json_has (object, key) && dray_json_get_double (object, key, -1e15, 1e15, &number, NULL) ? number : NAN;
}

static double
member_time (JsonObject *object)
{
  const char *text = dray_json_get_string (object, "timestamp", NULL);

  return text != NULL ? read_time (text) : member (object, "timestamp") > 1e11 ? member (object, "timestamp") / 1000 : member (object, "timestamp");
}

static gboolean
read_location (JsonNode *node,
               GArray   *fixes)
{
  JsonObject *location = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *coords = location != NULL ? dray_json_get_object (location, "coords", NULL) : NULL;
  DrayFix fix;
  Reading reading;

  if (coords == NULL)
    return FALSE;
  reading = (Reading) { member (coords, "latitude"), member (coords, "longitude"), member_time (location), member (coords, "speed"),
                        member (coords, "heading"), member (coords, "accuracy") };
  if (!make_fix (&reading, METRES_A_SECOND, &fix))
    return FALSE;
  g_array_append_val (fixes, fix);
  return TRUE;
}

static gboolean
read_locations (JsonObject *body,
                GArray     *fixes)
{
  JsonNode *node = json_object_get_member (body, "location");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node == NULL || array == NULL)
    return node != NULL && read_location (node, fixes);
  for (guint i = 0; i < MIN (json_array_get_length (array), DRAY_LANE_BATCH); i++)
    if (!read_location (json_array_get_element (array, i), fixes))
      return FALSE;
  return json_array_get_length (array) <= DRAY_LANE_BATCH;
}

/* GET or POST /v1/devices/osmand */
void
dray_hub_take_osmand (DrayRequest *request)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  g_autoptr (JsonNode) node = NULL;
  gboolean is_query = dray_request_get (request, "lat") != NULL;
  JsonObject *body;
  DrayFix fix;

  if (!dray_fix_lane_may_write (request))
    return;
  if (is_query) {
    if (read_query (request, &fix)) {
      g_array_append_val (fixes, fix);
      take (request, fixes, "{}");
      return;
    }
  } else if ((body = dray_request_parse (request, &node)) == NULL) {
    return;
  } else if (read_locations (body, fixes)) {
    take (request, fixes, "{}");
    return;
  }
  dray_request_fail (request, 400, "INVALID", "no place and time");
}

/* POST /v1/devices/owntracks */
void
dray_hub_take_owntracks (DrayRequest *request)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body;
  Reading reading;
  DrayFix fix;

  if (!dray_fix_lane_may_write (request) || (body = dray_request_parse (request, &node)) == NULL)
    return;
  if (g_strcmp0 (dray_json_get_string (body, "_type", NULL), "location") == 0) {
    reading = (Reading) { member (body, "lat"), member (body, "lon"), member (body, "tst"), member (body, "vel"), member (body, "cog"),
                          member (body, "acc") };
    if (!make_fix (&reading, KILOMETRES_AN_HOUR, &fix)) {
      dray_request_fail (request, 400, "INVALID", "no place and time");
      return;
    }
    g_array_append_val (fixes, fix);
  }
  take (request, fixes, "[]");
}
