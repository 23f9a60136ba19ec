/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-feature.h"

/**
 * dray_feature_new:
 * @shape: (transfer full): where it is
 * @name: (nullable): its name
 *
 * Returns: (transfer full): a feature with neither properties nor times
 */
DrayFeature *
dray_feature_new (DrayShape  *shape,
                  const char *name)
{
  DrayFeature *self = g_new0 (DrayFeature, 1);

  self->shape = shape;
  self->name = g_strdup (name);
  self->properties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
dray_feature_free (DrayFeature *self)
{
  dray_shape_unref (self->shape);
  g_free (self->name);
  g_hash_table_unref (self->properties);
  g_free (self->at_us);
  g_free (self);
}
