/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-effect.h"

G_BEGIN_DECLS

/**
 * DrayVerdict:
 * @DRAY_VERDICT_PENDING: applied here, the hub has not said anything yet
 * @DRAY_VERDICT_ACCEPTED: it has a seq
 * @DRAY_VERDICT_FLAGGED: likewise, and somebody should look at it: the note says why
 * @DRAY_VERDICT_REJECTED: it has no effect; the note says why
 *
 * The numbers stand in the log.
 */
typedef enum {
  DRAY_VERDICT_PENDING = 0,
  DRAY_VERDICT_ACCEPTED = 1,
  DRAY_VERDICT_FLAGGED = 2,
  DRAY_VERDICT_REJECTED = 3,
} DrayVerdict;

/**
 * DrayReceipt:
 * @client: with @mid the name of the operation, for operation.undo
 * @number: of its log entry here
 * @seq: 0 unless accepted
 * @is_repeat: it had been submitted before: nothing was done again
 * @note: (nullable): why it was flagged or rejected
 * @effects: what it did; empty for a repeat
 * @overtaken: (nullable) (element-type DrayCell): cells of %DRAY_MERGE_LATEST that somebody else wrote since its author last saw them
 *   and that it wrote over: conflicts for a person. In @effects, before is theirs and after is this one's
 * @kept: (nullable) (element-type DrayCell): the cells that an undo left alone because somebody wrote them since
 *
 * What became of an operation.
 */
typedef struct {
  DrayId       client;
  gint64       mid;
  gint64       number;
  gint64       seq;
  DrayVerdict  verdict;
  gboolean     is_repeat;
  char        *note;
  DrayEffects *effects;
  GArray      *kept;
  GArray      *overtaken;
} DrayReceipt;

void dray_receipt_free (DrayReceipt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayReceipt, dray_receipt_free)

G_END_DECLS
