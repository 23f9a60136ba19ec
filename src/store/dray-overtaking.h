/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-mutation.h"

G_BEGIN_DECLS

/**
 * DrayOvertaking:
 * @field: an index of the table, or %DRAY_FIELD_DELETED
 * @base: what the author of the operation had seen
 * @theirs: what somebody else wrote since
 * @mine: what the operation writes, or would have written
 * @their_client: who wrote @theirs
 * @their_user: likewise; none where a program did it by itself
 * @their_us: when, by their clock
 * @depot: whose row it is; none where it is nobody's
 * @is_refused: a protected cell is among them, so nothing of the operation was applied
 *
 * A cell that an operation from elsewhere wrote without its author having seen what stood there.
 */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  int              field;
  DrayValue        base;
  DrayValue        theirs;
  DrayValue        mine;
  DrayId           their_client;
  DrayId           their_user;
  gint64           their_us;
  DrayId           depot;
  gboolean         is_refused;
} DrayOvertaking;

/* Keeps them for a person to look at, by rows that it makes: those become effects of the operation itself. */
typedef void (*DrayOvertakingFunc) (DrayMutation         *mutation,
                                    const DrayOvertaking *overtakings,
                                    guint                 n_overtakings);

G_END_DECLS
