/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-sync-line.h"

G_BEGIN_DECLS

/**
 * DraySyncWords:
 * @icon: symbolic
 * @style: "sent" or "offline", a class of the style sheet
 * @text: how it stands, for the header
 * @body: what that means and what can be done, for whoever looks closer
 *
 * How a workspace stands with its hub, in words.
 */
typedef struct {
  const char *icon;
  const char *style;
  char       *text;
  char       *body;
} DraySyncWords;

DraySyncWords *dray_sync_words_new  (const DraySyncStatus *status,
                                     const char           *hub);
void           dray_sync_words_free (DraySyncWords        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySyncWords, dray_sync_words_free)

G_END_DECLS
