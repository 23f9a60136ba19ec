/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-stop.h"
#include "dray-visit-mutations.h"
#include "dray-visit-operations.h"

#include <glib/gi18n-lib.h>

/* Where and when the proof of a delivery was made. The latest one counts: a fact is corrected by a new one. */

#define DRAY_STOP_PROVE_ARGUMENTS(FIELD) \
  FIELD (STOP_PROVE, STOP, stop, REFERENCE, .flags = DRAY_FIELD_REQUIRED, .refers_to = "stop") \
  FIELD (STOP_PROVE, AT_US, at_us, INSTANT, .flags = DRAY_FIELD_REQUIRED) \
  FIELD (STOP_PROVE, PROOF_M, proof_m, INTEGER, .flags = DRAY_FIELD_REQUIRED, .maximum = 40000000)

DRAY_DECLARE_ARGUMENTS (STOP_PROVE, DRAY_STOP_PROVE_ARGUMENTS)
DRAY_DEFINE_ARGUMENTS (stop_prove, DRAY_STOP_PROVE_ARGUMENTS)

static void
stop_prove (DrayMutation *mutation)
{
  DrayId id = dray_mutation_argument_id (mutation, DRAY_STOP_PROVE_STOP);
  const DrayRow *stop = dray_mutation_require (mutation, &dray_stop_table, &id);

  if (stop != NULL)
    dray_visit_prove (mutation, stop, dray_mutation_argument_integer (mutation, DRAY_STOP_PROVE_AT_US), dray_mutation_argument_integer (mutation, DRAY_STOP_PROVE_PROOF_M));
}

const DrayOperation dray_stop_prove = {
  .name = "stop.prove", .version = 1, .label = N_("Prove a delivery"), .kind = DRAY_OPERATION_FACT, .undo = DRAY_UNDO_NEVER,
  .arguments = stop_prove_arguments, .n_arguments = DRAY_STOP_PROVE_N_FIELDS, .mutate = stop_prove,
};
