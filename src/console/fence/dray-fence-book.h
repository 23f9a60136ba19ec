/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-set.h"
#include "dray-workspace.h"

G_BEGIN_DECLS

/**
 * DrayFenceFacts:
 * @shape: (nullable): its outline; %NULL while it has none
 * @corners: (array): [shape->n_points] the records of its corners
 * @n_trucks: how many trucks it names; 0: it is for all
 *
 * A fence as the records have it.
 */
typedef struct {
  DrayId         id;
  char          *name;
  DrayFenceKind  kind;
  gboolean       active;
  int            entry_delay_s;
  int            stay_limit_s;
  int            speed_limit_cms;
  guint          n_trucks;
  DrayShape     *shape;
  DrayId        *corners;
} DrayFenceFacts;

/* A fence for lists. Signals: changed: its facts are others now. */
#define DRAY_TYPE_FENCE_ITEM (dray_fence_item_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceItem, dray_fence_item, DRAY, FENCE_ITEM, GObject)

const DrayFenceFacts *dray_fence_item_get_facts (DrayFenceItem *self);

/**
 * DrayFenceBook:
 *
 * All fences of a workspace with their outlines, by name, a #GListModel of #DrayFenceItem. It reads on the workspace's own thread, at the
 * beginning and after each commit that touched a fence; an item stays the same object as long as its fence lives.
 *
 * Signals: changed: one or several fences came, went or are others now · failed (GError)
 */
#define DRAY_TYPE_FENCE_BOOK (dray_fence_book_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceBook, dray_fence_book, DRAY, FENCE_BOOK, GObject)

DrayFenceBook *dray_fence_book_new       (DrayWorkspace   *workspace);
DrayFenceItem *dray_fence_book_find      (DrayFenceBook   *self,
                                          const DrayId    *id);
gboolean       dray_fence_book_is_loaded (DrayFenceBook   *self);

G_END_DECLS
