/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-builder-private.h"

#include <string.h>

/* A rank for each piece by nested dissection: the junctions are split in two by a small cut, the pieces that the cut crosses are
 * ranked above everything on either side, and both sides are done likewise. Pieces, not junctions, separate, because the states
 * that the hierarchy contracts lie on pieces.
 *
 * A cut is found by inertial flow: the quarter of the junctions that lies farthest in one direction is the source, the quarter
 * farthest in the other the sink, and the smallest of the maximum flows in four directions wins (Schild and Sommer, "On balanced
 * separators in road networks", SEA 2015). The flow is Dinic's with unit capacities, and gives up when it exceeds the best so far.
 * Splitting at the median instead is far quicker and gives hierarchies with five times the triangles.
 *
 * Ranks are handed out in ranges known beforehand, so that both sides can be done at once by two threads and the result does not
 * depend on which is quicker. */

#define N_DIRECTIONS 4
#define SHARE 0.25
#define SMALL 12000   /* junctions: what is smaller is not worth a task of its own */

typedef struct {
  guint32  n, m;
  guint32 *id;        /* [n]: junctions */
  guint32 *first;     /* [n + 1] */
  guint32 *head;      /* [m] */
  guint32 *back;      /* [m]: the arc's reverse */
} Graph;

typedef struct {
  const DrayOrderInput *input;
  const guint32        *piece_first;  /* by junction */
  const guint32        *pieces;
  guint32              *rank;
  guint8               *side;         /* by junction: scratch of the split that owns it */
  GCancellable         *cancellable;
  GThreadPool          *pool;
  GMutex                lock;
  GCond                 idle;
  int                   n_running;
  int                   n_ranked;
  DrayRoadProgress      progress;
  gpointer              user_data;
} Ordering;

/* Ranks [low, high) for the pieces within @graph. */
typedef struct {
  Graph   graph;
  guint32 low;
  guint32 high;
} Task;

typedef struct {
  gint64  *key;
  guint32 *by_key;
  gint8   *flow;
  int     *level;
  guint32 *at;
  guint32 *queue;
  guint32 *path;
  guint8  *role;      /* 1 source, 2 sink */
  guint8  *reached;
  guint8  *best;
} Scratch;

static void
graph_clear (Graph *graph)
{
  g_free (graph->id);
  g_free (graph->first);
  g_free (graph->head);
  g_free (graph->back);
}

/* Puts the @k smallest keys first, in no order. */
static void
select_smallest (const gint64 *key,
                 guint32      *items,
                 guint32       n,
                 guint32       k)
{
  guint32 low = 0, high = n;

  while (high - low > 1 && k > low && k < high) {
    gint64 a = key[items[low]], b = key[items[low + (high - low) / 2]], c = key[items[high - 1]];
    gint64 pivot = MAX (MIN (a, b), MIN (MAX (a, b), c));
    guint32 less = low, more = high;

    for (guint32 i = low; i < more;) {
      guint32 item = items[i];

      if (key[item] < pivot) {
        items[i++] = items[less];
        items[less++] = item;
      } else if (key[item] > pivot) {
        items[i] = items[--more];
        items[more] = item;
      } else {
        i++;
      }
    }
    if (k <= less)
      high = less;
    else if (k >= more)
      low = more;
    else
      return;
  }
}

static gint64
direction_key (const DrayOrderInput *input,
               guint32               junction,
               int                   direction)
{
  /* A degree of longitude counts three quarters of one of latitude: that is right at 41 degrees and good enough elsewhere. */
  gint64 x = (gint64) input->lon_e7[junction] * 3 / 4, y = input->lat_e7[junction];

  switch (direction) {
    case 0:
      return x;
    case 1:
      return y;
    case 2:
      return x + y;
    default:
      return x - y;
  }
}

