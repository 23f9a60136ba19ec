/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-database.h"
#include "dray-effect.h"
#include "dray-schema.h"

G_BEGIN_DECLS

/**
 * DrayCatalog:
 *
 * The short numbers that a file gives to the fields of a schema, and back.
 */
typedef struct _DrayCatalog DrayCatalog;

DrayCatalog *dray_catalog_load       (DrayDatabase      *database,
                                      DraySchema        *schema,
                                      gboolean           read_only,
                                      GError           **error);
void         dray_catalog_free       (DrayCatalog       *self);
int          dray_catalog_get_number (DrayCatalog       *self,
                                      const DrayTable   *table,
                                      int                field);
gboolean     dray_catalog_find       (DrayCatalog       *self,
                                      gint64             number,
                                      const DrayTable  **table,
                                      int               *field);

/* The log's form of effects. */
GBytes      *dray_effects_encode     (const DrayEffects *self,
                                      DrayCatalog       *catalog);
DrayEffects *dray_effects_decode     (const guint8      *data,
                                      gsize              n_bytes,
                                      DrayCatalog       *catalog,
                                      GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayCatalog, dray_catalog_free)

G_END_DECLS
