/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

#include "dray-road-error.h"

#include <math.h>
#include <string.h>

/* States and the turns between them; what they are for stands in dray-road-graph-private.h.
 *
 * What a turn costs beside the drive: a bend at a junction of three or more roads up to 6 s by its angle, 2 s more where it crosses
 * the oncoming traffic, and what signals and signs at the node take. Turning round costs 20 s and is possible only where a road
 * ends, which it also does for whom the way on may be closed. */

#define U_TURN_DS 200
#define SHARPEST_DS 60
#define CROSSING_DS 20
#define GRAIN_DS 5

typedef struct {
  guint32 tail;
  guint32 head;
  guint16 kind;
} Turn;

typedef struct {
  DrayRoadBuilder *builder;
  GArray          *turns;   /* Turn, by tail */
  GHashTable      *kinds;   /* cost << 16 | limits, to number + 1 */
} Building;

static guint16
add_kind (Building *building,
          guint     cost_ds,
          guint16   limits)
{
  DrayRoadBuilder *self = building->builder;
  DrayTurnKind kind = { (guint16) (MIN (cost_ds, G_MAXUINT16 - GRAIN_DS) / GRAIN_DS * GRAIN_DS), limits };
  gpointer key = GUINT_TO_POINTER ((guint) kind.cost_ds << 16 | limits);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (building->kinds, key));

  if (known == 0) {
    if (self->turn_kinds->len == G_MAXUINT16)
      return 0;
    g_array_append_val (self->turn_kinds, kind);
    known = self->turn_kinds->len;
    g_hash_table_insert (building->kinds, key, GUINT_TO_POINTER (known));
  }
  return (guint16) (known - 1);
}

static const DrayRoadLimits *
get_limits (const DrayRoadBuilder *self,
            guint16                row)
{
  return &g_array_index (self->limits.rows, DrayRoadLimits, row);
}

static gboolean
is_closed (const DrayRoadLimits *limits)
{
  for (int kind = 0; kind < DRAY_N_VEHICLE_KINDS; kind++) {
    if (limits->access[kind] != DRAY_ACCESS_CLOSED)
      return FALSE;
  }
  return TRUE;
}

/* Returns: the row of both rows together */
static guint16
merge (DrayRoadBuilder *self,
       guint16          a,
       guint16          b)
{
  if (a == 0 || a == b)
    return b;
  if (b == 0)
    return a;
  DrayRoadLimits both = *get_limits (self, a);
  dray_road_limits_merge (&both, get_limits (self, b));
  return dray_limits_table_add (&self->limits, &both);
}

/* What the barrier at the junction and the turn restrictions there say to a turn. */
static guint16
find_turn_limits (DrayRoadBuilder *self,
                  guint32          from,
                  guint32          to,
                  guint32          junction)
{
  const DrayTurnBan *bans = (const DrayTurnBan *) (gpointer) self->turn_bans->data;
  guint32 low = 0, high = self->turn_bans->len;
  guint16 limits = from == (to ^ 1) ? 0 : DRAY_AT (junction_limits, guint16, junction);

  while (low < high) {
    guint32 middle = low + (high - low) / 2;

    if (bans[middle].from < from || (bans[middle].from == from && bans[middle].to < to))
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < self->turn_bans->len && bans[low].from == from && bans[low].to == to; low++)
    limits = merge (self, limits, bans[low].limits);
  return limits;
}

/* In 256ths of a circle, to the right positive. */
static int
turn_angle (const DrayRoadBuilder *self,
            guint32                from,
            guint32                to)
{
  guint8 arrive = (guint8) (DRAY_AT (piece_bearing, guint8, from ^ 1) + 128);

  return (gint8) (DRAY_AT (piece_bearing, guint8, to) - arrive);
}

