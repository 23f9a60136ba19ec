/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fix-code.h"
#include "dray-store-error.h"
#include "dray-units.h"

#include <string.h>

/* A segment of fixes as bytes. All numbers are bits, most significant first:
 *
 *   8 bits      version, 1
 *   6 bits      how many fixes, less one
 *   8 columns   device time in ms; receipt in whole seconds behind the device time's; longitude and latitude in 1e-6 degrees; speed in
 *               dm/s; heading in degrees; accuracy in metres; flags:
 *     n bits    the first fix's, above the least that the column may hold; n by the column
 *     5 bits    k, or 31 where every number that follows is zero and none is written
 *     numbers   for each further fix the difference from what the fixes before it let expect, as an exponential Golomb code of
 *               order k (Teuhola 1978): a truck that drives on, or stands, costs a few bits
 *   zero bits   up to a whole byte
 *
 * Expected are: the same interval again; for places the same step again while the truck moves, none while it stands; otherwise the same
 * value. The order k is the one of three that makes the column shortest. Writing what was read gives the same bytes, which is what
 * makes a hash of a segment provable. */

#define VERSION 1
#define N_COLUMNS 8
#define K_ZERO 31
#define K_MAX 30
#define MAX_BITS 48
#define E7_A_STEP 10

enum { AT, DELAY, LON, LAT, SPEED, HEADING, ACCURACY, FLAGS };

/* What a column may hold, both ends included, so that whatever bytes come none of the sums leaves its type; and in how many bits. */
typedef struct {
  gint64 low;
  gint64 high;
  int    n_bits;
} Range;

static const Range ranges[N_COLUMNS] = {
  [AT] = { -(G_GINT64_CONSTANT (1) << 46), G_GINT64_CONSTANT (1) << 46, 48 }, [DELAY] = { -(G_GINT64_CONSTANT (1) << 40), G_GINT64_CONSTANT (1) << 40, 42 },
  [LON] = { -180000000, 180000000, 29 }, [LAT] = { -90000000, 90000000, 28 }, [SPEED] = { 0, 6553, 13 }, [HEADING] = { 0, 359, 9 },
  [ACCURACY] = { 0, 6553, 13 }, [FLAGS] = { 0, 65535, 16 },
};

static gint64
floor_divide (gint64 a,
              gint64 b)
{
  return a / b - (a % b < 0);
}

/* The nearest step; what is no place at all stays none. */
static gint64
count_steps (int e7)
{
  return ((gint64) e7 + (e7 < 0 ? -E7_A_STEP / 2 : E7_A_STEP / 2)) / E7_A_STEP;
}

static void
to_columns (const DrayFix *fix,
            gint64         columns[N_COLUMNS])
{
  columns[AT] = CLAMP (floor_divide (fix->at_us, DRAY_US_PER_MS), ranges[AT].low, ranges[AT].high);
  columns[DELAY] = CLAMP (floor_divide (fix->received_us, DRAY_US_PER_S) - floor_divide (columns[AT], 1000), ranges[DELAY].low, ranges[DELAY].high);
  columns[LON] = CLAMP (count_steps (fix->lon_e7), G_MININT / E7_A_STEP, G_MAXINT / E7_A_STEP);
  columns[LAT] = CLAMP (count_steps (fix->lat_e7), G_MININT / E7_A_STEP, G_MAXINT / E7_A_STEP);
  columns[SPEED] = fix->speed_cms / 10;
  columns[HEADING] = fix->heading_cdeg / 100 % 360;
  columns[ACCURACY] = MIN ((fix->accuracy_dm + 9) / 10, ranges[ACCURACY].high);
  columns[FLAGS] = fix->flags;
}

static void
from_columns (const gint64  columns[N_COLUMNS],
              guint32       truck,
              DrayFix      *fix)
{
  fix->at_us = columns[AT] * DRAY_US_PER_MS;
  fix->received_us = (floor_divide (columns[AT], 1000) + columns[DELAY]) * DRAY_US_PER_S;
  fix->truck = truck;
  fix->lon_e7 = (int) columns[LON] * E7_A_STEP;
  fix->lat_e7 = (int) columns[LAT] * E7_A_STEP;
  fix->speed_cms = (guint16) (columns[SPEED] * 10);
  fix->heading_cdeg = (guint16) (columns[HEADING] * 100);
  fix->accuracy_dm = (guint16) (columns[ACCURACY] * 10);
  fix->flags = (guint16) columns[FLAGS];
}

/**
 * dray_fix_quantise:
 *
 * Makes a fix what it will be when it is read again: milliseconds, 11 cm, 1 dm/s, whole degrees and metres, and the second of its
 * receipt. Whoever evaluates fixes live does this first, so that history gives the same answers.
 */
