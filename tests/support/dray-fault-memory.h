/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes the Nth allocation of SQLite fail. A test installs it first thing in main(), before anything opens a database, and then
 * counts N up until nothing failed any more:
 *
 *   for (guint nth = 1; ; nth++) {
 *     dray_fault_memory_fail_nth (nth);
 *     gboolean done = do_it (&error);
 *     if (!dray_fault_memory_has_failed ())
 *       break;
 *     assert_unharmed (done, error);
 *   }
 *
 * The arenas have dray_arena_fail_nth(). */

void     dray_fault_memory_install    (void);
void     dray_fault_memory_fail_nth   (guint nth);
gboolean dray_fault_memory_has_failed (void);

G_END_DECLS
