/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-limiter.h"

#define MAX_NAMES 100000

typedef struct {
  double tokens;
  gint64 at_us;
} Bucket;

struct _DrayLimiter {
  GMutex      mutex;
  GHashTable *buckets;
  double      rate;
  double      burst;
};

DrayLimiter *
dray_limiter_new (double rate_per_s,
                  double burst)
{
  DrayLimiter *self = g_new0 (DrayLimiter, 1);

  g_mutex_init (&self->mutex);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rate = rate_per_s;
  self->burst = burst;
  return self;
}

void
dray_limiter_free (DrayLimiter *self)
{
  g_hash_table_unref (self->buckets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static double
fill (const DrayLimiter *self,
      const Bucket      *bucket,
      gint64             now_us)
{
  return MIN (self->burst, bucket->tokens + (double) MAX (now_us - bucket->at_us, 0) / G_USEC_PER_SEC * self->rate);
}

static void
forget_full (DrayLimiter *self,
             gint64       now_us)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->buckets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (fill (self, value, now_us) >= self->burst)
      g_hash_table_iter_remove (&iter);
}

static Bucket *
find (DrayLimiter *self,
      const char  *name,
      gint64       now_us)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, name);

  if (bucket != NULL)
    return bucket;
  if (g_hash_table_size (self->buckets) >= MAX_NAMES)
    forget_full (self, now_us);
  if (g_hash_table_size (self->buckets) >= MAX_NAMES)
    return NULL;
  bucket = g_new (Bucket, 1);
  *bucket = (Bucket) { self->burst, now_us };
  g_hash_table_insert (self->buckets, g_strdup (name), bucket);
  return bucket;
}

/* Takes @n tokens if there are as many. */
gboolean
dray_limiter_take (DrayLimiter *self,
                   const char  *name,
                   double       n,
                   gint64       now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Bucket *bucket = find (self, name, now_us);

  if (bucket == NULL)
    return FALSE;
  *bucket = (Bucket) { fill (self, bucket, now_us), MAX (now_us, bucket->at_us) };
  if (bucket->tokens < n)
    return FALSE;
  bucket->tokens -= n;
  return TRUE;
}

/* Whether one could be taken. */
gboolean
dray_limiter_has (DrayLimiter *self,
                  const char  *name,
                  gint64       now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Bucket *bucket = g_hash_table_lookup (self->buckets, name);

  return bucket == NULL || fill (self, bucket, now_us) >= 1;
}
