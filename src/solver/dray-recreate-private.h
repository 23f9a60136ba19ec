/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-state-private.h"

G_BEGIN_DECLS

/* Where a unit would go. */
typedef struct {
  gint64 delta;      /* of the routes' cost */
  int    route;      /* -1: nowhere */
  int    after;      /* of the first stop */
  int    after_last; /* of a pair's second stop; the first where it follows at once */
} DrayPlace;

/* Finds the best place for an absent unit and puts it there, if that costs less than leaving it out. @blink: out of 1024, how often a
 * place is passed over unseen; @n_near: how many neighbours are asked. */
gboolean dray_recreate_insert (DrayState *state,
                               int        unit,
                               int        blink,
                               int        n_near);

G_END_DECLS
