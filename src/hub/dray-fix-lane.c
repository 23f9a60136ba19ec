/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The telemetry lane. Fixes come by HTTP (main context) or by the devices' sockets (I/O threads), pass the gate of their tenant and
 * go to its consoles, one frame a console a turn; nothing here touches an operation.
 *
 * A device sends {"n":7,"fixes":[[at_us,lon_e7,lat_e7,speed_cms,heading_cdeg,accuracy_dm],…]}, at most 500 of them, oldest first, and
 * is answered {"n":7,"taken":3}. A console gets {"fixes":[["TRUCK",at_us,lon_e7,lat_e7,speed_cms,heading_cdeg],…]}, at first the
 * latest of every truck that it may see. Which truck it is comes from the device's token alone. */

#include "dray-fix-lane-private.h"

#include "dray-json.h"

#include <math.h>
#include <string.h>

typedef struct {
  DrayHolder  holder;
  DrayFixLane   *lane;
  Fleet      *fleet;
  DraySocket *socket;     /* of consoles: owned */
  gboolean    is_greeted; /* of consoles: until then greet() is still to come and frees the peer */
  gboolean    is_closed;
  char        name[DRAY_ID_TEXT_LENGTH + 1];
} Peer;

static void
fleet_free (gpointer data)
{
  Fleet *fleet = data;

  g_assert (fleet->writer == NULL);
  dray_fix_gate_free (fleet->gate);
  dray_fence_watch_free (fleet->watch);
  g_array_unref (fleet->ids);
  g_hash_table_unref (fleet->trucks);
  g_array_unref (fleet->latest);
  g_ptr_array_unref (fleet->consoles);
  g_string_free (fleet->pending, TRUE);
  g_free (fleet);
}

DrayFixLane *
dray_fix_lane_new (DrayHub *hub)
{
  DrayFixLane *self = g_new0 (DrayFixLane, 1);

  g_mutex_init (&self->mutex);
  self->hub = hub;
  self->fleets = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, fleet_free);
  return self;
}

/* Brings what was taken to the disk and answers for it; from then on nothing is taken. */
void
dray_fix_lane_stop (DrayFixLane *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer value;

  self->is_stopped = TRUE;
  g_hash_table_iter_init (&iter, self->fleets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Fleet *fleet = value;

    if (fleet->writer != NULL)
      dray_telemetry_writer_stop (fleet->writer);
    g_clear_pointer (&fleet->writer, dray_telemetry_writer_unref);
  }
}

