/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-private.h"

/* From every place a truck must get to every other. What can't be reached from the main road, or can't reach it, is mended: a one-way
 * street becomes two-way, a road that hangs in the air is taken away. */

typedef struct {
  guint32 *first;  /* [nodes + 1] */
  guint32 *next;   /* where the arcs lead */
} Arcs;

static void
arcs_clear (Arcs *self)
{
  g_free (self->first);
  g_free (self->next);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arcs, arcs_clear)

static gboolean
is_driven (const DrayNet *net,
           guint32        vertex)
{
  const DrayNetVertex *from = dray_net_vertex (net, vertex);
  const DrayNetRoad *road = dray_net_road (net, from->road);

  return from->next != DRAY_NET_NONE && !road->gone && road->kind <= DRAY_NET_SERVICE;
}

/* The ends of the segment's arc in one direction. Returns: whether it may be driven that way */
static gboolean
arc_of (const DrayNet *net,
        guint32        vertex,
        gboolean       against,
        guint32       *tail,
        guint32       *head)
{
  const DrayNetVertex *from = dray_net_vertex (net, vertex);
  guint32 end = dray_net_vertex (net, from->next)->node;

  *tail = against ? end : from->node;
  *head = against ? from->node : end;
  return !(from->flags & (against ? DRAY_NET_ONEWAY : DRAY_NET_REVERSE));
}

/* All arcs by their tail, or with @backwards by their head. */
static Arcs
list_arcs (const DrayNet *net,
           gboolean       backwards)
{
  Arcs arcs = { g_new0 (guint32, net->nodes->len + 2), NULL };
  guint32 tail, head;

  for (int round = 0; round < 2; round++) {
    for (guint32 v = 0; v < net->vertices->len; v++) {
      for (int against = 0; is_driven (net, v) && against < 2; against++) {
        if (!arc_of (net, v, against, &tail, &head))
          continue;
        if (round == 0)
          arcs.first[(backwards ? head : tail) + 2]++;
        else
          arcs.next[arcs.first[(backwards ? head : tail) + 1]++] = backwards ? tail : head;
      }
    }
    if (round == 0) {
      for (guint32 i = 2; i < net->nodes->len + 2; i++)
        arcs.first[i] += arcs.first[i - 1];
      arcs.next = g_new (guint32, MAX (1, arcs.first[net->nodes->len + 1]));
    }
  }
  return arcs;
}

static void
reach (const DrayNet *net,
       gboolean       backwards,
       guint32        root,
       guint8        *reached)
{
  g_auto (Arcs) arcs = list_arcs (net, backwards);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint8 mark = backwards ? 2 : 1;

  reached[root] |= mark;
  g_array_append_val (open, root);
  while (open->len > 0) {
    guint32 node = g_array_index (open, guint32, open->len - 1);

    g_array_set_size (open, open->len - 1);
    for (guint32 k = arcs.first[node]; k < arcs.first[node + 1]; k++) {
      if (reached[arcs.next[k]] & mark)
        continue;
      reached[arcs.next[k]] |= mark;
      g_array_append_val (open, arcs.next[k]);
    }
  }
}

/* A node of the main road: the heaviest that is no motorway. */
static guint32
find_root (const DrayNet *net)
{
  for (int kind = DRAY_NET_TRUNK; kind <= DRAY_NET_RESIDENTIAL; kind++) {
    guint32 best = DRAY_NET_NONE;
    int most = 0;

    for (guint32 r = 0; r < net->roads->len; r++) {
      const DrayNetRoad *road = dray_net_road (net, r);
      int n = 0;

      if (road->gone || road->kind != kind)
        continue;
      for (guint32 v = road->first; v != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next)
        n++;
      if (n > most) {
        most = n;
        best = dray_net_vertex (net, road->first)->node;
      }
    }
    if (best != DRAY_NET_NONE)
      return best;
  }
  return 0;
}

/* Mends the road if it has a node that is not connected both ways. Returns: whether anything was changed */
static gboolean
mend (DrayNet      *net,
      guint32       index,
      const guint8 *reached)
{
  DrayNetRoad *road = dray_net_road (net, index);
  gboolean all = TRUE, any = FALSE, oneway = FALSE;

  if (road->gone || road->first == road->last || !dray_net_is_road ((DrayNetKind) road->kind))
    return FALSE;
  for (guint32 v = road->first; v != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next) {
    gboolean good = reached[dray_net_vertex (net, v)->node] == 3;

    all = all && good;
    any = any || good;
    oneway = oneway || dray_net_vertex (net, v)->flags & (DRAY_NET_ONEWAY | DRAY_NET_REVERSE);
  }
  /* A pedestrian street only has to begin somewhere. */
  if (all || (road->kind == DRAY_NET_PEDESTRIAN && any))
    return FALSE;
  if (!oneway || road->kind <= DRAY_NET_LINK || road->roundabout) {
    dray_net_drop (net, index);
    return TRUE;
  }
  for (guint32 v = road->first; v != DRAY_NET_NONE; v = dray_net_vertex (net, v)->next)
    dray_net_vertex (net, v)->flags &= ~(guint32) (DRAY_NET_ONEWAY | DRAY_NET_REVERSE);
  return TRUE;
}

/* Makes the roads one strongly connected whole for trucks. */
void
dray_county_connect (DrayCounty *self)
{
  DrayNet *net = self->net;

  for (gboolean changed = TRUE; changed && !g_cancellable_is_cancelled (self->cancellable);) {
    g_autofree guint8 *reached = g_new0 (guint8, net->nodes->len);
    guint32 root = find_root (net);

    changed = FALSE;
    reach (net, FALSE, root, reached);
    reach (net, TRUE, root, reached);
    for (guint32 r = 0; r < net->roads->len; r++)
      changed = mend (net, r, reached) || changed;
  }
}
