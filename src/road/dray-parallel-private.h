/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does item @item as thread number @thread; whatever scratch space it needs is its thread's. */
typedef void (*DrayParallelFunc) (guint32  item,
                                  int      thread,
                                  gpointer user_data);

void dray_parallel_for (guint32          n_items,
                        int              n_threads,
                        DrayParallelFunc func,
                        gpointer         user_data);

G_END_DECLS
