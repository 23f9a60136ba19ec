/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-index.h"
#include "dray-id.h"
#include "dray-road-change.h"

G_BEGIN_DECLS

typedef enum {
  DRAY_FENCE_KIND_SITE,       /* a place that counts: entering and leaving are worth knowing */
  DRAY_FENCE_KIND_FORBIDDEN,  /* not for these trucks: its approach is an alarm */
  DRAY_FENCE_KIND_SPEED,      /* a limit of its own holds inside */
} DrayFenceKind;

/**
 * DrayFenceRule:
 * @entry_delay_s: how long a truck must be inside before it has entered; a corner that is cut counts only where this is 0
 * @stay_limit_s: a stay longer than this is told; 0: any
 * @speed_limit_cms: a speed above this is told; 0: any
 * @trucks: (nullable) (array): [n_trucks] whether the fence is for the truck; %NULL: for all
 *
 * What a fence asks of the trucks inside.
 */
typedef struct {
  DrayId         id;
  const char    *name;
  DrayFenceKind  kind;
  int            entry_delay_s;
  int            stay_limit_s;
  int            speed_limit_cms;
  const guint8  *trucks;
} DrayFenceRule;

/**
 * DrayFenceSet:
 *
 * All fences as they are at one time: shapes behind an index, and their rules. Immutable and reference counted; a change makes another
 * one off the ingest thread, which then takes it in place of the old.
 */
typedef struct _DrayFenceSet DrayFenceSet;

DrayFenceSet         *dray_fence_set_new       (DrayShape *const     *shapes,
                                                const DrayFenceRule  *rules,
                                                guint                 n_fences,
                                                guint                 n_trucks,
                                                GError              **error);
DrayFenceSet         *dray_fence_set_ref       (DrayFenceSet         *self);
void                  dray_fence_set_unref     (DrayFenceSet         *self);
guint                 dray_fence_set_get_n     (const DrayFenceSet   *self);
const DrayFenceRule  *dray_fence_set_get_rule  (const DrayFenceSet   *self,
                                                guint                 fence);
guint                 dray_fence_set_list_inside (const DrayFenceSet *self,
                                                DrayGeoPoint          point,
                                                guint32              *fences,
                                                guint                 max_fences);
guint                 dray_fence_set_list_crossed (const DrayFenceSet *self,
                                                DrayGeoPoint          from,
                                                DrayGeoPoint          to,
                                                guint32              *fences,
                                                guint                 max_fences);
void                  dray_fence_set_list_closures (const DrayFenceSet *self,
                                                guint                 truck,
                                                GArray               *changes);
DrayGeoBox            dray_fence_set_get_box   (const DrayFenceSet   *self);
gboolean              dray_fence_set_concerns  (const DrayFenceSet   *self,
                                                guint                 fence,
                                                guint                 truck);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFenceSet, dray_fence_set_unref)

G_END_DECLS
