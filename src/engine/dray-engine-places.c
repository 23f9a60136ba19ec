/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-engine-private.h"

#include "dray-place-finder.h"

#include <glib/gi18n.h>

/* Streets, towns and house numbers of the region, searched on a thread of their own while somebody types. */

struct _DrayEnginePlaces {
  DrayWorker      *worker;
  DrayPlaceFinder *finder;    /* the worker's alone until it has stopped; NULL until somebody asked */
};

typedef struct {
  DrayEnginePlaces *places;
  DrayRegion       *region;
  char             *path;
  char             *words;
  DrayGeoPoint      near;
  gboolean          has_near;
  int               n_max;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  dray_region_unref (self->region);
  g_free (self->path);
  g_free (self->words);
  g_free (self);
}

static void
search (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  Question *self = data;
  GError *error = NULL;
  GPtrArray *found = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->places->finder == NULL)
    self->places->finder = dray_place_finder_open (self->path, dray_region_get_pack (self->region), cancellable, &error);
  if (self->places->finder != NULL)
    found = dray_place_finder_search (self->places->finder, self->words, self->has_near ? &self->near : NULL, self->n_max, &error);
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Before the region goes. */
void
dray_engine_stop_places (DrayEngine *self)
{
  if (self->places == NULL)
    return;
  dray_worker_stop (self->places->worker);
  g_clear_object (&self->places->worker);
  g_clear_pointer (&self->places->finder, dray_place_finder_free);
  g_clear_pointer (&self->places, g_free);
}

/**
 * dray_engine_find_places_async:
 * @words: as typed so far
 * @near: (nullable): of equally good places the nearer one stands first
 * @n_max: at most so many
 *
 * Errors: %G_IO_ERROR_NOT_SUPPORTED where the workspace has no region
 */
void
dray_engine_find_places_async (DrayEngine          *self,
                               const char          *words,
                               const DrayGeoPoint  *near,
                               int                  n_max,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (DRAY_IS_ENGINE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question;

  g_task_set_source_tag (task, dray_engine_find_places_async);
  if (self->region == NULL || self->workspace == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", _("The workspace has no region; places are looked up in one"));
    return;
  }
  if (self->places == NULL) {
    self->places = g_new0 (DrayEnginePlaces, 1);
    self->places->worker = dray_worker_new ("places");
  }
  question = g_new0 (Question, 1);
  *question = (Question) {
    self->places, dray_region_ref (self->region), g_strdup (self->region_path), g_strdup (words), near != NULL ? *near : (DrayGeoPoint) { 0 }, near != NULL, n_max,
  };
  g_task_set_task_data (task, question, question_free);
  dray_worker_push (self->places->worker, task, G_PRIORITY_DEFAULT, search);
}

/* Returns: (transfer full) (element-type DrayPlaceFound) (nullable): the best first */
GPtrArray *
dray_engine_find_places_finish (DrayEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
