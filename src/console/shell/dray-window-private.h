/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-demo-clock.h"
#include "dray-palette.h"
#include "dray-sidebar.h"
#include "dray-story.h"
#include "dray-views.h"
#include "dray-window.h"

G_BEGIN_DECLS

struct _DrayWindow {
  AdwApplicationWindow parent_instance;

  /* Template */
  AdwToastOverlay *toasts;
  GtkMenuButton   *workspace_button;
  GtkLabel        *date;
  AdwBin          *search_bin;
  GtkMenuButton   *menu;
  GtkWidget       *sync;
  GtkImage        *sync_icon;
  GtkLabel        *sync_text;
  DrayDemoClock   *demo_clock;
  DrayStory       *story;
  DraySidebar     *sidebar;
  DrayPalette     *palette;
  GtkStack        *views;

  /* Owned */
  DrayEngine      *engine;          /* NULL while no workspace is open */
  DrayMessageBook *messages;        /* of the open workspace */
  GSettings       *settings;        /* of the program */
  GSettings       *window_settings;
  guint            tick;            /* the clock's source */
  guint            fit;             /* idle: the width crossed NARROW_WIDTH */
  GCancellable    *places_asked;    /* (nullable): the region's answer to what stands in the palette */
  gboolean         finds_stale;     /* something was committed since the palette's index was read */
  gboolean         finds_reading;
  gboolean         shown_offline;   /* as the menu shows it */
  gboolean         warned_of_keys;  /* that there is no keyring */

  const DrayView  *view;
  gboolean         collapsed;       /* as the user chose it at full width */
  gboolean         narrow;
};

void dray_window_set_view        (DrayWindow     *self,
                                  const char     *name);
void dray_window_show_sync       (DrayWindow     *self);
void dray_window_follow_sync     (DrayWindow     *self);
gboolean dray_window_is_offline  (DrayWindow     *self);
void dray_window_set_offline     (DrayWindow     *self,
                                  gboolean        offline);
void dray_window_join_hub        (GtkWidget      *widget,
                                  const char     *action,
                                  GVariant       *parameter);
void dray_window_open_conflicts  (GtkWidget      *widget,
                                  const char     *action,
                                  GVariant       *parameter);
void dray_window_open_palette    (DrayWindow     *self);
void dray_window_follow_finds    (DrayWindow     *self);
void dray_window_on_typed        (DrayWindow     *self,
                                  const char     *text);
void dray_window_on_found        (DrayWindow     *self,
                                  gpointer        data);
void dray_window_show_record     (DrayWindow     *self,
                                  const char     *table,
                                  const DrayId   *id);
void dray_window_restore_place   (DrayWindow     *self);
void dray_window_save_place      (DrayWindow     *self);
void dray_window_show_story      (DrayWindow     *self);
void dray_window_on_story_jump   (DrayWindow     *self,
                                  gpointer        data);
void dray_window_on_story_dismissed (DrayWindow  *self);
void dray_window_toggle_story    (GtkWidget      *widget,
                                  const char     *action,
                                  GVariant       *parameter);
void dray_window_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