/* Distances from the sources over arcs that have capacity left. Returns: whether a sink is within reach */
static gboolean
find_levels (const Graph *g,
             Scratch     *s,
             guint32      k)
{
  guint32 n = 0;
  int last = G_MAXINT;

  memset (s->level, 0xff, g->n * sizeof *s->level);
  for (guint32 i = 0; i < k; i++) {
    s->level[s->by_key[i]] = 0;
    s->queue[n++] = s->by_key[i];
  }
  for (guint32 i = 0; i < n; i++) {
    guint32 v = s->queue[i];

    if (s->level[v] >= last)
      return TRUE;
    for (guint32 a = g->first[v]; a < g->first[v + 1]; a++) {
      guint32 w = g->head[a];

      if (s->flow[a] >= 1 || s->level[w] >= 0)
        continue;
      s->level[w] = s->level[v] + 1;
      if (s->role[w] == 2)
        last = s->level[w];
      else
        s->queue[n++] = w;
    }
  }
  return last < G_MAXINT;
}

/* Sends one unit from @source along the levels. Returns: whether it arrived */
static gboolean
augment (const Graph *g,
         Scratch     *s,
         guint32      source)
{
  guint32 depth = 0, v = source;

  while (s->role[v] != 2) {
    guint32 a = s->at[v];

    if (a == g->first[v + 1]) {
      if (depth == 0)
        return FALSE;
      s->level[v] = -2;
      v = g->head[g->back[s->path[--depth]]];
      s->at[v]++;
    } else if (s->flow[a] < 1 && s->level[g->head[a]] == s->level[v] + 1) {
      s->path[depth++] = a;
      v = g->head[a];
    } else {
      s->at[v]++;
    }
  }
  for (guint32 i = 0; i < depth; i++) {
    s->flow[s->path[i]]++;
    s->flow[g->back[s->path[i]]]--;
  }
  return TRUE;
}

/* Returns: the maximum flow, or anything above @limit when it exceeds that */
static guint32
max_flow (const Graph *g,
          Scratch     *s,
          guint32      k,
          guint32      limit)
{
  guint32 total = 0;

  memset (s->flow, 0, g->m);
  memset (s->role, 0, g->n);
  for (guint32 i = 0; i < k; i++) {
    s->role[s->by_key[i]] = 1;
    s->role[s->by_key[g->n - 1 - i]] = 2;
  }
  while (find_levels (g, s, k)) {
    memcpy (s->at, g->first, g->n * sizeof *s->at);
    for (guint32 i = 0; i < k; i++) {
      while (augment (g, s, s->by_key[i])) {
        if (++total > limit)
          return total;
      }
    }
  }
  return total;
}

/* Marks what can be reached from the sources (or from where the sinks can be reached). Returns: how many */
static guint32
reach (const Graph *g,
       Scratch     *s,
       guint8       role,
       guint8      *reached)
{
  guint32 n = 0;

  memset (reached, 0, g->n);
  for (guint32 v = 0; v < g->n; v++) {
    if (s->role[v] == role) {
      reached[v] = 1;
      s->queue[n++] = v;
    }
  }
  for (guint32 i = 0; i < n; i++) {
    guint32 v = s->queue[i];

    for (guint32 a = g->first[v]; a < g->first[v + 1]; a++) {
      gint8 flow = role == 1 ? s->flow[a] : s->flow[g->back[a]];

      if (flow < 1 && !reached[g->head[a]]) {
        reached[g->head[a]] = 1;
        s->queue[n++] = g->head[a];
      }
    }
  }
  return n;
}

/* Finds the cut; @s->best tells the sides. The cut nearest to the middle is taken of those that a direction offers. */
static void
find_cut (Ordering    *ordering,
          const Graph *g,
          Scratch     *s)
{
  guint32 k = MAX (1, (guint32) (g->n * SHARE)), best_cut = G_MAXUINT32 - 1, best_small = 0;

  for (int direction = 0; direction < N_DIRECTIONS; direction++) {
    for (guint32 i = 0; i < g->n; i++) {
      s->key[i] = direction_key (ordering->input, g->id[i], direction);
      s->by_key[i] = i;
    }
    select_smallest (s->key, s->by_key, g->n, k);
    select_smallest (s->key, s->by_key + k, g->n - k, g->n - 2 * k);

    guint32 cut = max_flow (g, s, k, best_cut);
    if (cut > best_cut)
      continue;
    guint32 near = reach (g, s, 1, s->reached), small = MIN (near, g->n - near);
    if (cut < best_cut || small > best_small) {
      best_small = small;
      memcpy (s->best, s->reached, g->n);
    }
    best_cut = cut;
    guint32 far = reach (g, s, 2, s->reached), far_small = MIN (far, g->n - far);
    if (far_small > best_small) {
      best_small = far_small;
      for (guint32 v = 0; v < g->n; v++)
        s->best[v] = !s->reached[v];
    }
  }
}

