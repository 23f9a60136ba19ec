/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-sweep-private.h"

#if defined (__x86_64__)
#include <immintrin.h>
#endif

/* The inner loop of a matrix, for each instruction set. A cost is a pair in one 64-bit word, compared as signed: infinite plus
 * infinite is still positive. Written with intrinsics, since vector types of the compiler were four times slower, and chosen when
 * the program runs, so that one build serves every machine. */

static void
sweep_plain (const DrayRoadSweep *self,
             guint8              *marked,
             DrayRoadCost        *labels)
{
  for (guint32 i = 0; i < self->n; i++) {
    DrayRoadCost *to = labels + (gsize) i * DRAY_ROAD_LANES;

    for (int lane = 0; !marked[i] && lane < DRAY_ROAD_LANES; lane++)
      to[lane] = DRAY_ROAD_INFINITE;
    marked[i] = FALSE;
    for (guint32 a = self->first[i]; a < self->first[i + 1]; a++) {
      const DrayRoadCost *from = labels + (gsize) self->from[a] * DRAY_ROAD_LANES;
      DrayRoadCost cost = self->cost[a];

      for (int lane = 0; lane < DRAY_ROAD_LANES; lane++) {
        DrayRoadCost through = from[lane] + cost;

        to[lane] = MIN (to[lane], through);
      }
    }
  }
}

#if defined (__x86_64__)

__attribute__ ((target ("avx2"))) static inline __m256i
min_avx2 (__m256i a,
          __m256i b)
{
  return _mm256_blendv_epi8 (a, b, _mm256_cmpgt_epi64 (a, b));
}

__attribute__ ((target ("avx2"))) static void
sweep_avx2 (const DrayRoadSweep *self,
            guint8              *marked,
            DrayRoadCost        *labels)
{
  const __m256i infinite = _mm256_set1_epi64x ((gint64) DRAY_ROAD_INFINITE);

  for (guint32 i = 0; i < self->n; i++) {
    __m256i *to = (__m256i *) (gpointer) (labels + (gsize) i * DRAY_ROAD_LANES);
    __m256i a0 = infinite, a1 = infinite, a2 = infinite, a3 = infinite;

    if (marked[i]) {
      a0 = to[0];
      a1 = to[1];
      a2 = to[2];
      a3 = to[3];
      marked[i] = FALSE;
    }
    for (guint32 a = self->first[i]; a < self->first[i + 1]; a++) {
      const __m256i *from = (const __m256i *) (gconstpointer) (labels + (gsize) self->from[a] * DRAY_ROAD_LANES);
      __m256i cost = _mm256_set1_epi64x ((gint64) self->cost[a]);

      a0 = min_avx2 (a0, _mm256_add_epi64 (from[0], cost));
      a1 = min_avx2 (a1, _mm256_add_epi64 (from[1], cost));
      a2 = min_avx2 (a2, _mm256_add_epi64 (from[2], cost));
      a3 = min_avx2 (a3, _mm256_add_epi64 (from[3], cost));
    }
    to[0] = a0;
    to[1] = a1;
    to[2] = a2;
    to[3] = a3;
  }
}

__attribute__ ((target ("avx512f"))) static void
sweep_avx512 (const DrayRoadSweep *self,
              guint8              *marked,
              DrayRoadCost        *labels)
{
  const __m512i infinite = _mm512_set1_epi64 ((gint64) DRAY_ROAD_INFINITE);

  for (guint32 i = 0; i < self->n; i++) {
    __m512i *to = (__m512i *) (gpointer) (labels + (gsize) i * DRAY_ROAD_LANES);
    __m512i a0 = infinite, a1 = infinite;

    if (marked[i]) {
      a0 = to[0];
      a1 = to[1];
      marked[i] = FALSE;
    }
    for (guint32 a = self->first[i]; a < self->first[i + 1]; a++) {
      const __m512i *from = (const __m512i *) (gconstpointer) (labels + (gsize) self->from[a] * DRAY_ROAD_LANES);
      __m512i cost = _mm512_set1_epi64 ((gint64) self->cost[a]);

      a0 = _mm512_maskz_min_epu64 (0xff, a0, _mm512_add_epi64 (from[0], cost));
      a1 = _mm512_maskz_min_epu64 (0xff, a1, _mm512_add_epi64 (from[1], cost));
    }
    to[0] = a0;
    to[1] = a1;
  }
}

#endif

/* The quickest first. */
const DrayRoadSweepWay *
dray_road_sweep_list (void)
{
  static DrayRoadSweepWay ways[4];
  static gsize listed;

  if (g_once_init_enter (&listed)) {
    int n = 0;

#if defined (__x86_64__)
    if (__builtin_cpu_supports ("avx512f"))
      ways[n++] = (DrayRoadSweepWay) { "avx512", sweep_avx512 };
    if (__builtin_cpu_supports ("avx2"))
      ways[n++] = (DrayRoadSweepWay) { "avx2", sweep_avx2 };
#endif
    ways[n] = (DrayRoadSweepWay) { "plain", sweep_plain };
    g_once_init_leave (&listed, 1);
  }
  return ways;
}

DrayRoadSweepFunc
dray_road_sweep_choose (void)
{
  return dray_road_sweep_list ()[0].func;
}
