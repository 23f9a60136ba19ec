/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-arena.h"

#include <stdatomic.h>
#include <string.h>

/* Blocks hang in a list, the one in use first. A block is at least as large as all before it together, up to a bound, so that
 * their number stays small. A reset keeps the blocks for the next piece of work. Every item begins on a cache line's worth of
 * alignment, which vector loads want too. */

#define ALIGNMENT ((gsize) 64)
#define FIRST_BLOCK_BYTES ((gsize) 64 * 1024)
#define LARGEST_BLOCK_BYTES ((gsize) 16 * 1024 * 1024)

typedef struct _Block Block;

struct _Block
{
  Block  *next;
  gsize   n_bytes;
  gsize   n_used;
  guint8 *bytes;      /* aligned, inside the same allocation */
};

struct _DrayArena
{
  Block *blocks;      /* those in use, the present one first */
  Block *spare;       /* those kept by a reset */
  gsize  n_used;
  gsize  n_held;      /* in all blocks */
  gsize  max_bytes;
};

/* The countdown to the allocation that is to fail; 0 while none is. */
static atomic_uint fail_countdown;

/**
 * dray_arena_fail_nth:
 * @nth: 1 for the very next allocation of any arena in any thread; 0 for none
 *
 * Makes one allocation fail, so that tests see what its caller does. After it has failed all goes well again.
 */
void
dray_arena_fail_nth (guint nth)
{
  atomic_store (&fail_countdown, nth);
}

static gboolean
is_to_fail (void)
{
  unsigned int left = atomic_load_explicit (&fail_countdown, memory_order_relaxed);

  while (left > 0) {
    if (atomic_compare_exchange_weak (&fail_countdown, &left, left - 1))
      return left == 1;
  }
  return FALSE;
}

/**
 * dray_arena_new:
 * @max_bytes: the most that it may hold, 0 for no bound
 *
 * Returns: (transfer full): an arena that holds nothing as yet
 */
DrayArena *
dray_arena_new (gsize max_bytes)
{
  DrayArena *self = g_new0 (DrayArena, 1);

  self->max_bytes = max_bytes > 0 ? max_bytes : G_MAXSSIZE;
  return self;
}

static void
free_blocks (Block *block)
{
  while (block != NULL) {
    Block *next = block->next;

    g_free (block);
    block = next;
  }
}

void
dray_arena_free (DrayArena *self)
{
  if (self == NULL)
    return;
  free_blocks (self->blocks);
  free_blocks (self->spare);
  g_free (self);
}

/**
 * dray_arena_reset:
 *
 * Takes back everything that was given out and keeps the memory for the next time.
 */
void
dray_arena_reset (DrayArena *self)
{
  g_return_if_fail (self != NULL);

  while (self->blocks != NULL) {
    Block *block = self->blocks;

    self->blocks = block->next;
    block->next = self->spare;
    block->n_used = 0;
    self->spare = block;
  }
  self->n_used = 0;
}

/**
 * dray_arena_get_used:
 *
 * Returns: bytes given out since the last reset, with what alignment cost
 */
gsize
dray_arena_get_used (DrayArena *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_used;
}

static Block *
take_spare (DrayArena *self,
            gsize      n_bytes)
{
  for (Block **at = &self->spare; *at != NULL; at = &(*at)->next) {
    Block *block = *at;

    if (block->n_bytes >= n_bytes) {
      *at = block->next;
      return block;
    }
  }
  return NULL;
}

static Block *
make_block (DrayArena *self,
            gsize      n_bytes)
{
  gsize room = self->max_bytes - MIN (self->n_held, self->max_bytes);
  gsize wanted = CLAMP (self->n_held, FIRST_BLOCK_BYTES, LARGEST_BLOCK_BYTES);
  gsize total;
  Block *block;

  if (n_bytes > room)
    return NULL;
  wanted = MIN (MAX (n_bytes, wanted), room);
  if (!g_size_checked_add (&total, wanted, sizeof (Block) + ALIGNMENT))
    return NULL;
  block = g_try_malloc (total);
  if (block == NULL)
    return NULL;

  guintptr first = (guintptr) (block + 1);
  block->bytes = (guint8 *) (block + 1) + ((ALIGNMENT - first % ALIGNMENT) % ALIGNMENT);
  block->n_bytes = wanted;
  block->n_used = 0;
  self->n_held += wanted;
  return block;
}

/* Returns: whether the present block has room for @n_bytes more */
static gboolean
make_room (DrayArena *self,
           gsize      n_bytes)
{
  Block *block = self->blocks;

  if (block != NULL && block->n_bytes - block->n_used >= n_bytes)
    return TRUE;
  block = take_spare (self, n_bytes);
  if (block == NULL)
    block = make_block (self, n_bytes);
  if (block == NULL)
    return FALSE;
  block->next = self->blocks;
  self->blocks = block;
  return TRUE;
}

/**
 * dray_arena_alloc:
 *
 * Returns: (transfer none) (nullable): zeroed memory for @n_items of @item_bytes, aligned to 64 bytes, never %NULL for no items;
 *   %NULL if the sizes overflow, the bound is reached or the memory can't be had. What was given out before stays as it is
 */
gpointer
dray_arena_alloc (DrayArena *self,
                  gsize      n_items,
                  gsize      item_bytes)
{
  gsize n_bytes;

  g_return_val_if_fail (self != NULL, NULL);

  if (is_to_fail () ||
      !g_size_checked_mul (&n_bytes, n_items, item_bytes) ||
      !g_size_checked_add (&n_bytes, MAX (n_bytes, 1), ALIGNMENT - 1))
    return NULL;
  n_bytes -= n_bytes % ALIGNMENT;
  if (!make_room (self, n_bytes))
    return NULL;

  gpointer items = self->blocks->bytes + self->blocks->n_used;
  self->blocks->n_used += n_bytes;
  self->n_used += n_bytes;
  return memset (items, 0, n_bytes);
}