/* The subgraph of the nodes whose side is @side. */
static Graph
take_side (const Graph  *g,
           const guint8 *sides,
           guint8        side,
           guint32      *place,
           guint32      *arc_place)
{
  Graph sub = { 0 };

  for (guint32 v = 0; v < g->n; v++)
    place[v] = sides[v] == side ? sub.n++ : DRAY_ROAD_NONE;
  for (guint32 v = 0; v < g->n; v++) {
    for (guint32 a = g->first[v]; a < g->first[v + 1]; a++)
      arc_place[a] = sides[v] == side && sides[g->head[a]] == side ? sub.m++ : DRAY_ROAD_NONE;
  }
  sub.id = g_new (guint32, sub.n + 1);
  sub.first = g_new (guint32, sub.n + 1);
  sub.head = g_new (guint32, sub.m + 1);
  sub.back = g_new (guint32, sub.m + 1);
  guint32 m = 0;
  for (guint32 v = 0; v < g->n; v++) {
    if (place[v] == DRAY_ROAD_NONE)
      continue;
    sub.id[place[v]] = g->id[v];
    sub.first[place[v]] = m;
    for (guint32 a = g->first[v]; a < g->first[v + 1]; a++) {
      if (arc_place[a] == DRAY_ROAD_NONE)
        continue;
      sub.head[m] = place[g->head[a]];
      sub.back[m++] = arc_place[g->back[a]];
    }
  }
  sub.first[sub.n] = m;
  return sub;
}

/* Ranks the pieces that cross from side to side, downwards from *@high; counts those that stay on side 1. */
static guint32
rank_cut (Ordering     *ordering,
          const Graph  *g,
          const guint8 *sides,
          guint32      *high)
{
  const DrayOrderInput *input = ordering->input;
  guint32 n_within = 0;

  for (guint32 v = 0; v < g->n; v++)
    ordering->side[g->id[v]] = sides[v];
  for (guint32 v = 0; v < g->n; v++) {
    guint32 junction = g->id[v];

    for (guint32 i = ordering->piece_first[junction]; sides[v] == 1 && i < ordering->piece_first[junction + 1]; i++) {
      guint32 piece = ordering->pieces[i];
      guint32 other = input->tail[piece] == junction ? input->head[piece] : input->tail[piece];

      if (ordering->rank[piece] != DRAY_ROAD_NONE)
        continue;
      if (ordering->side[other] != 1)
        ordering->rank[piece] = --*high;
      else
        n_within += input->tail[piece] == junction;
    }
  }
  return n_within;
}

/* Loops at a junction, and the pieces of a graph that has no more than one junction. */
static void
rank_rest (Ordering    *ordering,
           const Graph *g,
           guint32      low)
{
  for (guint32 v = 0; v < g->n; v++) {
    for (guint32 i = ordering->piece_first[g->id[v]]; i < ordering->piece_first[g->id[v] + 1]; i++) {
      if (ordering->rank[ordering->pieces[i]] == DRAY_ROAD_NONE)
        ordering->rank[ordering->pieces[i]] = low++;
    }
  }
}

static void order (Ordering *ordering, Graph graph, guint32 low, guint32 high);

static void
push (Ordering *ordering,
      Graph     graph,
      guint32   low,
      guint32   high)
{
  if (ordering->pool == NULL || graph.n < SMALL) {
    order (ordering, graph, low, high);
    return;
  }
  Task *task = g_new (Task, 1);
  *task = (Task) { graph, low, high };
  g_mutex_lock (&ordering->lock);
  ordering->n_running++;
  g_mutex_unlock (&ordering->lock);
  g_thread_pool_push (ordering->pool, task, NULL);
}

static Scratch
scratch_new (const Graph *g)
{
  return (Scratch) {
    g_new (gint64, g->n), g_new (guint32, g->n), g_new (gint8, g->m + 1), g_new (int, g->n), g_new (guint32, g->n),
    g_new (guint32, g->n), g_new (guint32, g->n + 1), g_malloc (g->n), g_malloc (g->n), g_malloc0 (g->n)
  };
}

