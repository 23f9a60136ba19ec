/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-application.h"
#include "dray-engine.h"
#include "dray-window.h"

G_BEGIN_DECLS

struct _DrayApplication {
  AdwApplication parent_instance;

  /* Owned */
  GSettings    *settings;
  DrayEngine   *engine;         /* NULL while no workspace is open */
  GCancellable *cancellable;    /* of the opening under way */

  char         *opening;        /* the folder that is made or opened; NULL while none is */
  char         *troubled;       /* (nullable): the folder that could not be opened last */
  char         *screenshot;     /* the file that a picture goes to, and the program then ends; NULL without --screenshot */
  guint         picture_ms;     /* how long it waits for that, once the workspace is open */
  guint         n_pictures_tried;
  int           exit_status;    /* of a run that takes a picture */
};

void dray_application_await_picture   (DrayApplication *self);
void dray_application_open_workspace  (DrayApplication *self,
                                       const char      *folder);
void dray_application_open_demo       (DrayApplication *self);
void dray_application_welcome         (DrayApplication *self);
void dray_application_ask_new         (DrayApplication *self);
void dray_application_ask_roads       (DrayApplication *self);
void dray_application_save_copy       (DrayApplication *self);
void dray_application_cancel_opening  (DrayApplication *self);
void dray_application_ask_workspace   (DrayApplication *self);
void dray_application_close_workspace (DrayApplication *self);

G_END_DECLS
