/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-format-sol.h"
#include "dray-fuzz.h"
#include "dray-instance.h"

/* The first byte picks the format; whatever is read is checked as a solution of itself, so that its columns are all touched. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  if (size == 0)
    return 0;
  g_autoptr (DrayInstance) instance = dray_instance_parse ((const char *) data + 1, size - 1, (DrayInstanceFormat) (data[0] % 3), NULL);
  g_autoptr (DraySol) sol = dray_sol_parse ((const char *) data + 1, size - 1, NULL);

  if (sol != NULL) {
    g_autofree char *text = dray_sol_write (sol);
  }
  if (instance != NULL) {
    g_autoptr (DraySol) all = dray_sol_new ();
    g_auto (DraySolVerdict) verdict = { 0 };
    g_autofree int *stops = g_new (int, instance->n_nodes);

    for (int i = 0; i + 1 < instance->n_nodes; i++)
      stops[i] = i + 1;
    dray_sol_add_route (all, stops, instance->n_nodes - 1);
    dray_sol_verify (all, instance, (DrayRounding) (data[0] % 3), &verdict);
  }
  return 0;
}