static guint
turn_cost (const DrayRoadBuilder *self,
           guint32                from,
           guint32                to,
           guint32                junction)
{
  guint32 degree = self->ends_first[junction + 1] - self->ends_first[junction];
  guint cost = DRAY_AT (junction_cost_ds, guint16, junction);
  int angle = turn_angle (self, from, to);

  if (degree < 3)
    return cost;
  cost += (guint) (SHARPEST_DS * (1 - cos (angle * (G_PI / 128))) / 2 + 0.5);
  if (self->drives_left ? angle > 32 : angle < -32)
    cost += CROSSING_DS;
  return cost;
}

/* Traffic drives round a roundabout on its own side. */
static gboolean
find_driving_side (const DrayRoadBuilder *self)
{
  gint64 sum = 0;

  for (guint32 piece = 0; piece < dray_road_builder_get_n_pieces (self); piece++) {
    if (!(DRAY_AT (piece_flags, guint8, piece) & DRAY_ROAD_ROUNDABOUT))
      continue;
    guint32 segment = DRAY_AT (segment_speed, guint8, 2 * piece) > 0 ? 2 * piece : 2 * piece + 1;
    guint8 arrive = (guint8) (DRAY_AT (piece_bearing, guint8, segment ^ 1) + 128);
    sum += (gint8) (arrive - DRAY_AT (piece_bearing, guint8, segment));
  }
  return sum > 0;
}

static gboolean
needs_arrival (const DrayRoadLimits *limits)
{
  return limits->access[0] == DRAY_ACCESS_DESTINATION || limits->access[1] == DRAY_ACCESS_DESTINATION ||
         limits->access[2] == DRAY_ACCESS_DESTINATION;
}

/* Returns: the number of the new state */
static guint32
add_state (DrayRoadBuilder *self,
           guint32          segment,
           guint8           arrival)
{
  g_array_append_val (self->state_segment, segment);
  g_array_append_val (self->state_arrival, arrival);
  return self->state_segment->len - 1;
}

static void
make_states (DrayRoadBuilder *self)
{
  guint32 n_segments = 2 * dray_road_builder_get_n_pieces (self);

  for (guint32 segment = 0; segment < n_segments; segment++) {
    gboolean exists = DRAY_AT (segment_speed, guint8, segment) > 0;
    gboolean arrives = exists && needs_arrival (get_limits (self, DRAY_AT (segment_limits, guint16, segment)));
    guint32 state = exists ? add_state (self, segment, FALSE) : DRAY_ROAD_NONE;
    guint32 arrival = arrives ? add_state (self, segment, TRUE) : DRAY_ROAD_NONE;

    g_array_append_val (self->segment_state, state);
    g_array_append_val (self->segment_arrival, arrival);
  }
}

static void
add_turn (Building *building,
          guint32   from,
          guint32   to,
          guint16   kind)
{
  DrayRoadBuilder *self = building->builder;
  guint32 tail = DRAY_AT (segment_state, guint32, from), head = DRAY_AT (segment_state, guint32, to);
  guint32 arrival_tail = DRAY_AT (segment_arrival, guint32, from), arrival_head = DRAY_AT (segment_arrival, guint32, to);
  Turn turn = { tail, head, kind };

  g_array_append_val (building->turns, turn);
  if (arrival_head == DRAY_ROAD_NONE)
    return;
  turn = (Turn) { tail, arrival_head, kind };
  g_array_append_val (building->turns, turn);
  if (arrival_tail == DRAY_ROAD_NONE)
    return;
  turn = (Turn) { arrival_tail, arrival_head, kind };
  g_array_append_val (building->turns, turn);
}

