/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fence-view.h"

#include "dray-fence-list.h"
#include "dray-store-list.h"
#include "dray-undo-toast.h"

G_BEGIN_DECLS

struct _DrayFenceView {
  AdwBin           parent_instance;

  /* Template */
  GtkPaned        *paned;
  DrayFenceList   *list;
  DrayMap         *map;
  GtkWidget       *tools;
  GtkToggleButton *kinds[3];      /* DraySketchKind */
  GtkWidget       *hole;
  GtkToggleButton *snap;
  GtkWidget       *entry_bar;
  GtkEntry        *place;
  GtkLabel        *size_label;
  GtkSpinButton   *size;
  GtkLabel        *hint;
  GtkWidget       *banner;
  GtkLabel        *banner_text;
  GtkRevealer     *revealer;
  AdwBin          *form_place;
  AdwBin          *trucks_place;
  DrayFenceTrial  *trial;
  GtkLabel        *trouble;
  GtkButton       *discard;
  GtkButton       *save;

  /* Owned */
  DrayEngine      *engine;
  GSettings       *settings;
  DrayFenceBook   *book;
  DrayFenceRoads  *roads;
  DrayFenceSketch *sketch;
  DrayRecordNames *names;
  DrayStoreList   *row;           /* of the chosen fence; NULL while none is, and for a new one */
  GCancellable    *cancellable;
  GCancellable    *way_search;    /* NULL while no way is looked for */
  GPtrArray       *imports;       /* (element-type DrayFeature): that are still to be written; NULL while none are */
  GArray          *imported;      /* (element-type DrayDone) */
  DrayShape       *tried;         /* what the trial was asked for; NULL while it was not */
  /* Borrowed */
  DrayFenceLayer  *layer;         /* the map holds it */
  DrayFenceEditor *editor;        /* the map holds it */
  DrayRecordForm  *form;          /* its place holds it */
  DrayFenceTrucks *trucks;        /* its place holds it */

  DrayId           chosen;        /* none while nothing is */
  DrayId           wanted;        /* asked for before the fences were read */
  gboolean         is_new;
  gboolean         saving_form;
  gboolean         saving_shape;
  gboolean         updating;      /* buttons are being set from the state */
  guint            n_refused;     /* of what is being imported */
  char            *refusal;       /* the last one */
  DrayShape       *sent;          /* what was submitted as the outline */
  DrayId          *sent_ids;
};

/* What is chosen, and what stands where: dray-fence-view.c */
void     dray_fence_view_update    (DrayFenceView *self);
void     dray_fence_view_show_row  (DrayFenceView *self);
void     dray_fence_view_leave     (DrayFenceView *self);
void     dray_fence_view_say       (DrayFenceView *self,
                                    const char    *words);
void     dray_fence_view_say_trouble (DrayFenceView *self,
                                    const char    *words);

/* Drawing: dray-fence-view-draw.c */
void     dray_fence_view_install_drawing (GtkWidgetClass *widget_class);
void     dray_fence_view_connect_drawing (DrayFenceView  *self);
void     dray_fence_view_update_tools    (DrayFenceView  *self);

/* To the records: dray-fence-view-save.c */
gboolean dray_fence_view_can_save  (DrayFenceView *self);
void     dray_fence_view_save      (DrayFenceView *self);
void     dray_fence_view_on_saved  (DrayFenceView *self);
DrayIntent *dray_fence_view_new_reshape (DrayFenceView   *self,
                                    const DrayId    *fence,
                                    const DrayShape *shape,
                                    DrayId          *ids);

/* Files: dray-fence-view-files.c */
void     dray_fence_view_install_files (GtkWidgetClass *widget_class);

G_END_DECLS
