/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DrayView:
 * @name: as --view and the settings call it
 * @title: marked for translation
 * @icon: symbolic
 * @get_type: the widget's class, a subclass of #GtkWidget; %NULL where the view has nothing behind it and shows its empty state
 * @empty_title: (nullable): what is missing
 * @empty_body: (nullable): what will stand here and what to do
 *
 * One view of the sidebar.
 */
typedef struct {
  const char *name;
  const char *title;
  const char *icon;
  GType     (*get_type) (void);
  const char *empty_title;
  const char *empty_body;
} DrayView;

/* Ends with a row whose name is NULL. */
extern const DrayView dray_views[];

const DrayView *dray_view_find (const char *name);

G_END_DECLS
