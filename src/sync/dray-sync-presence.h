/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* Places that one client may say it is at. */
#define DRAY_SYNC_MAX_PLACES 16

/**
 * DraySyncPlace:
 *
 * A record that somebody looks at, or types into.
 */
typedef struct {
  const DrayTable *table;
  DrayId           id;
  gboolean         is_edited;
} DraySyncPlace;

/**
 * DraySyncOther:
 * @name: of the person
 * @places: (element-type DraySyncPlace)
 *
 * Another console on the same hub. Known while the line lasts, and kept nowhere.
 */
typedef struct {
  DrayId  client;
  char   *name;
  GArray *places;
} DraySyncOther;

DraySyncOther *dray_sync_other_new  (const DrayId        *client,
                                     const char          *name,
                                     GArray              *places);
DraySyncOther *dray_sync_other_copy (const DraySyncOther *self);
void           dray_sync_other_free (DraySyncOther       *self);

G_END_DECLS