void
dray_fix_quantise (DrayFix *fix)
{
  gint64 columns[N_COLUMNS];

  to_columns (fix, columns);
  from_columns (columns, fix->truck, fix);
}

static inline guint64
zigzag (gint64 number)
{
  return ((guint64) number << 1) ^ (guint64) (number >> 63);
}

static inline gint64
unzigzag (guint64 number)
{
  return (gint64) (number >> 1) ^ -(gint64) (number & 1);
}

/* What fix @i differs by from what the fixes before it let expect; of reading, the inverse. */
static inline gint64
expect (const gint64 *column,
        const gint64 *speeds,
        int           which,
        guint         i)
{
  switch (which) {
  case AT:
    return i > 1 ? 2 * column[i - 1] - column[i - 2] : column[i - 1];
  case LON:
  case LAT:
    return i > 1 && speeds[i - 1] > 0 ? 2 * column[i - 1] - column[i - 2] : column[i - 1];
  default:
    return column[i - 1];
  }
}

/* Headings go round: the shorter way. */
static inline gint64
wrap (int    which,
      gint64 difference)
{
  return which != HEADING ? difference : difference > 180 ? difference - 360 : difference < -179 ? difference + 360 : difference;
}

static inline int
count_bits (guint64 number)
{
  return 64 - __builtin_clzll (number | 1);
}

typedef struct {
  GByteArray *bytes;
  guint64     waiting;
  int         n_waiting;
} Writer;

static void
write_bits (Writer  *self,
            guint64  number,
            int      n)
{
  while (n > 0) {
    int room = MIN (8 - self->n_waiting, n);

    self->waiting = self->waiting << room | (number >> (n - room) & ((1u << room) - 1));
    self->n_waiting += room;
    n -= room;
    if (self->n_waiting == 8) {
      guint8 byte = (guint8) self->waiting;

      g_byte_array_append (self->bytes, &byte, 1);
      self->waiting = 0;
      self->n_waiting = 0;
    }
  }
}

static void
write_golomb (Writer  *self,
              guint64  number,
              int      k)
{
  guint64 shifted = number + (G_GUINT64_CONSTANT (1) << k);
  int n = count_bits (shifted);

  write_bits (self, 0, n - 1 - k);
  write_bits (self, shifted, n);
}

static guint64
count_golomb (const guint64 *numbers,
              guint          n,
              int            k)
{
  guint64 n_bits = 0;

  for (guint i = 0; i < n; i++)
    n_bits += 2 * (guint64) count_bits (numbers[i] + (G_GUINT64_CONSTANT (1) << k)) - 1 - (guint64) k;
  return n_bits;
}

/* The order near the mean's that makes the column shortest. */
static int
choose_order (const guint64 *numbers,
              guint          n)
{
  guint64 sum = 0, best_bits = G_MAXUINT64;
  int best = 0;

  for (guint i = 0; i < n; i++)
    sum += numbers[i];
  if (sum == 0)
    return K_ZERO;
  int middle = CLAMP (count_bits (sum / n) - 1, 1, K_MAX - 1);
  for (int k = middle - 1; k <= middle + 1; k++) {
    guint64 bits = count_golomb (numbers, n, k);

    if (bits < best_bits) {
      best_bits = bits;
      best = k;
    }
  }
  return best;
}

static void
write_column (Writer       *writer,
              const gint64 *column,
              const gint64 *speeds,
              int           which,
              guint         n)
{
  guint64 numbers[DRAY_SEGMENT_FIXES];
  int k;

  for (guint i = 1; i < n; i++)
    numbers[i - 1] = zigzag (wrap (which, column[i] - expect (column, speeds, which, i)));
  k = n > 1 ? choose_order (numbers, n - 1) : K_ZERO;
  write_bits (writer, (guint64) (column[0] - ranges[which].low), ranges[which].n_bits);
  write_bits (writer, (guint64) k, 5);
  for (guint i = 0; k != K_ZERO && i + 1 < n; i++)
    write_golomb (writer, numbers[i], k);
}

/**
 * dray_fix_encode:
 * @fixes: (array length=n_fixes): of one truck, at places that exist, rising in time by milliseconds; 1 to %DRAY_SEGMENT_FIXES
 * @bytes: what is appended to
 */
