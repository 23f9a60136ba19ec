/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-engine.h"
#include "dray-message-book.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DrayViewContext:
 * @engine: the open workspace
 * @messages: what was written to and from its drivers
 * @settings: of the program
 * @window_settings: of the window
 *
 * What a view is made with.
 */
typedef struct {
  DrayEngine      *engine;
  DrayMessageBook *messages;
  GSettings       *settings;
  GSettings       *window_settings;
} DrayViewContext;

/**
 * DrayView:
 * @name: as --view and the settings call it
 * @title: marked for translation
 * @icon: symbolic
 * @kinds: (nullable) (array zero-terminated=1): names of the tables whose records stand in it, the first one shown
 * @make: the widget; %NULL where a workspace has nothing behind the view, which then shows its empty state
 * @empty_title: what is missing
 * @empty_body: what stands here and what to do
 *
 * One view of the sidebar.
 */
typedef struct _DrayView DrayView;

struct _DrayView {
  const char        *name;
  const char        *title;
  const char        *icon;
  const char *const *kinds;
  GtkWidget       *(*make) (const DrayViewContext *context,
                            const DrayView        *view);
  const char        *empty_title;
  const char        *empty_body;
};

/* Ends with a row whose name is NULL. */
extern const DrayView dray_views[];

const DrayView *dray_view_find      (const char *name);
const DrayView *dray_view_find_kind (const char *table);

G_END_DECLS
