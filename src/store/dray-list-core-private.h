/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-query-private.h"
#include "dray-store.h"

G_BEGIN_DECLS

/**
 * DrayListCore:
 *
 * The half of a list model that lives on the reader's thread: the keys in order, and what a change does to them. The other half
 * makes the same splices on the main thread. Reference counted; only one thread at a time looks inside.
 */
typedef struct _DrayListCore DrayListCore;

/* At @position, @n_removed keys go and those of @added come. @removed is the key that went where it was one. */
typedef struct {
  guint   position;
  guint   n_removed;
  DrayId  removed;
  GArray *added;      /* (nullable) (element-type DrayId) */
} DrayListSplice;

/* A row that somebody wrote. */
typedef struct {
  DrayId        id;
  DrayFieldMask fields;
  gboolean      is_shown;   /* a record of it is alive: its row is wanted */
} DrayListTouch;

/* What the main thread has to do. */
typedef struct {
  GArray    *splices;   /* (element-type DrayListSplice): one after the other */
  GPtrArray *rows;      /* (element-type DrayRow) */
} DrayListNews;

DrayListCore *dray_list_core_new    (DrayQuery            *query);
DrayListCore *dray_list_core_ref    (DrayListCore         *self);
void          dray_list_core_unref  (DrayListCore         *self);
DrayListNews *dray_list_core_load   (DrayListCore         *self,
                                     DrayStore            *store,
                                     GError              **error);
DrayListNews *dray_list_core_follow (DrayListCore         *self,
                                     DrayStore            *store,
                                     const DrayStoreMark  *heard,
                                     const DrayListTouch  *touches,
                                     guint                 n_touches,
                                     GError              **error);
DrayListNews *dray_list_core_fetch  (DrayListCore         *self,
                                     DrayStore            *store,
                                     const DrayId         *ids,
                                     guint                 n_ids,
                                     GError              **error);
void          dray_list_news_free   (DrayListNews         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayListNews, dray_list_news_free)

G_END_DECLS
