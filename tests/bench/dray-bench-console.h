/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The parts of bench-console. */

void bench_console_replay      (guint       n_trucks);
void bench_console_first       (gboolean    as_json);
void bench_console_first_frame (const char *folder);

G_END_DECLS