void
dray_fix_lane_free (DrayFixLane *self)
{
  g_hash_table_unref (self->fleets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* A gate that has become too small is replaced by one twice as large, which knows the latest fix of every truck. */
static void
widen_gate (Fleet *fleet)
{
  dray_fix_gate_free (fleet->gate);
  fleet->n_gate *= 2;
  fleet->gate = dray_fix_gate_new (fleet->n_gate);
  dray_fence_watch_widen (fleet->watch, fleet->n_gate);
  for (guint i = 0; i < fleet->latest->len; i++) {
    const DrayFix *fix = &g_array_index (fleet->latest, DrayFix, i);

    if (fix->at_us != 0)
      dray_fix_gate_judge (fleet->gate, fix);
  }
}

/* Room for one truck more, in the order of the history's numbers. The mutex is held. */
void
dray_fix_lane_add_truck (Fleet        *fleet,
                         const DrayId *truck)
{
  DrayFix none = { .truck = fleet->latest->len };

  g_hash_table_insert (fleet->trucks, g_memdup2 (truck, sizeof *truck), GUINT_TO_POINTER (fleet->latest->len));
  g_array_append_val (fleet->latest, none);
  g_array_append_val (fleet->ids, *truck);
  if (fleet->gate != NULL && fleet->latest->len > fleet->n_gate)
    widen_gate (fleet);
}

static void
on_disk_refused (const GError *error,
                 gpointer      data)
{
  g_warning ("fixes wait for the disk: %s", error->message);
}

/* Each tenant's history lies beside its file. */
static void
open_history (DrayFixLane  *self,
              const DrayId *tenant,
              Fleet        *fleet)
{
  g_autofree char *file = dray_hub_tenant_path (self->hub->folder, tenant);
  g_autofree char *path = g_strconcat (file, "-telemetry", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayTelemetry) telemetry = dray_telemetry_open (path, DRAY_DATABASE_CREATE, &error);
  g_autoptr (GArray) trucks = telemetry != NULL ? dray_telemetry_list_trucks (telemetry, &error) : NULL;

  if (trucks == NULL) {
    g_warning ("a history can't be opened: %s", error->message);
    return;
  }
  for (guint i = 0; i < trucks->len; i++)
    dray_fix_lane_add_truck (fleet, &g_array_index (trucks, DrayId, i));
  fleet->writer = dray_telemetry_writer_new (g_steal_pointer (&telemetry), on_disk_refused, NULL);
}

static Fleet *
find_fleet (DrayFixLane     *self,
            const DrayId *tenant)
{
  Fleet *fleet = g_hash_table_lookup (self->fleets, tenant);

  if (fleet != NULL)
    return fleet;
  fleet = g_new0 (Fleet, 1);
  fleet->trucks = g_hash_table_new_full (dray_id_hash, dray_id_equal, g_free, NULL);
  fleet->latest = g_array_new (FALSE, TRUE, sizeof (DrayFix));
  fleet->ids = g_array_new (FALSE, FALSE, sizeof (DrayId));
  fleet->consoles = g_ptr_array_new ();
  fleet->pending = g_string_new (NULL);
  if (!self->is_stopped)
    open_history (self, tenant, fleet);
  fleet->n_gate = MAX (64, fleet->latest->len);
  fleet->gate = dray_fix_gate_new (fleet->n_gate);
  dray_fix_lane_begin_fences (self, tenant, fleet);
  g_hash_table_insert (self->fleets, g_memdup2 (tenant, sizeof *tenant), fleet);
  return fleet;
}

static gboolean
number_truck (DrayTelemetry  *telemetry,
              gpointer        data,
              GError        **error)
{
  guint32 number;

  return dray_telemetry_put_trucks (telemetry, data, 1, &number, error);
}

/* Puts the truck's index; a new one is written down before its first fix. */
static gboolean
find_truck (Fleet        *fleet,
            const DrayId *truck,
            guint        *index)
{
  g_autoptr (GError) error = NULL;
  gpointer found;

  if (!g_hash_table_lookup_extended (fleet->trucks, truck, NULL, &found)) {
    if (!dray_telemetry_writer_run (fleet->writer, number_truck, (gpointer) truck, &error)) {
      g_warning ("a truck can't be added to the history: %s", error->message);
      return FALSE;
    }
    dray_fix_lane_add_truck (fleet, truck);
    found = GUINT_TO_POINTER (fleet->latest->len - 1);
  }
  *index = GPOINTER_TO_UINT (found);
  return TRUE;
}

static void
append_fix (GString       *to,
            const DrayId  *truck,
            const DrayFix *fix)
{
  char name[DRAY_ID_TEXT_LENGTH + 1];

  dray_id_write (truck, name);
  g_string_append_printf (to, "%s[\"%s\",%" G_GINT64_FORMAT ",%d,%d,%u,%u]", to->len > 0 ? "," : "", name, fix->at_us, fix->lon_e7,
                          fix->lat_e7, fix->speed_cms, fix->heading_cdeg);
}

/* Judges one fix and hands it on to the consoles. Returns: whether it belongs into the history */
static gboolean
take_fix (DrayFixLane   *self,
          Fleet         *fleet,
          const DrayId  *truck,
          const DrayFix *fix)
{
  DrayFixVerdict verdict = dray_fix_gate_judge (fleet->gate, fix);

  self->counts[verdict]++;
  if (verdict == DRAY_FIX_ACCEPTED) {
    g_array_index (fleet->latest, DrayFix, fix->truck) = *fix;
    dray_fence_watch_take_fix (fleet->watch, fix);
    if (fleet->consoles->len > 0)
      append_fix (fleet->pending, truck, fix);
  }
  return verdict == DRAY_FIX_ACCEPTED || verdict == DRAY_FIX_LATE;
}

/**
 * dray_fix_lane_take:
 * @fixes: (array length=n_fixes): of the holder's truck; changed
 * @done: on another thread, once all of them are on the disk: only then may the device forget them
 *
 * Judges them, hands the good ones to the consoles and writes them into the history.
 *
 * Returns: %FALSE where the history can't be written; @done is then not called
 */
gboolean
dray_fix_lane_take (DrayFixLane       *self,
                    const DrayHolder  *holder,
                    DrayFix           *fixes,
                    guint              n_fixes,
                    DrayTelemetryDone  done,
                    gpointer           data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Fleet *fleet = find_fleet (self, &holder->tenant);
  gint64 now_us = g_get_real_time ();
  guint n_kept = 0, truck;

  if (fleet->writer == NULL || !find_truck (fleet, &holder->subject, &truck))
    return FALSE;
  for (guint i = 0; i < n_fixes; i++) {
    DrayFix fix = fixes[i];

    fix.truck = truck;
    fix.received_us = now_us;
    if (take_fix (self, fleet, &holder->subject, &fix))
      fixes[n_kept++] = fix;
  }
  self->has_pending = TRUE;
  dray_telemetry_writer_put (fleet->writer, fixes, n_kept, done, data);
  return TRUE;
}

static void
send_pending (Fleet *fleet)
{
  g_autofree char *frame = NULL;

  if (fleet->pending->len == 0)
    return;
  frame = g_strdup_printf ("{\"fixes\":[%s]}", fleet->pending->str);
  for (guint i = 0; i < fleet->consoles->len; i++)
    dray_socket_send (((Peer *) fleet->consoles->pdata[i])->socket, DRAY_FRAME_TEXT, frame, strlen (frame));
  g_string_truncate (fleet->pending, 0);
}

/* Once a turn of an I/O thread: what came since the last one goes out together. */
void
dray_fix_lane_turn (DrayIo   *io,
                gpointer  hub)
{
  DrayFixLane *self = ((DrayHub *) hub)->lane;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer fleet;

  if (!self->has_pending)
    return;
  self->has_pending = FALSE;
  g_hash_table_iter_init (&iter, self->fleets);
  while (g_hash_table_iter_next (&iter, NULL, &fleet))
    send_pending (fleet);
}

guint64
dray_fix_lane_count (DrayFixLane *self,
                 guint     verdict)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->counts[verdict];
}

guint
dray_fix_lane_get_n_consoles (DrayFixLane *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer fleet;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->fleets);
  while (g_hash_table_iter_next (&iter, NULL, &fleet))
    n += ((Fleet *) fleet)->consoles->len;
  return n;
}

