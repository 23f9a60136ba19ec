/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-format-sol.h"

#include <string.h>

#include "dray-scan.h"
#include "dray-solver-error.h"

/* CVRPLIB's solutions:
 *
 *     Route #1: 75 93                        stops by their place behind the depot
 *     Cost 27591
 *
 * Lines that begin otherwise (a name, an author, a time) are passed over, as the published files carry many of them. */

DraySol *
dray_sol_new (void)
{
  DraySol *self = g_new0 (DraySol, 1);

  self->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->cost = -1;
  return self;
}

void
dray_sol_free (DraySol *self)
{
  g_ptr_array_unref (self->routes);
  g_free (self);
}

void
dray_sol_add_route (DraySol   *self,
                    const int *stops,
                    int        n_stops)
{
  GArray *route = g_array_sized_new (FALSE, FALSE, sizeof (int), (guint) n_stops);

  if (n_stops > 0)
    g_array_append_vals (route, stops, (guint) n_stops);
  g_ptr_array_add (self->routes, route);
}

static gboolean
read_route (DraySol    *self,
            const char *line,
            DrayScan   *scan,
            GError    **error)
{
  const char *colon = strchr (line, ':');
  g_auto (GStrv) words = NULL;
  g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (int));

  if (colon == NULL)
    return dray_scan_fail (scan, error, "a colon is missing behind the route's number");
  words = g_strsplit_set (colon + 1, " \t", -1);
  for (char **word = words; *word != NULL; word++) {
    gint64 stop;

    if (**word == '\0')
      continue;
    if (!g_ascii_string_to_signed (*word, 10, 1, DRAY_INSTANCE_MAX_NODES, &stop, NULL))
      return dray_scan_fail (scan, error, "“%.40s” is no stop", *word);
    int number = (int) stop;
    g_array_append_val (stops, number);
  }
  g_ptr_array_add (self->routes, g_steal_pointer (&stops));
  return TRUE;
}

/**
 * dray_sol_parse:
 *
 * Errors: %DRAY_SOLVER_ERROR_INVALID with the line, also where the file has no route at all
 */
DraySol *
dray_sol_parse (const char *text,
                gsize       n_bytes,
                GError    **error)
{
  g_autofree char *copy = dray_scan_dup_text (text, n_bytes, error);
  g_autoptr (DraySol) self = dray_sol_new ();
  DrayScan scan;
  char *line = NULL;

  if (copy == NULL)
    return NULL;
  dray_scan_init (&scan, copy);
  while (dray_scan_line (&scan, &line)) {
    g_autofree char *owned = g_steal_pointer (&line);

    if (g_ascii_strncasecmp (owned, "Route", 5) == 0 && !read_route (self, owned, &scan, error))
      return NULL;
    if (g_ascii_strncasecmp (owned, "Cost", 4) == 0 && dray_scan_row (owned + 4 + (owned[4] == ':'), &self->cost, 1) != 1) {
      dray_scan_fail (&scan, error, "a number should stand behind Cost");
      return NULL;
    }
  }
  if (self->routes->len == 0) {
    dray_scan_fail (&scan, error, "the file holds no route");
    return NULL;
  }
  return g_steal_pointer (&self);
}

char *
dray_sol_write (const DraySol *self)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint r = 0; r < self->routes->len; r++) {
    const GArray *route = g_ptr_array_index (self->routes, r);

    g_string_append_printf (text, "Route #%u:", r + 1);
    for (guint i = 0; i < route->len; i++)
      g_string_append_printf (text, " %d", g_array_index (route, int, i));
    g_string_append_c (text, '\n');
  }
  g_string_append_printf (text, "Cost %s\n", g_ascii_formatd (number, sizeof number, "%.10g", self->cost));
  return g_string_free (text, FALSE);
}

/* The check of a solution against the file's own words: nothing here knows the solver's model, its units or its code. */

typedef struct {
  const DrayInstance *instance;
  DrayRounding        rounding;
  int                *seen_in;    /* [n_nodes] the route that serves each, 0 for none */
  int                *seen_at;    /* [n_nodes] the place in it */
  DraySolVerdict     *verdict;
} Check;

/* Sums of thousands of rounded doubles may differ in the last digits, so that a window closing on the minute is not broken. */
#define TOLERANCE 1e-6

