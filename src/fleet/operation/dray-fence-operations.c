/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-event.h"
#include "dray-fence-operations.h"
#include "dray-fence-vertex.h"
#include "dray-fence.h"
#include "dray-units.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

/* The outline comes as one JSON argument, because a polygon is whole or nothing:
 *
 *   [[{"id": ID, "lon_e7": N, "lat_e7": N}, …], …]      rings, the outline first, then holes; a ring does not repeat its first corner
 *
 * A corner that was there keeps its id, so that a colleague's edit of another corner does not meet it. */

#define MAX_RINGS 20
#define MAX_VERTICES 500

#define DRAY_FENCE_RESHAPE_ARGUMENTS(FIELD) \
  FIELD (FENCE_RESHAPE, FENCE, fence, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "fence") \
  FIELD (FENCE_RESHAPE, RINGS, rings, JSON, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (FENCE_RESHAPE, DRAY_FENCE_RESHAPE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (fence_reshape, DRAY_FENCE_RESHAPE_ARGUMENTS)

typedef struct {
  DrayId id;
  gint64 ring;
  gint64 rank;
  gint64 lon_e7;
  gint64 lat_e7;
} Vertex;

static gboolean
parse_number (JsonObject *object,
              const char *member,
              gint64      limit,
              gint64     *number)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);
  return ABS (*number) <= limit;
}

static gboolean
parse_vertex (JsonNode *node,
              Vertex   *vertex)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *id = object != NULL ? json_object_get_member (object, "id") : NULL;

  return id != NULL && JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING && dray_id_parse (json_node_get_string (id), &vertex->id)
         && parse_number (object, "lon_e7", 180 * (gint64) DRAY_E7, &vertex->lon_e7) && parse_number (object, "lat_e7", 90 * (gint64) DRAY_E7, &vertex->lat_e7);
}

/* Appends a ring's corners to @vertices. Returns: whether it is one */
static gboolean
parse_ring (JsonNode *node,
            gint64    ring,
            GArray   *vertices)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n < 3 || vertices->len + n > MAX_VERTICES)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    Vertex vertex = { .ring = ring, .rank = i };

    if (!parse_vertex (json_array_get_element (array, i), &vertex))
      return FALSE;
    g_array_append_val (vertices, vertex);
  }
  return TRUE;
}

/* Returns: (transfer full) (nullable): the corners of all rings, %NULL where the argument is no outline */
static GArray *
parse_rings (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GArray) vertices = g_array_new (FALSE, FALSE, sizeof (Vertex));

  if (n == 0 || n > MAX_RINGS)
    return NULL;
  for (guint i = 0; i < n; i++) {
    if (!parse_ring (json_array_get_element (array, i), i, vertices))
      return NULL;
  }
  return g_steal_pointer (&vertices);
}

static gboolean
is_kept (GArray       *vertices,
         const DrayId *id)
{
  for (guint i = 0; i < vertices->len; i++) {
    if (dray_id_equal (&g_array_index (vertices, Vertex, i).id, id))
      return TRUE;
  }
  return FALSE;
}

static void
drop_others (DrayMutation *mutation,
             const DrayId *fence,
             GArray       *vertices)
{
  g_autoptr (GPtrArray) rows = dray_mutation_select_by_id (mutation, &dray_fence_vertex_table, DRAY_FENCE_VERTEX_FENCE, fence);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const DrayRow *row = rows->pdata[i];

    if (!is_kept (vertices, &row->id))
      dray_mutation_delete (mutation, &dray_fence_vertex_table, &row->id);
  }
}

static void
put_vertex (DrayMutation *mutation,
            const DrayId *fence,
            const Vertex *vertex)
{
  const DrayTable *table = &dray_fence_vertex_table;
  const DrayRow *row = dray_mutation_find (mutation, table, &vertex->id);
  char rank[16];

  if (row == NULL) {
    dray_mutation_create (mutation, table, &vertex->id);
  } else {
    DrayId owner = dray_row_get_id (row, DRAY_FENCE_VERTEX_FENCE);

    if (!dray_id_equal (&owner, fence)) {
      dray_mutation_refuse (mutation, N_("A corner of the outline belongs to another fence."));
      return;
    }
  }
  g_snprintf (rank, sizeof rank, "m%04d", (int) vertex->rank);
  dray_mutation_set_id (mutation, table, &vertex->id, DRAY_FENCE_VERTEX_FENCE, fence);
  dray_mutation_set_integer (mutation, table, &vertex->id, DRAY_FENCE_VERTEX_RING, vertex->ring);
  dray_mutation_set_text (mutation, table, &vertex->id, DRAY_FENCE_VERTEX_RANK, rank);
  dray_mutation_set_integer (mutation, table, &vertex->id, DRAY_FENCE_VERTEX_LON_E7, vertex->lon_e7);
  dray_mutation_set_integer (mutation, table, &vertex->id, DRAY_FENCE_VERTEX_LAT_E7, vertex->lat_e7);
}

