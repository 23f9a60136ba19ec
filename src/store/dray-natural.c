/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-natural.h"

#include <string.h>

/* Puts where the digits from @at on begin without leading zeros, and how many there are. Returns: where they end */
static gsize
read_digits (const char  *text,
             gsize        length,
             gsize        at,
             const char **digits,
             gsize       *n_digits)
{
  gsize end = at;

  while (end < length && g_ascii_isdigit (text[end]))
    end++;
  while (at + 1 < end && text[at] == '0')
    at++;
  *digits = text + at;
  *n_digits = end - at;
  return end;
}

static int
compare_bytes (const char *a,
               gsize       a_length,
               const char *b,
               gsize       b_length)
{
  int order = memcmp (a, b, MIN (a_length, b_length));

  return order != 0 ? order : a_length < b_length ? -1 : a_length > b_length;
}

/**
 * dray_natural_compare:
 *
 * Runs of ASCII digits by their value, however long, everything else byte by byte. Texts that differ in leading zeros alone go by their
 * bytes, so that only equal texts compare equal. O(length).
 */
int
dray_natural_compare (const char *a,
                      gsize       a_length,
                      const char *b,
                      gsize       b_length)
{
  gsize i = 0, k = 0;

  while (i < a_length && k < b_length) {
    int order;

    if (g_ascii_isdigit (a[i]) && g_ascii_isdigit (b[k])) {
      const char *a_digits, *b_digits;
      gsize n_a, n_b;

      i = read_digits (a, a_length, i, &a_digits, &n_a);
      k = read_digits (b, b_length, k, &b_digits, &n_b);
      order = n_a != n_b ? (n_a < n_b ? -1 : 1) : memcmp (a_digits, b_digits, n_a);
    } else {
      order = (int) (guint8) a[i++] - (int) (guint8) b[k++];
    }
    if (order != 0)
      return order;
  }
  if (i < a_length || k < b_length)
    return i < a_length ? 1 : -1;
  return compare_bytes (a, a_length, b, b_length);
}
