/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fuzz.h"
#include "dray-workbook.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_auto (GStrv) names = dray_workbook_list_names (bytes, NULL);
  g_autoptr (DrayWorkbook) sheet = dray_workbook_open (bytes, NULL, NULL);
  gboolean has_row = sheet != NULL;
  guint64 last_line = 0;

  while (has_row && dray_workbook_read_row (sheet, &has_row, NULL) && has_row) {
    for (guint i = 0; i < dray_workbook_get_n_cells (sheet); i++)
      g_assert_true (dray_workbook_get_cell (sheet, i) == NULL || g_utf8_validate (dray_workbook_get_cell (sheet, i), -1, NULL));
    last_line = MAX (last_line, dray_workbook_get_line (sheet));
  }
  g_assert_cmpuint (last_line, <=, 1048576);
  return 0;
}