static void G_GNUC_PRINTF (2, 3)
break_rule (Check      *self,
            const char *format,
            ...)
{
  va_list arguments;

  if (self->verdict->broken != NULL)
    return;
  va_start (arguments, format);
  self->verdict->broken = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static void
check_members (Check        *self,
               const GArray *route,
               int           number)
{
  for (guint i = 0; i < route->len; i++) {
    int stop = g_array_index (route, int, i);

    if (stop >= self->instance->n_nodes)
      break_rule (self, "route %d serves stop %d, which is not in the file", number, stop);
    else if (self->seen_in[stop] != 0)
      break_rule (self, "stop %d is served by route %d and again by route %d", stop, self->seen_in[stop], number);
    else {
      self->seen_in[stop] = number;
      self->seen_at[stop] = (int) i;
    }
  }
}

static void
check_load (Check        *self,
            const GArray *route,
            int           number)
{
  gint64 load = 0;

  /* With pickups the truck starts empty; with deliveries alone the sum is what it starts with. */
  for (guint i = 0; i < route->len; i++) {
    int stop = g_array_index (route, int, i);

    load += self->instance->demand[stop];
    if (load > self->instance->capacity) {
      break_rule (self, "route %d carries %" G_GINT64_FORMAT " at stop %d, more than its capacity %d", number, load, stop, self->instance->capacity);
      return;
    }
  }
}

static double
check_way (Check        *self,
           const GArray *route,
           int           number)
{
  const DrayInstance *instance = self->instance;
  double length = 0;
  double service = 0;
  double at = instance->open != NULL ? instance->open[0] : 0;
  int here = 0;

  for (guint i = 0; i <= route->len; i++) {
    int next = i < route->len ? g_array_index (route, int, i) : 0;
    double arc = dray_instance_distance (instance, here, next, self->rounding);

    length += arc;
    service += instance->service != NULL && instance->open == NULL ? instance->service[next] : 0;
    if (instance->open != NULL) {
      at = MAX (at + (i > 0 ? instance->service[here] : 0) + arc, next > 0 ? instance->open[next] : 0);
      if (at > instance->close[next] + TOLERANCE)
        break_rule (self, "route %d reaches %s %d at %.4f, after %.4f", number, next > 0 ? "stop" : "depot", next, at, instance->close[next]);
    }
    here = next;
  }
  if (instance->max_length > 0 && length + service > instance->max_length + TOLERANCE)
    break_rule (self, "route %d is %.4f long, more than %.4f", number, length + service, instance->max_length);
  return length;
}

static void
check_pair (Check *self,
            int    stop)
{
  int partner = self->instance->partner[stop];

  if (self->instance->demand[stop] < 0)
    return;
  if (self->seen_in[stop] != self->seen_in[partner])
    break_rule (self, "stop %d and its delivery %d are served by routes %d and %d", stop, partner, self->seen_in[stop], self->seen_in[partner]);
  else if (self->seen_at[stop] > self->seen_at[partner])
    break_rule (self, "stop %d is picked up after it is delivered at stop %d", stop, partner);
}

/**
 * dray_sol_verify:
 * @verdict: (out caller-allocates): cleared by dray_sol_verdict_clear()
 *
 * Counts a solution from the file's own numbers: every stop once, capacity at every stop, windows (service starts within them, the
 * truck waits for them), the longest route (with the service where there are no windows), pickups before their deliveries in one route, and no more routes than vehicles.
 */
void
dray_sol_verify (const DraySol      *self,
                 const DrayInstance *instance,
                 DrayRounding        rounding,
                 DraySolVerdict     *verdict)
{
  g_autofree int *seen_in = g_new0 (int, instance->n_nodes);
  g_autofree int *seen_at = g_new0 (int, instance->n_nodes);
  Check check = { instance, rounding, seen_in, seen_at, verdict };

  *verdict = (DraySolVerdict) { 0 };
  for (guint r = 0; r < self->routes->len; r++)
    check_members (&check, g_ptr_array_index (self->routes, r), (int) r + 1);
  if (verdict->broken != NULL)
    return;

  for (guint r = 0; r < self->routes->len; r++) {
    const GArray *route = g_ptr_array_index (self->routes, r);

    if (route->len == 0)
      continue;
    verdict->n_routes++;
    check_load (&check, route, (int) r + 1);
    verdict->cost += check_way (&check, route, (int) r + 1);
  }
  for (int stop = 1; stop < instance->n_nodes; stop++) {
    if (seen_in[stop] == 0)
      break_rule (&check, "stop %d is served by no route", stop);
    else if (instance->partner != NULL)
      check_pair (&check, stop);
  }
  if (instance->n_vehicles > 0 && verdict->n_routes > instance->n_vehicles)
    break_rule (&check, "%d routes for %d vehicles", verdict->n_routes, instance->n_vehicles);
}

void
dray_sol_verdict_clear (DraySolVerdict *verdict)
{
  g_clear_pointer (&verdict->broken, g_free);
}
