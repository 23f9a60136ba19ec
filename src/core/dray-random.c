/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-random.h"

#include <math.h>
#include <string.h>

static guint64
splitmix64 (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
dray_random_init (DrayRandom *self,
                  guint64     seed)
{
  for (int i = 0; i < 4; i++)
    self->state[i] = splitmix64 (&seed);
}

/**
 * dray_random_normal:
 *
 * A normally distributed number with mean 0 and standard deviation 1, by Box and Muller. Each call draws twice and keeps nothing,
 * so that the state of a generator is its four words and nothing else.
 */
double
dray_random_normal (DrayRandom *self)
{
  double radius = sqrt (-2.0 * log (1.0 - dray_random_double (self)));

  return radius * cos (2.0 * G_PI * dray_random_double (self));
}

void
dray_random_fill (DrayRandom *self,
                  guint8     *bytes,
                  gsize       n_bytes)
{
  while (n_bytes > 0) {
    guint64 word = GUINT64_TO_LE (dray_random_u64 (self));
    gsize n = MIN (n_bytes, sizeof word);

    memcpy (bytes, &word, n);
    bytes += n;
    n_bytes -= n;
  }
}
