/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayLimiter:
 *
 * Token buckets by name: each holds @burst tokens and gets @rate_per_s a second. From any thread. Full buckets are forgotten, and
 * above a hundred thousand names at once every further one is refused, so that names made up by an attacker cost no memory.
 */
typedef struct _DrayLimiter DrayLimiter;

DrayLimiter *dray_limiter_new   (double       rate_per_s,
                                 double       burst);
void         dray_limiter_free  (DrayLimiter *self);
gboolean     dray_limiter_take  (DrayLimiter *self,
                                 const char  *name,
                                 double       n,
                                 gint64       now_us);
gboolean     dray_limiter_has   (DrayLimiter *self,
                                 const char  *name,
                                 gint64       now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayLimiter, dray_limiter_free)

G_END_DECLS
