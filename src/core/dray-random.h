/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayRandom:
 *
 * A seeded generator: xoshiro256** 1.0, seeded by splitmix64. The same seed gives the same numbers on every machine, which is
 * what plans, the simulator and every test are built on. A plain struct, one a thread; never for secrets.
 *
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021).
 */
typedef struct {
  guint64 state[4];
} DrayRandom;

void   dray_random_init   (DrayRandom *self, guint64 seed);
double dray_random_normal (DrayRandom *self);
void   dray_random_fill   (DrayRandom *self, guint8 *bytes, gsize n_bytes);

static inline guint64
dray_random_u64 (DrayRandom *self)
{
  guint64 *s = self->state;
  guint64 product = s[1] * 5;
  guint64 result = ((product << 7) | (product >> 57)) * 9;
  guint64 shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = (s[3] << 45) | (s[3] >> 19);

  return result;
}

/* A whole number in [0, n), for 0 < n. The bias is at most n / 2^32. */
static inline guint32
dray_random_below (DrayRandom *self, guint32 n)
{
  return (guint32) (((dray_random_u64 (self) >> 32) * n) >> 32);
}

/* A number in [0, 1) with 53 random bits. */
static inline double
dray_random_double (DrayRandom *self)
{
  return (double) (dray_random_u64 (self) >> 11) * 0x1.0p-53;
}

G_END_DECLS
