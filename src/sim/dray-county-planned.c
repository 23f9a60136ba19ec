/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-private.h"

#include <math.h>

/* Roads that were planned as a whole, unlike streets, which grow. Such a road meets other roads in junctions, crosses water by a bridge
 * from bank to bank, and passes over motorways and rails. The meetings are collected along the whole line first, because a bridge
 * begins before what it crosses. */

#define OVERPASS_M 32

typedef enum {
  BEND,
  JUNCTION,
  WATER,
  OVERPASS,
} MeetingKind;

typedef struct {
  double      at_m;    /* from the beginning of the line */
  MeetingKind kind;
  int         rise;    /* by how much a bridge begins (1) or ends (-1) here */
  guint32     vertex;
  DrayXY      at;
} Meeting;

static int
compare_meetings (gconstpointer a,
                  gconstpointer b)
{
  const Meeting *left = a, *right = b;

  if (left->at_m != right->at_m)
    return left->at_m < right->at_m ? -1 : 1;
  return (int) left->kind - (int) right->kind;
}

static void
meet (GArray     *meetings,
      MeetingKind kind,
      double      at_m,
      int         rise,
      guint32     vertex,
      DrayXY      at)
{
  Meeting meeting = { at_m, kind, rise, vertex, at };

  g_array_append_val (meetings, meeting);
}

static DrayXY
point_at (const GArray *line,
          double        at_m)
{
  double passed = 0;

  for (guint i = 1; i < line->len; i++) {
    double d = dray_xy_distance (dray_line_at (line, i - 1), dray_line_at (line, i));

    if (passed + d >= at_m && d > 0)
      return dray_xy_mix (dray_line_at (line, i - 1), dray_line_at (line, i), MAX (0, at_m - passed) / d);
    passed += d;
  }
  return dray_line_at (line, line->len - 1);
}

/* Whether a crossing was noted so near that it is the other carriageway's. */
static gboolean
is_known (const DrayCounty *self,
          DrayXY            at)
{
  for (guint i = 0; i < self->crossings->len; i++) {
    if (dray_xy_distance (g_array_index (self->crossings, DrayCountyCrossing, i).at, at) < 60)
      return TRUE;
  }
  return FALSE;
}

static void
note_hit (DrayCounty       *self,
          GArray           *meetings,
          const GArray     *line,
          const DrayNetHit *hit,
          DrayXY            direction,
          double            at_m,
          DrayNetKind       mine)
{
  DrayNetKind kind = dray_net_kind (self->net, hit->vertex);
  DrayXY along = dray_xy_sub (dray_net_end (self->net, hit->vertex), dray_net_at (self->net, hit->vertex));

  switch (kind) {
  case DRAY_NET_BANK:
    /* Water lies to the left of a bank. */
    meet (meetings, WATER, at_m, dray_xy_cross (along, direction) > 0 ? 1 : -1, hit->vertex, hit->at);
    break;
  case DRAY_NET_COAST:
    meet (meetings, WATER, at_m, dray_xy_cross (along, direction) > 0 ? -1 : 1, hit->vertex, hit->at);
    break;
  case DRAY_NET_MOTORWAY:
    if (mine != DRAY_NET_MOTORWAY && !is_known (self, hit->at)) {
      DrayCountyCrossing crossing = { hit->at, dray_xy_unit (direction), mine };

      g_array_append_val (self->crossings, crossing);
    }
    G_GNUC_FALLTHROUGH;
  case DRAY_NET_LINK:
  case DRAY_NET_RAIL:
    meet (meetings, OVERPASS, MAX (0, at_m - OVERPASS_M), 1, hit->vertex, point_at (line, at_m - OVERPASS_M));
    meet (meetings, OVERPASS, at_m + OVERPASS_M, -1, hit->vertex, point_at (line, at_m + OVERPASS_M));
    break;
  case DRAY_NET_EDGE:
    break;
  case DRAY_NET_TRUNK:
  case DRAY_NET_PRIMARY:
  case DRAY_NET_SECONDARY:
  case DRAY_NET_TERTIARY:
  case DRAY_NET_UNCLASSIFIED:
  case DRAY_NET_RESIDENTIAL:
  case DRAY_NET_LIVING:
  case DRAY_NET_SERVICE:
  case DRAY_NET_PEDESTRIAN:
  default:
    meet (meetings, JUNCTION, at_m, 0, hit->vertex, hit->at);
  }
}