static gboolean
read_element (JsonArray *array,
              guint      i,
              gint64     minimum,
              gint64     maximum,
              gint64    *value)
{
  JsonNode *node = json_array_get_element (array, i);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return *value >= minimum && *value <= maximum;
}

static gboolean
read_fix (JsonNode *node,
          DrayFix  *fix)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 v[6];

  if (array == NULL || json_array_get_length (array) != 6 || !read_element (array, 0, 0, G_MAXINT64 / 2, &v[0]) ||
      !read_element (array, 1, -1800000000, 1800000000, &v[1]) || !read_element (array, 2, -900000000, 900000000, &v[2]) ||
      !read_element (array, 3, 0, G_MAXUINT16, &v[3]) || !read_element (array, 4, 0, 35999, &v[4]) ||
      !read_element (array, 5, 0, G_MAXUINT16, &v[5]))
    return FALSE;
  *fix = (DrayFix) { .at_us = v[0], .lon_e7 = (int) v[1], .lat_e7 = (int) v[2], .speed_cms = (guint16) v[3], .heading_cdeg = (guint16) v[4],
                     .accuracy_dm = (guint16) v[5] };
  return TRUE;
}

static gboolean
read_batch (const guint8 *payload,
            gsize         n_bytes,
            gint64       *number,
            GArray       *fixes)
{
  static const DrayJsonLimits limits = { 65536, 4, 64, 8000 };
  g_autoptr (JsonNode) node = dray_json_parse ((const char *) payload, (gssize) n_bytes, &limits, NULL);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) || !dray_json_get_int (json_node_get_object (node), "n", 0, G_MAXINT64 / 2, number, NULL))
    return FALSE;
  array = dray_json_get_array (json_node_get_object (node), "fixes", NULL);
  if (array == NULL || json_array_get_length (array) > DRAY_LANE_BATCH)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    DrayFix fix;

    if (!read_fix (json_array_get_element (array, i), &fix))
      return FALSE;
    g_array_append_val (fixes, fix);
  }
  return TRUE;
}

/* What a device is told once its batch is on the disk. */
typedef struct {
  DraySocket *socket;
  gint64      number;
  guint       n_fixes;
} Receipt;

static void
on_batch_written (gpointer data)
{
  Receipt *receipt = data;
  char answer[96];

  g_snprintf (answer, sizeof answer, "{\"n\":%" G_GINT64_FORMAT ",\"judged\":%u}", receipt->number, receipt->n_fixes);
  dray_socket_send (receipt->socket, DRAY_FRAME_TEXT, answer, strlen (answer));
  dray_socket_unref (receipt->socket);
  g_free (receipt);
}

static void
take_batch (Peer       *peer,
            DraySocket *socket,
            gint64      number,
            GArray     *fixes)
{
  Receipt *receipt = g_new0 (Receipt, 1);

  receipt->socket = dray_socket_ref (socket);
  receipt->number = number;
  receipt->n_fixes = fixes->len;
  if (dray_fix_lane_take (peer->lane, &peer->holder, (DrayFix *) (void *) fixes->data, fixes->len, on_batch_written, receipt))
    return;
  dray_socket_close (socket, DRAY_CLOSE_SHUTTING_DOWN, "fixes can't be kept at present");
  dray_socket_unref (receipt->socket);
  g_free (receipt);
}