static void
scratch_clear (Scratch *s)
{
  g_free (s->key);
  g_free (s->by_key);
  g_free (s->flow);
  g_free (s->level);
  g_free (s->at);
  g_free (s->queue);
  g_free (s->path);
  g_free (s->role);
  g_free (s->reached);
  g_free (s->best);
}

/* Sides by reach: from the first node on, and where that does not reach all, from others until half of all is reached, so that
 * thousands of islands are halved and not picked off one by one. Returns: whether the first node reaches all */
static gboolean
is_connected (const Graph *g,
              Scratch     *s)
{
  guint32 n = 0, done = 0, last = 0;

  for (guint32 seed = 0; seed < g->n && (seed == 0 || n < g->n / 2); seed++) {
    if (s->best[seed])
      continue;
    last = n;
    s->best[seed] = 1;
    s->queue[n++] = seed;
    for (; done < n; done++) {
      for (guint32 a = g->first[s->queue[done]]; a < g->first[s->queue[done] + 1]; a++) {
        if (!s->best[g->head[a]]) {
          s->best[g->head[a]] = 1;
          s->queue[n++] = g->head[a];
        }
      }
    }
  }
  if (n < g->n)
    return FALSE;
  /* The last island took in all that was left: it alone is the other side. */
  for (guint32 i = last; last > 0 && i < n; i++)
    s->best[s->queue[i]] = 0;
  return last == 0;
}

static void
tell (Ordering *ordering,
      guint32   n)
{
  int n_ranked = g_atomic_int_add (&ordering->n_ranked, (int) n) + (int) n;

  /* With a pool this thread is not the caller's, who tells it himself. */
  guint32 part = ordering->input->n_pieces / 128 + 1;
  if (ordering->progress != NULL && ordering->pool == NULL && ((guint32) n_ranked / part != ((guint32) n_ranked - n) / part))
    ordering->progress ("order", (double) n_ranked / ordering->input->n_pieces, ordering->user_data);
}

/* Takes over @graph. */
static void
order (Ordering *ordering,
       Graph     graph,
       guint32   low,
       guint32   high)
{
  if (graph.n <= 1 || graph.m == 0 || low == high || g_cancellable_is_cancelled (ordering->cancellable)) {
    rank_rest (ordering, &graph, low);
    tell (ordering, high - low);
    graph_clear (&graph);
    return;
  }

  Scratch s = scratch_new (&graph);
  if (is_connected (&graph, &s))
    find_cut (ordering, &graph, &s);
  guint32 top = high, n_near = rank_cut (ordering, &graph, s.best, &top);
  guint32 *place = s.by_key, *arc_place = g_new (guint32, graph.m + 1);
  Graph near = take_side (&graph, s.best, 1, place, arc_place);
  Graph far = take_side (&graph, s.best, 0, place, arc_place);
  g_free (arc_place);
  scratch_clear (&s);
  graph_clear (&graph);
  tell (ordering, high - top);
  push (ordering, near, low, low + n_near);
  push (ordering, far, low + n_near, top);
}

static void
run_task (gpointer data,
          gpointer user_data)
{
  g_autofree Task *task = data;
  Ordering *ordering = user_data;

  order (ordering, task->graph, task->low, task->high);
  g_mutex_lock (&ordering->lock);
  if (--ordering->n_running == 0)
    g_cond_broadcast (&ordering->idle);
  g_mutex_unlock (&ordering->lock);
}

/* Which pieces end at each junction; a loop stands once. */
static guint32 *
list_pieces (const DrayOrderInput *input,
             guint32             **pieces)
{
  guint32 *first = g_new0 (guint32, input->n_junctions + 2);

  *pieces = g_new (guint32, 2 * (gsize) input->n_pieces + 1);
  for (guint32 i = 0; i < input->n_pieces; i++) {
    first[input->tail[i] + 2]++;
    if (input->head[i] != input->tail[i])
      first[input->head[i] + 2]++;
  }
  for (guint32 i = 2; i < input->n_junctions + 2; i++)
    first[i] += first[i - 1];
  for (guint32 i = 0; i < input->n_pieces; i++) {
    (*pieces)[first[input->tail[i] + 1]++] = i;
    if (input->head[i] != input->tail[i])
      (*pieces)[first[input->head[i] + 1]++] = i;
  }
  return first;
}

