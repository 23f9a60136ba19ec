/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-tile-source.h"

#include "dray-tile-paintable.h"

/*
 * A tile belongs to the main thread. What goes to the pool is a task of its own, with the tile's numbers and the painter, which any
 * thread may use; what comes back is a surface, and the main thread puts it into the tile.
 */

#define TILE_SIZE 256
#define MIN_ZOOM 2
#define MAX_ZOOM 19
#define N_THREADS 2

struct _DrayTileSource {
  ShumateMapSource  parent_instance;

  /* Owned */
  DrayMapPainter   *painter;
  GThreadPool      *pool;

  gboolean          textures;
  gboolean          warned;     /* a broken map is said once, not once a tile */
};

typedef struct {
  DrayMapPainter *painter;
  int             x, y, z;
} Request;

G_DEFINE_FINAL_TYPE (DrayTileSource, dray_tile_source, SHUMATE_TYPE_MAP_SOURCE)

static void
request_free (Request *request)
{
  g_object_unref (request->painter);
  g_free (request);
}

/* On a thread of the pool. */
static void
paint (gpointer data,
       gpointer unused)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  cairo_surface_t *surface = dray_map_painter_paint (request->painter, request->z, request->x, request->y, TILE_SIZE,
                                                     g_task_get_cancellable (task), &error);

  if (surface != NULL)
    g_task_return_pointer (task, surface, (GDestroyNotify) cairo_surface_destroy);
  else
    g_task_return_error (task, error);
}

static void
report (DrayTileSource *self,
        ShumateTile    *tile,
        const GError   *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!self->warned)
    g_warning ("The map tile %u/%u/%u was not painted: %s", shumate_tile_get_zoom_level (tile), shumate_tile_get_x (tile),
               shumate_tile_get_y (tile), error->message);
  self->warned = TRUE;
}

static void
on_painted (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  DrayTileSource *self = DRAY_TILE_SOURCE (object);
  g_autoptr (GTask) task = user_data;
  ShumateTile *tile = g_task_get_task_data (task);
  GError *error = NULL;
  cairo_surface_t *surface = g_task_propagate_pointer (G_TASK (result), &error);

  if (surface == NULL) {
    /* Libshumate drops the error in silence. */
    report (self, tile, error);
    g_task_return_error (task, error);
    return;
  }

  g_autoptr (GdkPaintable) paintable = dray_tile_paintable_new (surface, TILE_SIZE, self->textures);

  shumate_tile_set_paintable (tile, paintable);
  shumate_tile_set_fade_in (tile, FALSE);
  shumate_tile_set_state (tile, SHUMATE_STATE_DONE);
  g_task_return_boolean (task, TRUE);
}

static void
dray_tile_source_fill_tile_async (ShumateMapSource    *source,
                                  ShumateTile         *tile,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  DrayTileSource *self = DRAY_TILE_SOURCE (source);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dray_tile_source_fill_tile_async);
  g_task_set_task_data (task, g_object_ref (tile), g_object_unref);
  if (self->painter == NULL) {
    shumate_tile_set_state (tile, SHUMATE_STATE_DONE);
    g_task_return_boolean (task, TRUE);
    return;
  }

  Request *request = g_new0 (Request, 1);
  GTask *job = g_task_new (self, cancellable, on_painted, g_steal_pointer (&task));

  *request = (Request) {
    .painter = g_object_ref (self->painter),
    .x = (int) shumate_tile_get_x (tile),
    .y = (int) shumate_tile_get_y (tile),
    .z = (int) shumate_tile_get_zoom_level (tile),
  };
  g_task_set_source_tag (job, dray_tile_source_fill_tile_async);
  g_task_set_task_data (job, request, (GDestroyNotify) request_free);
  g_thread_pool_push (self->pool, job, NULL);
}

static gboolean
dray_tile_source_fill_tile_finish (ShumateMapSource  *source,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dray_tile_source_finalize (GObject *object)
{
  DrayTileSource *self = DRAY_TILE_SOURCE (object);

  /* Every job holds the source, so the pool is empty by now. */
  g_thread_pool_free (self->pool, TRUE, FALSE);
  g_clear_object (&self->painter);

  G_OBJECT_CLASS (dray_tile_source_parent_class)->finalize (object);
}

static void
dray_tile_source_class_init (DrayTileSourceClass *klass)
{
  ShumateMapSourceClass *source_class = SHUMATE_MAP_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dray_tile_source_finalize;
  source_class->fill_tile_async = dray_tile_source_fill_tile_async;
  source_class->fill_tile_finish = dray_tile_source_fill_tile_finish;
}

static void
dray_tile_source_init (DrayTileSource *self)
{
  ShumateMapSource *source = SHUMATE_MAP_SOURCE (self);

  self->pool = g_thread_pool_new (paint, NULL, N_THREADS, FALSE, NULL);
  shumate_map_source_set_min_zoom_level (source, MIN_ZOOM);
  shumate_map_source_set_max_zoom_level (source, MAX_ZOOM);
  shumate_map_source_set_tile_size (source, TILE_SIZE);
  shumate_map_source_set_projection (source, SHUMATE_MAP_PROJECTION_MERCATOR);
}

/**
 * dray_tile_source_new:
 * @painter: (nullable): for one theme and scale
 * @textures: whether the renderer keeps textures from frame to frame
 */
DrayTileSource *
dray_tile_source_new (DrayMapPainter *painter,
                      gboolean        textures)
{
  static guint n_made;
  g_autofree char *id = g_strdup_printf ("dray-%u", ++n_made);
  DrayTileSource *self = g_object_new (DRAY_TYPE_TILE_SOURCE, "id", id, "name", "Dray", NULL);

  self->painter = painter != NULL ? g_object_ref (painter) : NULL;
  self->textures = textures;
  return self;
}
