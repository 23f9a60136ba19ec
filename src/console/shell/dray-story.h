/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-clock.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayStoryLine:
 * @minute: of the day
 * @words: what happens, or what there is to try
 * @view: where
 * @truck: (nullable): the fleet number of whom it happens to
 * @action: (nullable): what is opened there; an action of the window
 */
typedef struct {
  int         minute;
  const char *words;
  const char *view;
  const char *truck;
  const char *action;
} DrayStoryLine;

/**
 * DrayStory:
 *
 * The strip with the demo's story: a button a line, in the order of the day; the line that comes next by the demo's clock stands out. It
 * can be dismissed.
 *
 * Signals:
 *   jump (gpointer line): a #DrayStoryLine was chosen
 *   dismissed
 */
#define DRAY_TYPE_STORY (dray_story_get_type ())
G_DECLARE_FINAL_TYPE (DrayStory, dray_story, DRAY, STORY, AdwBin)

void dray_story_update (DrayStory *self,
                        gint64     now_us);

G_END_DECLS