void
dray_fix_encode (const DrayFix *fixes,
                 guint          n_fixes,
                 GByteArray    *bytes)
{
  static const int order[N_COLUMNS] = { AT, DELAY, SPEED, LON, LAT, HEADING, ACCURACY, FLAGS };
  gint64 columns[N_COLUMNS][DRAY_SEGMENT_FIXES];
  Writer writer = { bytes, 0, 0 };

  g_return_if_fail (n_fixes > 0 && n_fixes <= DRAY_SEGMENT_FIXES);

  for (guint i = 0; i < n_fixes; i++) {
    gint64 row[N_COLUMNS];

    to_columns (&fixes[i], row);
    for (int c = 0; c < N_COLUMNS; c++)
      columns[c][i] = row[c];
  }
  write_bits (&writer, VERSION, 8);
  write_bits (&writer, n_fixes - 1, 6);
  for (int c = 0; c < N_COLUMNS; c++)
    write_column (&writer, columns[order[c]], columns[SPEED], order[c], n_fixes);
  if (writer.n_waiting > 0)
    write_bits (&writer, 0, 8 - writer.n_waiting);
}

typedef struct {
  const guint8 *bytes;
  gsize         n_bytes;
  gsize         bit;
} Reader;

/* The next 57 bits or more, the topmost first; zeros behind the end. */
static inline guint64
peek (const Reader *self)
{
  gsize byte = self->bit >> 3;
  guint64 word = 0;

  if (G_LIKELY (byte + 8 <= self->n_bytes))
    memcpy (&word, self->bytes + byte, 8);
  else if (byte < self->n_bytes)
    memcpy (&word, self->bytes + byte, self->n_bytes - byte);
  return GUINT64_FROM_BE (word) << (self->bit & 7);
}

static inline guint64
read_bits (Reader *self,
           int     n)
{
  guint64 number = peek (self) >> (64 - n);

  self->bit += (gsize) n;
  return number;
}

static inline gboolean
read_golomb (Reader  *self,
             int      k,
             guint64 *number)
{
  guint64 ahead = peek (self);
  int n_zeros = ahead != 0 ? __builtin_clzll (ahead) : 64, n = n_zeros + k + 1;

  if (n > MAX_BITS)
    return FALSE;
  self->bit += (gsize) n_zeros;
  *number = read_bits (self, n) - (G_GUINT64_CONSTANT (1) << k);
  return TRUE;
}

static gboolean
read_column (Reader       *reader,
             gint64       *column,
             const gint64 *speeds,
             int           which,
             guint         n)
{
  const Range *range = &ranges[which];
  int k;

  column[0] = range->low + (gint64) read_bits (reader, range->n_bits);
  k = (int) read_bits (reader, 5);
  if (column[0] > range->high)
    return FALSE;
  for (guint i = 1; i < n; i++) {
    gint64 expected = expect (column, speeds, which, i);
    guint64 number = 0;

    if (k != K_ZERO && !read_golomb (reader, k, &number))
      return FALSE;
    column[i] = expected + unzigzag (number);
    if (which == HEADING)
      column[i] = column[i] < 0 ? column[i] + 360 : column[i] > 359 ? column[i] - 360 : column[i];
    if (column[i] < range->low || column[i] > range->high)
      return FALSE;
  }
  return TRUE;
}

/**
 * dray_fix_decode:
 * @truck: what goes into the fixes' truck
 * @n_fixes: (out): 1 to %DRAY_SEGMENT_FIXES
 *
 * Errors: %DRAY_STORE_ERROR_CORRUPT for bytes that dray_fix_encode() did not write
 */
gboolean
dray_fix_decode (const guint8  *bytes,
                 gsize          n_bytes,
                 guint32        truck,
                 DrayFix        fixes[DRAY_SEGMENT_FIXES],
                 guint         *n_fixes,
                 GError       **error)
{
  static const int order[N_COLUMNS] = { AT, DELAY, SPEED, LON, LAT, HEADING, ACCURACY, FLAGS };
  gint64 columns[N_COLUMNS][DRAY_SEGMENT_FIXES];
  Reader reader = { bytes, n_bytes, 0 };
  gboolean whole = n_bytes >= 8 && read_bits (&reader, 8) == VERSION;
  guint n = whole ? (guint) read_bits (&reader, 6) + 1 : 0;

  whole = whole && n <= DRAY_SEGMENT_FIXES;
  for (int c = 0; whole && c < N_COLUMNS; c++)
    whole = read_column (&reader, columns[order[c]], columns[SPEED], order[c], n);
  whole = whole && (reader.bit + 7) / 8 == n_bytes;
  for (guint i = 1; whole && i < n; i++)
    whole = columns[AT][i] > columns[AT][i - 1];
  if (!whole) {
    g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_CORRUPT, "a segment of fixes is damaged");
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    gint64 row[N_COLUMNS];

    for (int c = 0; c < N_COLUMNS; c++)
      row[c] = columns[c][i];
    from_columns (row, truck, &fixes[i]);
  }
  *n_fixes = n;
  return TRUE;
}