static void
add_turns_from (Building *building,
                guint32   from,
                guint32   junction)
{
  DrayRoadBuilder *self = building->builder;
  gboolean way_on = FALSE;

  for (guint32 i = self->ends_first[junction]; i < self->ends_first[junction + 1]; i++) {
    guint32 to = self->ends[i];

    if (to == (from ^ 1) || DRAY_AT (segment_speed, guint8, to) == 0)
      continue;
    guint16 limits = find_turn_limits (self, from, to, junction);
    if (is_closed (get_limits (self, limits)))
      continue;
    way_on |= limits == 0 && DRAY_AT (segment_limits, guint16, to) == 0;
    add_turn (building, from, to, add_kind (building, turn_cost (self, from, to, junction), limits));
  }
  if (!way_on && DRAY_AT (segment_speed, guint8, from ^ 1) > 0) {
    guint16 limits = find_turn_limits (self, from, from ^ 1, junction);

    if (!is_closed (get_limits (self, limits)))
      add_turn (building, from, from ^ 1, add_kind (building, U_TURN_DS, limits));
  }
}

/* Restrictions over whole roads. */

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  const Turn *x = a, *y = b;

  if (x->tail != y->tail)
    return x->tail < y->tail ? -1 : 1;
  return x->head != y->head ? (x->head < y->head ? -1 : 1) : 0;
}

