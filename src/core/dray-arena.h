/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayArena:
 *
 * Memory for one piece of work, given out from large blocks and given back all at once. Sizes are checked, running out gives
 * %NULL instead of an abort, and tests can make any allocation fail. One thread at a time.
 */
typedef struct _DrayArena DrayArena;

DrayArena *dray_arena_new      (gsize      max_bytes);
void       dray_arena_free     (DrayArena *self);
gpointer   dray_arena_alloc    (DrayArena *self,
                                gsize      n_items,
                                gsize      item_bytes) G_GNUC_WARN_UNUSED_RESULT;
void       dray_arena_reset    (DrayArena *self);
gsize      dray_arena_get_used (DrayArena *self);

/* (transfer none) (nullable): @n zeroed items of @Type, for as long as the arena is neither reset nor freed. */
#define dray_arena_new_array(arena, Type, n) ((Type *) dray_arena_alloc ((arena), (n), sizeof (Type)))

/* For tests, process-wide. */
void       dray_arena_fail_nth (guint      nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayArena, dray_arena_free)

G_END_DECLS
