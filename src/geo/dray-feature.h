/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-shape.h"

G_BEGIN_DECLS

/**
 * DrayFeature:
 * @shape: where it is
 * @name: (nullable): its name
 * @properties: (element-type utf8 utf8): what else is known of it, as text
 * @at_us: (nullable) (array): for each point of @shape when it was passed, UTC, or %DRAY_NEVER
 *
 * A shape with what a file says of it.
 */
typedef struct {
  DrayShape  *shape;
  char       *name;
  GHashTable *properties;
  gint64     *at_us;
} DrayFeature;

/* What every reader of shapes refuses to go beyond. */
#define DRAY_FEATURE_MAX_BYTES (64u << 20)
#define DRAY_FEATURE_MAX_POINTS 4000000
#define DRAY_FEATURE_MAX_COUNT 100000

DrayFeature *dray_feature_new  (DrayShape   *shape,
                                const char  *name);
void         dray_feature_free (DrayFeature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFeature, dray_feature_free)

G_END_DECLS
