/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayFenceList:
 *
 * The fences beside the map: search, kinds with their counts, two lines a fence.
 *
 * Signals: selected (#DrayFenceItem, nullable): the person chose a row
 */
#define DRAY_TYPE_FENCE_LIST (dray_fence_list_get_type ())
G_DECLARE_FINAL_TYPE (DrayFenceList, dray_fence_list, DRAY, FENCE_LIST, AdwBin)

void       dray_fence_list_set_book     (DrayFenceList *self,
                                         DrayFenceBook *book);
void       dray_fence_list_set_selected (DrayFenceList *self,
                                         DrayFenceItem *item);
GPtrArray *dray_fence_list_get_shown    (DrayFenceList *self);
void       dray_fence_list_focus_search (DrayFenceList *self);

G_END_DECLS
