/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A simulator proves something only if it can fail. So the code of sync carries a few known mistakes, one of which a test program can
 * plant; the simulator has to find each. DRAY_PLANTED() is plain FALSE, and the mistake is no part of the program, unless the
 * sources are compiled with -DDRAY_PLANTS, which only tests/sync does for a library of its own. */

#ifdef DRAY_PLANTS
extern const char *dray_plant;      /* the bug that is planted, or NULL */
#define DRAY_PLANTED(name) (g_strcmp0 (dray_plant, name) == 0)
#else
#define DRAY_PLANTED(name) FALSE
#endif
