/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-post.h"

typedef struct {
  GString *said;
  GThread *ran_in;
} Log;

typedef struct {
  Log  *log;
  char  letter;
} Word;

static gboolean
on_say (gpointer data)
{
  Word *word = data;

  g_string_append_c (word->log->said, word->letter);
  word->log->ran_in = g_thread_self ();
  return G_SOURCE_REMOVE;
}

static gpointer
post_three (gpointer data)
{
  for (char letter = 'a'; letter <= 'c'; letter++) {
    Word *word = g_new (Word, 1);

    *word = (Word) { data, letter };
    dray_post (NULL, on_say, word, g_free);
  }
  return NULL;
}

static void
test_runs_in_the_contexts_thread_in_order (void)
{
  Log log = { g_string_new (NULL), NULL };

  /* Nobody iterates the default context meanwhile. */
  g_thread_join (g_thread_new ("poster", post_three, &log));
  g_assert_cmpstr (log.said->str, ==, "");
  while (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpstr (log.said->str, ==, "abc");
  g_assert_true (log.ran_in == g_thread_self ());
  g_string_free (log.said, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/post/runs-in-the-contexts-thread-in-order", test_runs_in_the_contexts_thread_in_order);
  return g_test_run ();
}
