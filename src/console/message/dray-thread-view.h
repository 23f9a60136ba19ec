/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-message-book.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayThreadView:
 *
 * What was written to and from one truck, and a line to write in: Enter sends, a menu holds what is written often, and a message can
 * wait until the truck stands. While it is in sight what the driver wrote counts as read.
 */
#define DRAY_TYPE_THREAD_VIEW (dray_thread_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayThreadView, dray_thread_view, DRAY, THREAD_VIEW, AdwBin)

void       dray_thread_view_set_book  (DrayThreadView  *self,
                                       DrayMessageBook *book);
void       dray_thread_view_set_truck (DrayThreadView  *self,
                                       DrayLiveTruck   *truck);
GtkWidget *dray_thread_view_get_entry (DrayThreadView  *self);
guint      dray_thread_view_get_n_messages (DrayThreadView *self);

G_END_DECLS
