/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-kpi.h"

#include <stdio.h>
#include <string.h>

/* docs/kpi.md is held to the list of KPIs: each has its line there, word for word, in the section that it names as its source. With
 * --print this program writes the lines as they have to stand. */

static const char *const directions[] = { "", "more", "less" };
static const char *const formats[] = { "%", "s", "money", "m", "count", NULL };

static char *
write_facts (const DrayKpi *kpi)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < kpi->n_terms; i++) {
    g_autofree char *columns = g_strjoinv (", ", (char **) kpi->terms[i].columns);

    g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "", kpi->terms[i].facts, columns);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
write_line (const DrayKpi *kpi)
{
  g_autofree char *facts = write_facts (kpi);
  g_auto (GStrv) bars = g_strsplit (kpi->formula, "|", -1);
  g_autofree char *formula = g_strjoinv ("\\|", bars);

  return g_strdup_printf ("| `%s` | %s | %s | %s | %s | %s | %s |", kpi->id, kpi->name, kpi->definition, formula,
                          kpi->unit != NULL ? kpi->unit : formats[kpi->format], directions[kpi->direction], facts);
}

static char *
read_document (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "kpi.md", NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Returns: (nullable): the section's text */
static char *
find_section (const char *text,
              const char *heading)
{
  g_autofree char *line = g_strdup_printf ("\n## %s\n", heading);
  const char *begin = strstr (text, line), *end;

  if (begin == NULL)
    return NULL;
  begin += strlen (line);
  end = strstr (begin, "\n## ");
  return end != NULL ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);
}

static void
test_every_kpi_stands_in_its_section (void)
{
  g_autofree char *text = read_document ();
  guint n;
  const DrayKpi *const *kpis = dray_kpi_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *section = find_section (text, kpis[i]->source), *line = write_line (kpis[i]);

    if (section == NULL || strstr (section, line) == NULL)
      g_test_fail_printf ("docs/kpi.md lacks, under \"%s\": %s", kpis[i]->source, line);
  }
}

static void
test_nothing_else_is_said_to_be_one (void)
{
  g_autofree char *text = read_document ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) parts = g_str_has_prefix (lines[i], "| `") ? g_strsplit (lines[i], "`", 3) : NULL;

    if (parts != NULL && dray_kpi_find (parts[1]) == NULL)
      g_test_fail_printf ("docs/kpi.md has a figure called %s, the list has none", parts[1]);
  }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && strcmp (argv[1], "--print") == 0) {
    guint n;
    const DrayKpi *const *kpis = dray_kpi_get_all (&n);

    for (guint i = 0; i < n; i++) {
      g_autofree char *line = write_line (kpis[i]);

      printf ("%s\t%s\n", kpis[i]->source, line);
    }
    return 0;
  }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insight/kpi-doc/every-kpi-stands-in-its-section", test_every_kpi_stands_in_its_section);
  g_test_add_func ("/insight/kpi-doc/nothing-else-is-said-to-be-one", test_nothing_else_is_said_to_be_one);
  return g_test_run ();
}
