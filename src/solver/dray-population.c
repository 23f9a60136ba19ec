/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Half of a population: who is in it, how far from each other they are, and who has to go.
 *
 * Source: Vidal, Crainic, Gendreau, Lahrichi and Rei, "A hybrid genetic algorithm for multidepot and periodic vehicle routing problems",
 * Operations Research 60 (2012), sections 4.3 and 4.5 (biased fitness, broken pairs). */
#include "config.h"

#include "dray-genetic-private.h"

#include <string.h>

#define N_KEPT 25
#define ROOM (N_KEPT + 40)
#define N_ELITE 4
/* How many of the nearest others a member's distance is the mean of. */
#define N_CLOSEST 5

void
dray_half_init (DrayHalf *self,
                int       n,
                int       n_routes)
{
  self->members = g_new0 (DrayMember, ROOM);
  self->apart = g_new0 (float, ROOM * ROOM);
  for (int i = 0; i < ROOM; i++) {
    self->members[i].nodes = g_new0 (int, n);
    self->members[i].next = g_new0 (int, n);
    self->members[i].prev = g_new0 (int, n);
    self->members[i].n_stops = g_new0 (int, n_routes);
  }
}

void
dray_half_clear (DrayHalf *self)
{
  for (int i = 0; i < ROOM; i++) {
    g_free (self->members[i].nodes);
    g_free (self->members[i].next);
    g_free (self->members[i].prev);
    g_free (self->members[i].n_stops);
  }
  g_free (self->members);
  g_free (self->apart);
}

static void
fill_member (DrayMember      *member,
             const DrayLoose *loose)
{
  int n = 0;

  dray_loose_write (loose, member->nodes, member->n_stops);
  for (int r = 0; r < loose->n_routes; r++)
    for (int i = 0; i < member->n_stops[r]; i++, n++) {
      member->prev[member->nodes[n]] = i > 0 ? member->nodes[n - 1] : -1;
      member->next[member->nodes[n]] = i + 1 < member->n_stops[r] ? member->nodes[n + 1] : -1;
    }
  member->length = dray_loose_get_length (loose);
  member->cost = dray_loose_get_cost (loose);
  member->late = member->too_much = 0;
  for (int r = 0; r < loose->n_routes; r++) {
    member->late += loose->routes[r].late;
    member->too_much += MAX (loose->routes[r].load - loose->capacity, 0);
  }
}

/* The share of stops that have another successor, whichever way round. */
static float
get_apart (const DrayMember *a,
           const DrayMember *b,
           int               n)
{
  int n_broken = 0;

  for (int i = 0; i < n; i++) {
    n_broken += a->next[i] != b->next[i] && a->next[i] != b->prev[i];
    n_broken += a->prev[i] < 0 && b->prev[i] >= 0 && b->next[i] >= 0;
  }
  return (float) n_broken / (float) n;
}

static double
get_mean_apart (const DrayHalf *self,
                int             member)
{
  float closest[N_CLOSEST];
  double sum = 0;
  int n = 0;

  for (int i = 0; i < self->n; i++) {
    float apart = self->apart[member * ROOM + i];
    int k = MIN (n, N_CLOSEST - 1);

    if (i == member || (n == N_CLOSEST && apart >= closest[k]))
      continue;
    for (; k > 0 && closest[k - 1] > apart; k--)
      closest[k] = closest[k - 1];
    closest[k] = apart;
    n = MIN (n + 1, N_CLOSEST);
  }
  for (int k = 0; k < n; k++)
    sum += (double) closest[k];
  return n > 0 ? sum / n : 1;
}

/* Rank by cost and, where one is not of the elite, rank by distance from the others. */
void
dray_half_rate (DrayHalf *self)
{
  double apart[ROOM];
  int n = self->n;

  for (int i = 0; i < n; i++)
    apart[i] = get_mean_apart (self, i);
  for (int i = 0; i < n; i++) {
    int by_cost = 0, by_apart = 0;

    for (int k = 0; k < n; k++) {
      by_cost += self->members[k].cost < self->members[i].cost || (self->members[k].cost == self->members[i].cost && k < i);
      by_apart += apart[k] > apart[i] || (apart[k] >= apart[i] && k < i);
    }
    self->members[i].fitness = by_cost + (1 - (double) MIN (N_ELITE, n) / n) * by_apart;
  }
}

static void
drop (DrayHalf *self,
      int       which)
{
  int last = --self->n;
  DrayMember kept = self->members[which];

  self->members[which] = self->members[last];
  self->members[last] = kept;
  for (int i = 0; i < self->n; i++)
    self->apart[which * ROOM + i] = self->apart[i * ROOM + which] = self->apart[last * ROOM + i];
}

/* A copy of another goes first, then whoever is least fit. */
static void
drop_worst (DrayHalf *self)
{
  int worst = -1;

  for (int i = 0; i < self->n && worst < 0; i++)
    for (int k = 0; k < i; k++)
      if (self->apart[i * ROOM + k] <= 0 && self->members[i].cost >= self->members[k].cost)
        worst = i;
  if (worst < 0) {
    worst = 0;
    dray_half_rate (self);
    for (int i = 1; i < self->n; i++)
      if (self->members[i].fitness > self->members[worst].fitness)
        worst = i;
  }
  drop (self, worst);
}

void
dray_half_add (DrayHalf        *self,
               const DrayLoose *loose)
{
  int at = self->n++;

  fill_member (&self->members[at], loose);
  for (int i = 0; i < at; i++)
    self->apart[at * ROOM + i] = self->apart[i * ROOM + at] = get_apart (&self->members[at], &self->members[i], loose->n);
  if (self->n == ROOM)
    while (self->n > N_KEPT)
      drop_worst (self);
}

void
dray_half_reprice (DrayHalf        *self,
                   const DrayLoose *loose)
{
  for (int i = 0; i < self->n; i++) {
    DrayMember *member = &self->members[i];

    member->cost = member->length + loose->price_late * member->late + loose->price_load * member->too_much;
  }
}