static void
fence_reshape (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_FENCE_RESHAPE_FENCE);
  g_autoptr (GArray) vertices = parse_rings (dray_mutation_argument_text (mutation, DRAY_FENCE_RESHAPE_RINGS));

  if (dray_mutation_require (mutation, &dray_fence_table, &id) == NULL)
    return;
  if (vertices == NULL) {
    dray_mutation_refuse (mutation, N_("An outline has up to %d rings of three corners or more, %d corners in all."), MAX_RINGS, MAX_VERTICES);
    return;
  }
  drop_others (mutation, &id, vertices);
  for (guint i = 0; i < vertices->len && !dray_mutation_has_failed (mutation); i++)
    put_vertex (mutation, &id, &g_array_index (vertices, Vertex, i));
}

const DrayOperation dray_fence_reshape = {
  .name = "fence.reshape", .version = 1, .label = N_("Change the outline of a fence"), .kind = DRAY_OPERATION_EDIT,
  .arguments = fence_reshape_arguments, .n_arguments = DRAY_FENCE_RESHAPE_N_FIELDS, .mutate = fence_reshape,
};

#define DRAY_FENCE_RECORD_ARGUMENTS(FIELD) \
  FIELD (FENCE_RECORD, EVENT, event, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "fence_event") \
  FIELD (FENCE_RECORD, TRUCK, truck, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "truck") \
  FIELD (FENCE_RECORD, FENCE, fence, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "fence") \
  FIELD (FENCE_RECORD, TRANSITION, transition, ENUM, .flags = DRAY_FIELD_REQUIRED, .choices = dray_fence_event_transition_choices) \
  FIELD (FENCE_RECORD, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED)

DRAY_DECLARE_ARGUMENTS (FENCE_RECORD, DRAY_FENCE_RECORD_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (fence_record, DRAY_FENCE_RECORD_ARGUMENTS)

/* The event's id is derived from truck, fence, transition and device time, so that two who watch the same fixes record it once. */
static void
fence_record (DrayMutation *mutation)
{
  const DrayTable *table = &dray_fence_event_table;
  DrayId id = dray_mutation_argument_id (mutation, DRAY_FENCE_RECORD_EVENT);

  if (dray_mutation_find (mutation, table, &id) != NULL)
    return;
  dray_mutation_create (mutation, table, &id);
  dray_mutation_set_argument (mutation, table, &id, DRAY_FENCE_EVENT_TRUCK, DRAY_FENCE_RECORD_TRUCK);
  dray_mutation_set_argument (mutation, table, &id, DRAY_FENCE_EVENT_FENCE, DRAY_FENCE_RECORD_FENCE);
  dray_mutation_set_argument (mutation, table, &id, DRAY_FENCE_EVENT_TRANSITION, DRAY_FENCE_RECORD_TRANSITION);
  dray_mutation_set_argument (mutation, table, &id, DRAY_FENCE_EVENT_AT_US, DRAY_FENCE_RECORD_AT_US);
}

const DrayOperation dray_fence_record = {
  .name = "fence.record", .version = 1, .label = N_("A truck at a fence"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = fence_record_arguments, .n_arguments = DRAY_FENCE_RECORD_N_FIELDS, .mutate = fence_record,
};

/* The event's id comes from what happened alone. */
static DrayId
make_event_id (const DrayId         *truck,
               const DrayFenceEvent *event)
{
  g_autoptr (GByteArray) name = g_byte_array_new ();
  guint8 transition = (guint8) event->transition;
  gint64 little = GINT64_TO_LE (event->at_us);

  g_byte_array_append (name, truck->bytes, sizeof truck->bytes);
  g_byte_array_append (name, event->fence.bytes, sizeof event->fence.bytes);
  g_byte_array_append (name, &transition, 1);
  g_byte_array_append (name, (const guint8 *) &little, sizeof little);
  return dray_id_derive ("fence event", name->data, name->len);
}

/**
 * dray_fence_record_new:
 * @truck: whose event it is
 *
 * Returns: (transfer full): what records it
 */
DrayIntent *
dray_fence_record_new (DraySchema           *schema,
                       const DrayId         *truck,
                       const DrayFenceEvent *event)
{
  DrayIntent *intent = dray_intent_new (schema, "fence.record");
  DrayId id = make_event_id (truck, event);

  dray_intent_set_id (intent, "event", &id);
  dray_intent_set_id (intent, "truck", truck);
  dray_intent_set_id (intent, "fence", &event->fence);
  dray_intent_set_text (intent, "transition", dray_fence_event_transition_choices[event->transition]);
  dray_intent_set_integer (intent, "at_us", event->at_us);
  return intent;
}
