/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-id.h"

#include <glib.h>

G_BEGIN_DECLS

/* In the order in which equally good hits stand. */
typedef enum {
  DRAY_FIND_TRUCK,
  DRAY_FIND_VIEW,
  DRAY_FIND_COMMAND,
  DRAY_FIND_RECORD,
  DRAY_FIND_PLACE,
} DrayFindKind;

/**
 * DrayFind:
 * @title: what is found
 * @detail: (nullable): what tells it from others
 * @action: (nullable): detailed action that a view or a command is
 * @icon: (nullable): symbolic, in place of the kind's
 * @truck: index in the live fleet, of a truck
 * @table: (nullable): name of a record's table
 * @id: of a record
 * @lon: degrees, of a place
 * @lat: degrees, of a place
 *
 * Something that the palette can find.
 */
typedef struct {
  DrayFindKind kind;
  const char  *title;
  const char  *detail;
  const char  *action;
  const char  *icon;
  guint32      truck;
  const char  *table;
  DrayId       id;
  double       lon;
  double       lat;
} DrayFind;

/**
 * DrayFindIndex:
 *
 * What Ctrl+K looks through: texts folded once, so that a letter typed costs one pass over them. Belongs to one thread at a time.
 */
typedef struct _DrayFindIndex DrayFindIndex;

DrayFindIndex *dray_find_index_new    (void);
void           dray_find_index_free   (DrayFindIndex   *self);
void           dray_find_index_add    (DrayFindIndex   *self,
                                       const DrayFind  *find,
                                       const char      *keys);
guint          dray_find_index_search (DrayFindIndex   *self,
                                       const char      *text,
                                       const DrayFind **hits,
                                       guint            max_hits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFindIndex, dray_find_index_free)

G_END_DECLS
