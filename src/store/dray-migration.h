/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* "Dray": marks the files that are ours. */
#define DRAY_APPLICATION_ID 0x44726179

/**
 * DrayMigrationSeries:
 * @name: whose tables they make: "store", "fleet"
 * @get_resource: gives the compiled resource that holds them
 * @path: the folder in it; its files are NUMBER-TOPIC.sql, numbered from 0001 without a gap
 *
 * One room's migrations. They are forward only; one that has been released never changes again.
 */
typedef struct {
  const char  *name;
  GResource *(*get_resource) (void);
  const char  *path;
} DrayMigrationSeries;

gboolean dray_database_migrate (DrayDatabase               *database,
                                const DrayMigrationSeries  *series,
                                int                         n_series,
                                GError                    **error);

G_END_DECLS
