/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-bench.h"
#include "dray-json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static gboolean as_json;

/**
 * dray_bench_init:
 * @options: (nullable): the benchmark's own, beside --json
 *
 * Reads the command line and ends the program on a wrong one.
 */
void
dray_bench_init (int                *argc,
                 char             ***argv,
                 const GOptionEntry *options)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "One JSON object a line", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, common, NULL);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    fprintf (stderr, "%s\n", error->message);
    exit (2);
  }
}

/**
 * dray_bench_report:
 * @name: as the figure is called over the years
 * @value: finite
 * @work_format: the size of the work and what it was done on
 *
 * Prints a figure.
 */
void
dray_bench_report (const char     *name,
                   double          value,
                   const char     *unit,
                   DrayBenchClock  clock,
                   const char     *work_format,
                   ...)
{
  static const char *const clocks[] = { "cpu", "wall", "none" };
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *work = NULL;
  va_list arguments;

  g_assert_true (isfinite (value));
  va_start (arguments, work_format);
  work = g_strdup_vprintf (work_format, arguments);
  va_end (arguments);

  if (as_json) {
    g_string_append (line, "{\"name\":");
    dray_json_append_string (line, name);
    g_string_append (line, ",\"value\":");
    dray_json_append_double (line, value);
    g_string_append (line, ",\"unit\":");
    dray_json_append_string (line, unit);
    g_string_append_printf (line, ",\"clock\":\"%s\",\"work\":", clocks[clock]);
    dray_json_append_string (line, work);
    g_string_append_c (line, '}');
  } else {
    g_string_append_printf (line, "%-32s %14.6g %-10s %-5s %s", name, value, unit, clocks[clock], work);
  }
  puts (line->str);
  fflush (stdout);
}

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

double
dray_bench_cpu_s (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

double
dray_bench_wall_s (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

/* Returns: the memory that is this process's alone, mapped files not counted, in units of 10^6 bytes */
double
dray_bench_rss_anon_mb (void)
{
  g_autofree char *status = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || (found = strstr (status, "RssAnon:")) == NULL)
    g_error ("/proc/self/status has no RssAnon");
  return g_ascii_strtod (found + strlen ("RssAnon:"), NULL) * 1024 / 1e6;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Returns: the middle one of @values, which are sorted by it; of an even number the mean of the middle two */
double
dray_bench_median (double *values,
                   gsize   n_values)
{
  g_return_val_if_fail (n_values > 0, NAN);

  qsort (values, n_values, sizeof *values, compare_doubles);
  return (values[(n_values - 1) / 2] + values[n_values / 2]) / 2;
}