static void
on_device_message (DraySocket    *socket,
                   DrayFrameKind  kind,
                   const guint8  *payload,
                   gsize          n_bytes,
                   gpointer       data)
{
  Peer *peer = data;
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (DrayFix));
  gint64 number;

  if (kind != DRAY_FRAME_TEXT || !read_batch (payload, n_bytes, &number, fixes)) {
    dray_socket_close (socket, DRAY_CLOSE_UNSUPPORTED, "no batch of fixes");
    return;
  }
  if (peer->holder.expires_us < g_get_real_time ()) {
    dray_socket_close (socket, DRAY_CLOSE_TOKEN_EXPIRED, "the token has expired");
    return;
  }
  if (!dray_limiter_take (peer->lane->hub->fixes, peer->name, MAX (fixes->len, 1), g_get_monotonic_time ())) {
    dray_socket_close (socket, DRAY_CLOSE_TOO_MANY, "too many fixes");
    return;
  }
  take_batch (peer, socket, number, fixes);
}

static void
on_device_closed (DraySocket    *socket,
                  DrayCloseCode  code,
                  gpointer       data)
{
  g_free (data);
}

static void
on_console_message (DraySocket    *socket,
                    DrayFrameKind  kind,
                    const guint8  *payload,
                    gsize          n_bytes,
                    gpointer       data)
{
  dray_socket_close (socket, DRAY_CLOSE_UNSUPPORTED, "this lane goes one way");
}

static void
on_console_closed (DraySocket    *socket,
                   DrayCloseCode  code,
                   gpointer       data)
{
  Peer *peer = data;

  peer->is_closed = TRUE;
  if (!peer->is_greeted)
    return;
  g_mutex_lock (&peer->lane->mutex);
  g_ptr_array_remove_fast (peer->fleet->consoles, peer);
  g_mutex_unlock (&peer->lane->mutex);
  dray_socket_unref (peer->socket);
  g_free (peer);
}

static const DraySocketHandler device_handler = { on_device_message, on_device_closed };
static const DraySocketHandler console_handler = { on_console_message, on_console_closed };

static void
send_all (Peer *peer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peer->lane->mutex);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *frame = NULL;
  GHashTableIter iter;
  gpointer truck, index;

  g_hash_table_iter_init (&iter, peer->fleet->trucks);
  while (g_hash_table_iter_next (&iter, &truck, &index)) {
    const DrayFix *fix = &g_array_index (peer->fleet->latest, DrayFix, GPOINTER_TO_UINT (index));

    if (fix->at_us != 0)
      append_fix (all, truck, fix);
  }
  frame = g_strdup_printf ("{\"fixes\":[%s]}", all->str);
  g_ptr_array_add (peer->fleet->consoles, peer);
  dray_socket_send (peer->socket, DRAY_FRAME_TEXT, frame, strlen (frame));
}

static void
greet (DrayIo   *io,
       gpointer  data)
{
  Peer *peer = data;

  if (peer->is_closed) {
    dray_socket_unref (peer->socket);
    g_free (peer);
    return;
  }
  peer->is_greeted = TRUE;
  send_all (peer);
}

static void
on_upgraded (DrayIo    *io,
             GIOStream *stream,
             GSocket   *socket,
             gpointer   data)
{
  Peer *peer = data;

  if (stream == NULL) {
    g_free (peer);
    return;
  }
  if (peer->fleet == NULL) {
    dray_socket_unref (dray_io_take (io, stream, socket, &device_handler, peer));
    return;
  }
  peer->socket = dray_io_take (io, stream, socket, &console_handler, peer);
  dray_io_call (io, greet, peer);
}

static void
open_lane (DrayRequest *request,
           gboolean     is_console)
{
  DrayHub *hub = request->hub;
  Peer *peer = g_new0 (Peer, 1);

  peer->holder = request->holder;
  peer->lane = hub->lane;
  dray_id_write (&request->holder.id, peer->name);
  if (is_console) {
    g_mutex_lock (&hub->lane->mutex);
    peer->fleet = find_fleet (hub->lane, &request->holder.tenant);
    g_mutex_unlock (&hub->lane->mutex);
  }
  if (!dray_hub_upgrade (request, NULL, on_upgraded, peer))
    g_free (peer);
}

/* GET /v1/devices/lane */
void
dray_hub_open_devices (DrayRequest *request)
{
  if (dray_fix_lane_may_write (request))
    open_lane (request, FALSE);
}

/* GET /v1/lane: for those who may read every truck */
void
dray_hub_open_live (DrayRequest *request)
{
  if (dray_schema_get_scope (request->hub->schema, &request->actor, "fix.read") == DRAY_SCOPE_TENANT) {
    open_lane (request, TRUE);
    return;
  }
  dray_request_refuse (request, "fix.read");
  dray_request_fail (request, 403, "FORBIDDEN", "fix.read is not allowed to the role %s", request->actor.role);
}
