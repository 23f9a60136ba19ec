/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-state-private.h"

G_BEGIN_DECLS

/* What a move would do, as evaluate found it and apply needs it. */
typedef struct {
  gint64 delta;
  int    from;     /* a stop, or a route's start */
  int    to;       /* a stop */
  int    length;
} DrayStep;

/**
 * DrayMove:
 * @name: as benches and tests name it
 * @in_row: whether it is about two stops in a row, not about bringing them together
 * @supports: whether it may be tried on a slice at all
 * @evaluate: whether the move that makes @to follow @from may be driven and costs less than @step->delta says; fills @step if so. Has no
 *    effect on the state. Both routes were counted (dray_state_count()) since their last change
 * @apply: does what evaluate judged; the state is then settled. Touches the routes itself
 *
 * A change to one or two routes that brings a stop behind another. A new move is a file and a line in the table of dray-move.c; the test
 * /solver/move holds the whole table to this contract: delta is the difference in cost, evaluate changes nothing, undo restores every bit.
 */
typedef struct {
  const char *name;
  gboolean    in_row;
  gboolean  (*supports) (const DraySlice *slice);
  gboolean  (*evaluate) (const DrayState *state,
                         int              from,
                         int              to,
                         DrayStep        *step);
  void      (*apply)    (DrayState       *state,
                         const DrayStep  *step);
} DrayMove;

extern const int dray_n_moves;
const DrayMove  *dray_move_get (int index);

/* Tries every move that brings a near stop behind @node, or @node behind a near stop, and applies the best while it gains. Returns how
 * many were applied. */
gboolean dray_move_supports_plain (const DraySlice *slice);
int dray_move_improve (DrayState *state,
                       int        node,
                       int        n_near);

extern const DrayMove dray_move_tails;
extern const DrayMove dray_move_split;
extern const DrayMove dray_move_chain;
extern const DrayMove dray_move_swap;
extern const DrayMove dray_move_turn;

G_END_DECLS
