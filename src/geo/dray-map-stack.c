/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-stack.h"

struct _DrayMapStack {
  GObject        parent_instance;

  /* Owned */
  DrayMapSource *overview;
  DrayMapSource *region;   /* (nullable) */
};

static void dray_map_stack_source_init (DrayMapSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DrayMapStack, dray_map_stack, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DRAY_TYPE_MAP_SOURCE, dray_map_stack_source_init))

static gboolean
dray_map_stack_read (DrayMapSource       *source,
                     const DrayWorldBox  *box,
                     int                  zoom,
                     DrayMapGroups        groups,
                     DrayMapTile         *tile,
                     GCancellable        *cancellable,
                     GError             **error)
{
  DrayMapStack *self = DRAY_MAP_STACK (source);

  if (self->region != NULL && zoom > DRAY_MAP_OVERVIEW_ZOOM)
    return dray_map_source_read (self->region, box, zoom, groups, tile, cancellable, error);
  if (!dray_map_source_read (self->overview, box, MIN (zoom, DRAY_MAP_OVERVIEW_ZOOM), groups, tile, cancellable, error))
    return FALSE;
  return self->region == NULL
         || dray_map_source_read (self->region, box, zoom, groups & (DRAY_MAP_ROADS | DRAY_MAP_PLACES), tile, cancellable, error);
}

/* Both are named, the region's first. */
static char *
dray_map_stack_dup_attribution (DrayMapSource *source)
{
  DrayMapStack *self = DRAY_MAP_STACK (source);
  char *overview = dray_map_source_dup_attribution (self->overview);

  if (self->region == NULL)
    return overview;
  g_autofree char *below = overview;
  g_autofree char *region = dray_map_source_dup_attribution (self->region);
  return g_strjoin (", ", region != NULL ? region : below, region != NULL ? below : NULL, NULL);
}

static void
dray_map_stack_source_init (DrayMapSourceInterface *iface)
{
  iface->read = dray_map_stack_read;
  iface->dup_attribution = dray_map_stack_dup_attribution;
}

static void
dray_map_stack_finalize (GObject *object)
{
  DrayMapStack *self = DRAY_MAP_STACK (object);

  g_clear_object (&self->overview);
  g_clear_object (&self->region);
  G_OBJECT_CLASS (dray_map_stack_parent_class)->finalize (object);
}

static void
dray_map_stack_class_init (DrayMapStackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dray_map_stack_finalize;
}

static void
dray_map_stack_init (DrayMapStack *self)
{
}

/**
 * dray_map_stack_new:
 * @overview: the world
 * @region: (nullable): what is known of a part of it
 *
 * Returns: (transfer full): both as one map
 */
DrayMapStack *
dray_map_stack_new (DrayMapSource *overview,
                    DrayMapSource *region)
{
  g_return_val_if_fail (DRAY_IS_MAP_SOURCE (overview), NULL);

  DrayMapStack *self = g_object_new (DRAY_TYPE_MAP_STACK, NULL);

  self->overview = g_object_ref (overview);
  g_set_object (&self->region, region);
  return self;
}
