/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fence-view-private.h"

#include "dray-fence.h"

#include <glib/gi18n.h>

/* A fence and its outline are two operations, because either may be changed alone: first what the form holds, then the outline. What the
 * first one wrote stays where the second one is refused, and the sketch is kept to be saved again. */

gboolean
dray_fence_view_can_save (DrayFenceView *self)
{
  gboolean whole = dray_fence_sketch_get_shape (self->sketch) != NULL && !dray_fence_sketch_is_drawing (self->sketch);
  gboolean drawn = dray_fence_sketch_is_changed (self->sketch);

  if (dray_id_is_none (&self->chosen) || self->saving_form || self->saving_shape || dray_fence_sketch_get_fault (self->sketch, NULL) != NULL)
    return FALSE;
  if (self->is_new || drawn)
    return whole;
  return dray_record_form_is_changed (self->form);
}

/* The rings as fence.reshape takes them. */
static char *
dup_rings (const DrayShape *shape,
           const DrayId    *ids)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (int part = 0; part < shape->n_parts; part++) {
    int start = dray_shape_get_part_start (shape, part);

    g_string_append (json, part > 0 ? ",[" : "[");
    for (int i = start; i < shape->part_ends[part]; i++) {
      g_autofree char *id = dray_id_dup_text (&ids[i]);

      g_string_append_printf (json, "%s{\"id\":\"%s\",\"lon_e7\":%d,\"lat_e7\":%d}", i > start ? "," : "", id, shape->points[i].lon_e7, shape->points[i].lat_e7);
    }
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/**
 * dray_fence_view_new_reshape:
 * @ids: [shape->n_points] none where a corner has no record yet; it is given one
 *
 * Returns: (transfer full)
 */
DrayIntent *
dray_fence_view_new_reshape (DrayFenceView   *self,
                             const DrayId    *fence,
                             const DrayShape *shape,
                             DrayId          *ids)
{
  DrayIntent *intent = dray_intent_new (dray_workspace_get_schema (dray_engine_get_workspace (self->engine)), "fence.reshape");
  g_autofree char *rings = NULL;

  for (int i = 0; i < shape->n_points; i++)
    if (dray_id_is_none (&ids[i]))
      ids[i] = dray_engine_make_id (self->engine);
  rings = dup_rings (shape, ids);
  dray_intent_set_id (intent, "fence", fence);
  dray_intent_set_text (intent, "rings", rings);
  return intent;
}

/* The records of the sketch's corners; none for a circle and a corridor, whose corners are made now. */
static DrayId *
dup_ids (DrayFenceView   *self,
         const DrayShape *shape)
{
  DrayId *ids = g_new0 (DrayId, shape->n_points + 1);
  int at = 0;

  for (int ring = 0; ring < dray_fence_sketch_get_n_rings (self->sketch); ring++) {
    int n;
    const DraySketchCorner *corners = dray_fence_sketch_get_ring (self->sketch, ring, &n);

    for (int i = 0; i < n && at < shape->n_points; i++)
      ids[at++] = corners[i].id;
  }
  return ids;
}

static void
offer_undo (DrayFenceView     *self,
            const DrayReceipt *receipt)
{
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (DrayDone));
  DrayDone one = { receipt->client, receipt->mid };

  g_array_append_val (done, one);
  dray_undo_toast_offer (GTK_WIDGET (self), dray_engine_get_workspace (self->engine), done, _("The outline was saved"));
}

static void
on_reshaped (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DrayFenceView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);

  self->saving_shape = FALSE;
  if (self->engine == NULL)
    return;
  if (receipt == NULL || receipt->verdict == DRAY_VERDICT_REJECTED) {
    g_autofree char *words = g_strdup_printf (_("The outline was not saved and is kept here: %s"), receipt != NULL ? receipt->note : error->message);

    dray_fence_view_update (self);
    dray_fence_view_say (self, words);
    return;
  }
  offer_undo (self, receipt);
  /* Whoever drew on meanwhile has something to save again. */
  if (shape != NULL && dray_shape_equal (shape, self->sent))
    dray_fence_sketch_accept (self->sketch, self->sent, self->sent_ids);
  dray_fence_view_update (self);
}

static void
save_outline (DrayFenceView *self)
{
  const DrayShape *shape = dray_fence_sketch_get_shape (self->sketch);

  g_clear_pointer (&self->sent, dray_shape_unref);
  g_free (self->sent_ids);
  self->sent = dray_shape_ref ((DrayShape *) shape);
  self->sent_ids = dup_ids (self, shape);
  self->saving_shape = TRUE;
  dray_workspace_submit_async (dray_engine_get_workspace (self->engine), dray_fence_view_new_reshape (self, &self->chosen, shape, self->sent_ids),
                               NULL, on_reshaped, g_object_ref (self));
}

void
dray_fence_view_save (DrayFenceView *self)
{
  if (!dray_fence_view_can_save (self))
    return;
  if (self->is_new || dray_record_form_is_changed (self->form))
    self->saving_form = dray_record_form_save (self->form);
  else
    save_outline (self);
  dray_fence_view_update (self);
}

/* The form is through. */
void
dray_fence_view_on_saved (DrayFenceView *self)
{
  gboolean was_new = self->is_new;

  self->saving_form = FALSE;
  if (dray_id_is_none (&self->chosen))
    return;
  self->is_new = FALSE;
  if ((was_new || dray_fence_sketch_is_changed (self->sketch)) && dray_fence_sketch_get_shape (self->sketch) != NULL
      && dray_fence_sketch_get_fault (self->sketch, NULL) == NULL)
    save_outline (self);
  if (was_new)
    dray_fence_view_show_row (self);
  dray_fence_view_update (self);
}
