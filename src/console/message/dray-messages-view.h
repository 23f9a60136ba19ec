/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-thread-view.h"

G_BEGIN_DECLS

/**
 * DrayMessagesView:
 *
 * The threads with the drivers, the one that was written in last first, and the chosen one beside them. A search finds a truck that
 * nothing was written to yet.
 */
#define DRAY_TYPE_MESSAGES_VIEW (dray_messages_view_get_type ())
G_DECLARE_FINAL_TYPE (DrayMessagesView, dray_messages_view, DRAY, MESSAGES_VIEW, AdwBin)

GtkWidget      *dray_messages_view_new        (DrayMessageBook  *book);
DrayThreadView *dray_messages_view_get_thread (DrayMessagesView *self);
GtkListBox     *dray_messages_view_get_list   (DrayMessagesView *self);
void            dray_messages_view_show       (DrayMessagesView *self,
                                               DrayLiveTruck    *truck);

G_END_DECLS