static GArray *
list_meetings (DrayCounty   *self,
               const GArray *line,
               DrayNetKind   mine)
{
  GArray *meetings = g_array_new (FALSE, FALSE, sizeof (Meeting));
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (DrayNetHit));
  double passed = 0;

  for (guint i = 1; i < line->len; i++) {
    DrayXY a = dray_line_at (line, i - 1), b = dray_line_at (line, i);
    double d = dray_xy_distance (a, b);

    dray_net_cast_all (self->net, a, b, DRAY_NET_EVERYTHING & ~DRAY_NET_BIT (DRAY_NET_EDGE), hits);
    for (guint k = 0; k < hits->len; k++) {
      const DrayNetHit *hit = &g_array_index (hits, DrayNetHit, k);

      note_hit (self, meetings, line, hit, dray_xy_sub (b, a), passed + hit->t * d, mine);
    }
    passed += d;
    if (i + 1 < line->len)
      meet (meetings, BEND, passed, 0, DRAY_NET_NONE, b);
  }
  g_array_sort (meetings, compare_meetings);
  return meetings;
}

/* The node at which a line that begins or ends at @at joins the net, a new one if nothing is near. */
static guint32
join_node (DrayCounty *self,
           DrayXY      at)
{
  DrayNetHit hit;

  if (dray_net_nearest (self->net, at, 10, DRAY_NET_OPEN, &hit))
    return dray_net_split (self->net, hit.vertex, hit.at, 8);
  return dray_net_add_node (self->net, at);
}

/* Segments move when others are cut: the one of @road's chain that holds @at now. */
static guint32
node_near (DrayCounty *self,
           DrayXY      at)
{
  DrayNetHit hit;

  if (!dray_net_nearest (self->net, at, 1, DRAY_NET_OPEN, &hit))
    return DRAY_NET_NONE;
  return dray_net_split (self->net, hit.vertex, at, 9);
}

/**
 * dray_county_add_planned:
 * @first_node: where it begins, %DRAY_NET_NONE for whatever road is near, or a new end
 * @last_node: where it ends, likewise
 */
void
dray_county_add_planned (DrayCounty   *self,
                         DrayNetKind   kind,
                         const GArray *line,
                         guint32       first_node,
                         guint32       last_node,
                         const char   *name,
                         const char   *ref)
{
  double length = dray_line_length (line);
  int bridges = 0;

  if (line->len < 2 || length < 5)
    return;
  if (first_node == DRAY_NET_NONE)
    first_node = join_node (self, dray_line_at (line, 0));
  if (last_node == DRAY_NET_NONE)
    last_node = join_node (self, dray_line_at (line, line->len - 1));

  g_autoptr (GArray) meetings = list_meetings (self, line, kind);
  guint32 road = dray_net_begin (self->net, kind, first_node);

  dray_net_road (self->net, road)->planned = TRUE;
  dray_net_road (self->net, road)->name = name;
  dray_net_road (self->net, road)->ref = ref;
  for (guint i = 0; i < meetings->len; i++) {
    const Meeting *meeting = &g_array_index (meetings, Meeting, i);
    guint32 flags = bridges > 0 ? DRAY_NET_BRIDGE : 0, node;

    /* What lies at the very ends is the end itself, and a bend beside a junction would make a crumb of a segment. */
    if (meeting->kind == JUNCTION && (bridges > 0 || kind == DRAY_NET_MOTORWAY))
      continue;
    if (meeting->kind == BEND || meeting->kind == JUNCTION) {
      if (meeting->at_m < 9 || meeting->at_m > length - 9)
        continue;
      if (meeting->kind == BEND && i + 1 < meetings->len && g_array_index (meetings, Meeting, i + 1).kind == JUNCTION
          && g_array_index (meetings, Meeting, i + 1).at_m < meeting->at_m + 4)
        continue;
    }
    node = meeting->kind == JUNCTION ? node_near (self, meeting->at) : dray_net_add_node (self->net, meeting->at);
    if (node != DRAY_NET_NONE)
      dray_net_extend (self->net, road, node, flags);
    bridges = MAX (0, bridges + meeting->rise);
  }
  dray_net_extend (self->net, road, last_node, bridges > 0 ? DRAY_NET_BRIDGE : 0);
}