static guint32
first_turn_of (const Building *building,
               guint32         state)
{
  guint32 low = 0, high = building->turns->len;

  while (low < high) {
    guint32 middle = low + (high - low) / 2;

    if (g_array_index (building->turns, Turn, middle).tail < state)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean
same_chain (const DrayRoadBuilder *self,
            const DrayViaBan      *a,
            const DrayViaBan      *b)
{
  return a->from == b->from && a->n_via == b->n_via &&
         memcmp (&DRAY_AT (via_segments, guint32, a->first_via), &DRAY_AT (via_segments, guint32, b->first_via), a->n_via * sizeof (guint32)) == 0;
}

/* Is there an earlier rule that begins alike? Two that share a beginning and then part would need copies of copies. */
static gboolean
is_taken (const DrayRoadBuilder *self,
          guint32                i,
          gboolean              *same)
{
  const DrayViaBan *rule = &DRAY_AT (via_bans, DrayViaBan, i);

  for (guint32 k = 0; k < i; k++) {
    const DrayViaBan *other = &DRAY_AT (via_bans, DrayViaBan, k);

    if (other->from == rule->from && DRAY_AT (via_segments, guint32, other->first_via) == DRAY_AT (via_segments, guint32, rule->first_via)) {
      *same = same_chain (self, rule, other);
      return TRUE;
    }
  }
  return FALSE;
}

/* The limits of leaving the chain of @rule to segment @to, from this rule and all others over the same chain. */
static guint16
find_via_limits (DrayRoadBuilder  *self,
                 guint32           i,
                 guint32           to)
{
  guint16 limits = 0;

  for (guint32 k = i; k < self->via_bans->len; k++) {
    const DrayViaBan *other = &DRAY_AT (via_bans, DrayViaBan, k);

    if (same_chain (self, &DRAY_AT (via_bans, DrayViaBan, i), other) && (other->to == to) != other->only)
      limits = merge (self, limits, other->limits);
  }
  return limits;
}

/* Gives the states of each via segment a copy, sends the turns of the first into the copies, and lets the copies go where their
 * originals go, apart from where the rule forbids it. Originals' turns are the first @n_turns, sorted. */
static void
copy_chain (Building *building,
            guint32   i,
            guint32   n_turns)
{
  DrayRoadBuilder *self = building->builder;
  const DrayViaBan *rule = &DRAY_AT (via_bans, DrayViaBan, i);
  const guint32 *chain = &DRAY_AT (via_segments, guint32, rule->first_via);
  GArray *const roles[2] = { self->segment_state, self->segment_arrival };
  guint32 copies[2][33];

  for (guint32 k = 0; k < rule->n_via; k++) {
    for (int role = 0; role < 2; role++) {
      gboolean exists = g_array_index (roles[role], guint32, chain[k]) != DRAY_ROAD_NONE;

      copies[role][k] = exists ? add_state (self, chain[k], (guint8) role) : DRAY_ROAD_NONE;
    }
  }
  for (int role = 0; role < 2; role++) {
    guint32 from = g_array_index (roles[role], guint32, rule->from);

    for (guint32 t = first_turn_of (building, from); from != DRAY_ROAD_NONE && t < n_turns && g_array_index (building->turns, Turn, t).tail == from; t++) {
      Turn *turn = &g_array_index (building->turns, Turn, t);

      for (int into = 0; into < 2; into++) {
        if (turn->head == g_array_index (roles[into], guint32, chain[0]) && copies[into][0] != DRAY_ROAD_NONE)
          turn->head = copies[into][0];
      }
    }
    for (guint32 k = 0; k < rule->n_via && copies[role][0] != DRAY_ROAD_NONE; k++) {
      guint32 original = g_array_index (roles[role], guint32, chain[k]);

      for (guint32 t = first_turn_of (building, original); original != DRAY_ROAD_NONE && t < n_turns && g_array_index (building->turns, Turn, t).tail == original; t++) {
        Turn turn = g_array_index (building->turns, Turn, t);
        guint32 to = g_array_index (self->state_segment, guint32, turn.head);
        const DrayTurnKind kind = g_array_index (self->turn_kinds, DrayTurnKind, turn.kind);

        turn.tail = copies[role][k];
        if (k + 1 < rule->n_via && to == chain[k + 1])
          turn.head = copies[turn.head == g_array_index (self->segment_arrival, guint32, to)][k + 1];
        if (k + 1 == rule->n_via) {
          guint16 limits = merge (self, kind.limits, find_via_limits (self, i, to));

          if (is_closed (get_limits (self, limits)))
            continue;
          turn.kind = add_kind (building, kind.cost_ds, limits);
        }
        g_array_append_val (building->turns, turn);
      }
    }
  }
}

static void
copy_chains (Building *building)
{
  DrayRoadBuilder *self = building->builder;

  for (guint32 i = 0; i < self->via_bans->len; i++) {
    gboolean same = FALSE;

    if (is_taken (self, i, &same)) {
      self->n_rules_left += !same;
      self->n_rules_taken -= !same;
      continue;
    }
    g_array_sort (building->turns, compare_turns);
    copy_chain (building, i, building->turns->len);
  }
  g_array_sort (building->turns, compare_turns);
}

static void
lay_out_turns (Building *building)
{
  DrayRoadBuilder *self = building->builder;
  guint32 n_states = self->state_segment->len, k = 0;

  for (guint32 state = 0; state <= n_states; state++) {
    g_array_append_val (self->turn_first, k);
    while (k < building->turns->len && g_array_index (building->turns, Turn, k).tail == state) {
      Turn *turn = &g_array_index (building->turns, Turn, k++);
      DrayBuiltTurn built = { turn->head, turn->kind };

      g_array_append_val (self->turns, built);
    }
  }
}

gboolean
dray_road_build_states (DrayRoadBuilder *self,
                        GError         **error)
{
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  g_autoptr (GHashTable) kinds = g_hash_table_new (NULL, NULL);
  Building building = { self, turns, kinds };

  self->drives_left = find_driving_side (self);
  make_states (self);
  for (guint32 segment = 0; segment < 2 * dray_road_builder_get_n_pieces (self); segment++) {
    guint32 junction = segment & 1 ? DRAY_AT (piece_tail, guint32, segment >> 1) : DRAY_AT (piece_head, guint32, segment >> 1);

    if (DRAY_AT (segment_speed, guint8, segment) > 0)
      add_turns_from (&building, segment, junction);
    if (segment % 65536 == 0 && !dray_road_builder_step (self, "graph", 0.7 + 0.25 * segment / (2 * dray_road_builder_get_n_pieces (self)), error))
      return FALSE;
  }
  if (self->via_bans->len > 0)
    copy_chains (&building);
  else
    g_array_sort (turns, compare_turns);
  if (turns->len > 1u << 30) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "The file holds more turns than a region may");
    return FALSE;
  }
  lay_out_turns (&building);
  return dray_road_builder_step (self, "graph", 1.0, error);
}