/* Junctions and one arc each way for each piece that joins two; parallel pieces count as often as they are. */
static Graph
make_graph (const DrayOrderInput *input,
            const guint32        *first,
            const guint32        *pieces)
{
  guint32 n = input->n_junctions, m = 0;
  Graph g = { n, 0, g_new (guint32, n + 1), g_new (guint32, n + 1), g_new (guint32, 2 * (gsize) input->n_pieces + 1), g_new (guint32, 2 * (gsize) input->n_pieces + 1) };
  g_autofree guint32 *seen = g_new (guint32, input->n_pieces + 1);

  memset (seen, 0xff, (input->n_pieces + 1) * sizeof *seen);
  for (guint32 v = 0; v < n; v++) {
    g.id[v] = v;
    g.first[v] = m;
    for (guint32 i = first[v]; i < first[v + 1]; i++) {
      guint32 piece = pieces[i];

      if (input->tail[piece] == input->head[piece])
        continue;
      g.head[m] = input->tail[piece] == v ? input->head[piece] : input->tail[piece];
      if (seen[piece] == DRAY_ROAD_NONE) {
        seen[piece] = m;
      } else {
        g.back[m] = seen[piece];
        g.back[seen[piece]] = m;
      }
      m++;
    }
  }
  g.first[n] = g.m = m;
  return g;
}

/**
 * dray_road_order_pieces:
 * @rank: (out caller-allocates): [n_pieces], a permutation: what is contracted first has rank 0
 * @progress: (nullable): told in the caller's thread
 *
 * Errors: %G_IO_ERROR_CANCELLED
 */
gboolean
dray_road_order_pieces (const DrayOrderInput *input,
                        int                   n_threads,
                        GCancellable         *cancellable,
                        DrayRoadProgress      progress,
                        gpointer              user_data,
                        guint32              *rank,
                        GError              **error)
{
  g_autofree guint32 *pieces = NULL;
  g_autofree guint32 *first = list_pieces (input, &pieces);
  g_autofree guint8 *side = g_malloc0 (input->n_junctions + 1);
  Ordering ordering = {
    .input = input, .piece_first = first, .pieces = pieces, .rank = rank, .side = side, .cancellable = cancellable,
    .progress = progress, .user_data = user_data,
  };

  memset (rank, 0xff, input->n_pieces * sizeof *rank);
  g_mutex_init (&ordering.lock);
  g_cond_init (&ordering.idle);
  if (n_threads > 1)
    ordering.pool = g_thread_pool_new (run_task, &ordering, n_threads, FALSE, NULL);
  push (&ordering, make_graph (input, first, pieces), 0, input->n_pieces);
  g_mutex_lock (&ordering.lock);
  while (ordering.n_running > 0) {
    g_cond_wait_until (&ordering.idle, &ordering.lock, g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10);
    if (progress != NULL)
      progress ("order", (double) g_atomic_int_get (&ordering.n_ranked) / MAX (1, input->n_pieces), user_data);
  }
  g_mutex_unlock (&ordering.lock);
  if (ordering.pool != NULL)
    g_thread_pool_free (ordering.pool, FALSE, TRUE);
  g_mutex_clear (&ordering.lock);
  g_cond_clear (&ordering.idle);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
dray_road_build_order (DrayRoadBuilder *self,
                       GError         **error)
{
  DrayOrderInput input = {
    self->junction_lon_e7->len,
    (const gint32 *) (gpointer) self->junction_lon_e7->data,
    (const gint32 *) (gpointer) self->junction_lat_e7->data,
    dray_road_builder_get_n_pieces (self),
    (const guint32 *) (gpointer) self->piece_tail->data,
    (const guint32 *) (gpointer) self->piece_head->data,
  };

  self->piece_rank = g_new (guint32, input.n_pieces + 1);
  return dray_road_order_pieces (&input, self->n_threads, self->cancellable, self->progress, self->user_data, self->piece_rank, error);
}
