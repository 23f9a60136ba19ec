/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-window-private.h"

#include "dray-finds.h"
#include "dray-fence-view.h"
#include "dray-live-view.h"
#include "dray-records-view.h"

/* Ctrl+K in a window: what it looks through, and what becomes of what was chosen. */

/* How much of the world around a place is shown. */
#define PLACE_DEG 0.03

#define MAX_PLACES 5

/* Fewer letters fit half of the streets. */
#define LEAST_LETTERS 3

/* What is to be found */

static void
on_finds_read (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (DrayWindow) self = data;
  g_autoptr (GError) error = NULL;
  DrayFindIndex *index = dray_finds_read_finish (DRAY_ENGINE (source), result, &error);

  self->finds_reading = FALSE;
  if (index == NULL) {
    g_info ("The palette finds no records: %s", error->message);
    return;
  }
  if (DRAY_ENGINE (source) == self->engine)
    dray_palette_set_index (self->palette, index);
  else
    dray_find_index_free (index);
}

/* What was committed since it was last open is found as soon as it has been read; until then what stood there before. */
void
dray_window_open_palette (DrayWindow *self)
{
  if (self->engine != NULL && self->finds_stale && !self->finds_reading) {
    self->finds_stale = FALSE;
    self->finds_reading = TRUE;
    dray_finds_read_async (self->engine, NULL, on_finds_read, g_object_ref (self));
  }
  dray_palette_open (self->palette);
}

static void
on_changed (DrayWindow *self)
{
  self->finds_stale = TRUE;
}

/* Without records first, so that trucks and views are found at once. */
void
dray_window_follow_finds (DrayWindow *self)
{
  dray_palette_set_index (self->palette, dray_finds_new (self->engine));
  self->finds_stale = TRUE;
  if (self->engine != NULL)
    g_signal_connect_object (dray_engine_get_workspace (self->engine), "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

static void
on_places_found (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (DrayWindow) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *places = dray_engine_find_places_finish (DRAY_ENGINE (source), result, &error);

  if (places != NULL)
    dray_palette_set_places (self->palette, places);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("The palette finds no places: %s", error->message);
}

/* The region is asked for places on a thread of its own; an answer to what stood there before is dropped. */
void
dray_window_on_typed (DrayWindow *self,
                      const char *text)
{
  g_cancellable_cancel (self->places_asked);
  g_clear_object (&self->places_asked);
  if (self->engine == NULL || dray_engine_get_map_source (self->engine) == NULL || g_utf8_strlen (text, -1) < LEAST_LETTERS)
    return;
  self->places_asked = g_cancellable_new ();
  dray_engine_find_places_async (self->engine, text, NULL, MAX_PLACES, self->places_asked, on_places_found, g_object_ref (self));
}

/* What was chosen */

static void
run_action (DrayWindow *self,
            const char *detailed)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (g_action_parse_detailed_name (detailed, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

static void
show_place (DrayWindow     *self,
            const DrayFind *find)
{
  dray_window_set_view (self, "live");
  if (DRAY_IS_LIVE_VIEW (dray_window_get_view (self)))
    dray_map_show_box (dray_live_view_get_map (DRAY_LIVE_VIEW (dray_window_get_view (self))),
                       find->lon - PLACE_DEG, find->lat - PLACE_DEG / 2, find->lon + PLACE_DEG, find->lat + PLACE_DEG / 2);
}

/* Shows a record in the view that has its kind. */
void
dray_window_show_record (DrayWindow   *self,
                         const char   *table,
                         const DrayId *id)
{
  const DrayView *view = dray_view_find_kind (table);

  if (view == NULL)
    return;
  dray_window_set_view (self, view->name);
  if (DRAY_IS_RECORDS_VIEW (dray_window_get_view (self)))
    dray_records_view_open (DRAY_RECORDS_VIEW (dray_window_get_view (self)), table, id);
  else if (DRAY_IS_FENCE_VIEW (dray_window_get_view (self)))
    dray_fence_view_choose (DRAY_FENCE_VIEW (dray_window_get_view (self)), id);
}

void
dray_window_on_found (DrayWindow *self,
                      gpointer    data)
{
  const DrayFind *find = data;

  switch (find->kind) {
  case DRAY_FIND_TRUCK:
    dray_window_show_truck (self, find->truck);
    break;
  case DRAY_FIND_PLACE:
    show_place (self, find);
    break;
  case DRAY_FIND_RECORD:
    dray_window_show_record (self, find->table, &find->id);
    break;
  case DRAY_FIND_VIEW:
  case DRAY_FIND_COMMAND:
  default:
    run_action (self, find->action);
    break;
  }
}
