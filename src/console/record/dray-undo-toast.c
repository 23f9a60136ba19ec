/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-undo-toast.h"

#include <glib/gi18n.h>

typedef struct {
  DrayWorkspace *workspace;
  GArray        *done;       /* (element-type DrayDone) */
  GWeakRef       overlay;
} Offer;

static void
offer_free (gpointer  data,
            GClosure *closure)
{
  Offer *offer = data;

  g_object_unref (offer->workspace);
  g_array_unref (offer->done);
  g_weak_ref_clear (&offer->overlay);
  g_free (offer);
}

static void
say (gpointer    overlay,
     const char *words)
{
  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, adw_toast_new (words));
}

/* What an undo could not take back is said: somebody has changed it since. */
static void
on_undone (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AdwToastOverlay) overlay = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayReceipt) receipt = dray_workspace_submit_finish (DRAY_WORKSPACE (source), result, &error);

  if (receipt == NULL)
    say (overlay, error->message);
  else if (receipt->kept != NULL && receipt->kept->len > 0)
    say (overlay, _("What somebody changed since then was left as it is"));
}

static void
on_undo (AdwToast *toast,
         gpointer  user_data)
{
  Offer *offer = user_data;
  g_autoptr (GObject) overlay = g_weak_ref_get (&offer->overlay);

  for (guint i = offer->done->len; i-- > 0 && overlay != NULL;) {
    const DrayDone *done = &g_array_index (offer->done, DrayDone, i);
    DrayIntent *undo = dray_intent_new (dray_workspace_get_schema (offer->workspace), "operation.undo");

    dray_intent_set_id (undo, "client", &done->client);
    dray_intent_set_integer (undo, "mid", done->mid);
    dray_workspace_submit_async (offer->workspace, undo, NULL, on_undone, g_object_ref (overlay));
  }
}

/**
 * dray_undo_toast_offer:
 * @widget: somewhere below a toast overlay
 * @done: (element-type DrayDone): in the order in which it was done
 * @words: what was done
 *
 * Says what was done, with a button that undoes it: one's own part of it, as operation.undo does.
 */
void
dray_undo_toast_offer (GtkWidget     *widget,
                       DrayWorkspace *workspace,
                       const GArray  *done,
                       const char    *words)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast = adw_toast_new (words);
  Offer *offer;

  if (overlay == NULL) {
    g_object_unref (toast);
    return;
  }
  offer = g_new0 (Offer, 1);
  offer->workspace = g_object_ref (workspace);
  offer->done = g_array_copy ((GArray *) done);
  g_weak_ref_init (&offer->overlay, overlay);
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), offer, offer_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
