/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-arena.h"
#include "dray-random.h"

#include <string.h>

static gboolean
is_all (const guint8 *bytes,
        gsize         n_bytes,
        guint8        value)
{
  for (gsize i = 0; i < n_bytes; i++) {
    if (bytes[i] != value)
      return FALSE;
  }
  return TRUE;
}

static void
test_items_are_zero_aligned_and_apart (void)
{
  g_autoptr (DrayArena) arena = dray_arena_new (0);
  guint8 *items[500];
  gsize sizes[500];
  DrayRandom random;

  dray_random_init (&random, 1);
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 500; i++) {
      sizes[i] = dray_random_below (&random, i % 50 == 0 ? 300000 : 500);
      items[i] = dray_arena_new_array (arena, guint8, sizes[i]);
      g_assert_nonnull (items[i]);
      g_assert_cmpuint ((guintptr) items[i] % 64, ==, 0);
      g_assert_true (is_all (items[i], sizes[i], 0));
      memset (items[i], i & 0xff, sizes[i]);
    }
    for (int i = 0; i < 500; i++)
      g_assert_true (is_all (items[i], sizes[i], i & 0xff));
    dray_arena_reset (arena);
    g_assert_cmpuint (dray_arena_get_used (arena), ==, 0);
  }
}

static void
test_sizes_that_overflow_give_null (void)
{
  g_autoptr (DrayArena) arena = dray_arena_new (0);
  int *kept = dray_arena_new_array (arena, int, 4);

  kept[3] = 17;
  g_assert_null (dray_arena_alloc (arena, G_MAXSIZE / 2, 4));
  g_assert_null (dray_arena_alloc (arena, G_MAXSIZE, 1));
  g_assert_null (dray_arena_alloc (arena, G_MAXSIZE - 64, 1));
  g_assert_cmpint (kept[3], ==, 17);
}

static void
test_bound_holds (void)
{
  g_autoptr (DrayArena) arena = dray_arena_new (1000000);
  int n = 0;

  while (dray_arena_alloc (arena, 1, 1000) != NULL)
    n++;
  g_assert_cmpint (n, >, 900);
  g_assert_cmpint (n, <=, 1000);
  dray_arena_reset (arena);
  g_assert_nonnull (dray_arena_alloc (arena, 1, 1000));
}

static void
test_reset_gives_the_same_memory_again (void)
{
  g_autoptr (DrayArena) arena = dray_arena_new (200000);

  for (int i = 0; i < 1000; i++) {
    g_assert_nonnull (dray_arena_alloc (arena, 150000, 1));
    dray_arena_reset (arena);
  }
}

static void
test_nth_allocation_fails_once (void)
{
  g_autoptr (DrayArena) arena = dray_arena_new (0);

  dray_arena_fail_nth (3);
  g_assert_nonnull (dray_arena_alloc (arena, 1, 8));
  g_assert_nonnull (dray_arena_alloc (arena, 1, 8));
  g_assert_null (dray_arena_alloc (arena, 1, 8));
  g_assert_nonnull (dray_arena_alloc (arena, 1, 8));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/arena/items-are-zero-aligned-and-apart", test_items_are_zero_aligned_and_apart);
  g_test_add_func ("/core/arena/sizes-that-overflow-give-null", test_sizes_that_overflow_give_null);
  g_test_add_func ("/core/arena/bound-holds", test_bound_holds);
  g_test_add_func ("/core/arena/reset-gives-the-same-memory-again", test_reset_gives_the_same_memory_again);
  g_test_add_func ("/core/arena/nth-allocation-fails-once", test_nth_allocation_fails_once);
  return g_test_run ();
}
