/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayScan:
 * @text: (not nullable): the file, ended by a zero
 * @at: what is read next
 * @line: number of the line last read from, 1 for the first
 *
 * Reads a text of words and numbers, as the classic routing benchmarks are written, and knows the line for the error message.
 * A plain struct on the stack; it borrows the text.
 */
typedef struct {
  const char *text;
  const char *at;
  int         line;
} DrayScan;

/* The longest word that is looked at; what is longer is cut, which no keyword or number of these formats reaches. */
#define DRAY_SCAN_WORD_LENGTH 63

void     dray_scan_init    (DrayScan   *self,
                            const char *text);
gboolean dray_scan_line    (DrayScan   *self,
                            char      **line);
gboolean dray_scan_word    (DrayScan   *self,
                            char        word[DRAY_SCAN_WORD_LENGTH + 1]);
gboolean dray_scan_number  (DrayScan   *self,
                            double     *number,
                            GError    **error);
gboolean dray_scan_integer (DrayScan   *self,
                            int         min,
                            int         max,
                            int        *number,
                            GError    **error);
int      dray_scan_row     (const char *line,
                            double     *numbers,
                            int         n_max);
gboolean dray_scan_fail    (const DrayScan *self,
                            GError        **error,
                            const char     *format,
                            ...) G_GNUC_PRINTF (3, 4);
char    *dray_scan_dup_text (const char *text,
                             gsize       n_bytes,
                             GError    **error);

G_END_DECLS
