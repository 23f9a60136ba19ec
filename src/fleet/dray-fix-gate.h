/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"

G_BEGIN_DECLS

/**
 * DrayFixVerdict:
 * @DRAY_FIX_ACCEPTED: newer than all before it, and believable
 * @DRAY_FIX_LATE: believable but older than the newest: it amends history and rings nothing
 * @DRAY_FIX_DUPLICATE: the instant of the newest one again
 * @DRAY_FIX_INACCURATE: its 68 % circle is wider than 50 m
 * @DRAY_FIX_JUMP: no truck gets there that fast
 * @DRAY_FIX_FUTURE: the device's clock is more than a minute ahead of ours
 * @DRAY_FIX_ANCIENT: it is more than 60 days behind ours: a clock that was never set; there is no history left that it could amend
 * @DRAY_FIX_INVALID: no place on earth, or a truck that nobody knows
 *
 * What the gate says of one fix. Each is counted, and the counts are shown.
 */
typedef enum {
  DRAY_FIX_ACCEPTED,
  DRAY_FIX_LATE,
  DRAY_FIX_DUPLICATE,
  DRAY_FIX_INACCURATE,
  DRAY_FIX_JUMP,
  DRAY_FIX_FUTURE,
  DRAY_FIX_ANCIENT,
  DRAY_FIX_INVALID,
  DRAY_FIX_N_VERDICTS,
} DrayFixVerdict;

typedef struct _DrayFixGate DrayFixGate;

DrayFixGate   *dray_fix_gate_new        (guint           n_trucks);
void           dray_fix_gate_free       (DrayFixGate    *self);
DrayFixVerdict dray_fix_gate_judge      (DrayFixGate    *self,
                                         const DrayFix  *fix);
guint64        dray_fix_gate_get_count  (DrayFixGate    *self,
                                         DrayFixVerdict  verdict);
const char    *dray_fix_verdict_to_text (DrayFixVerdict  verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFixGate, dray_fix_gate_free)

G_END_DECLS
