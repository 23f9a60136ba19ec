/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-find-index.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DrayPalette:
 *
 * Ctrl+K: type, see what fits, press Enter. It lies over the window and goes away with Escape or when the focus leaves it.
 *
 * Signals:
 *   found (gpointer find): a #DrayFind, valid during the signal
 *   typed (const char *text): places that fit may be handed in, by dray_palette_set_places()
 */
#define DRAY_TYPE_PALETTE (dray_palette_get_type ())
G_DECLARE_FINAL_TYPE (DrayPalette, dray_palette, DRAY, PALETTE, AdwBin)

void        dray_palette_set_index  (DrayPalette   *self,
                                     DrayFindIndex *index);
void        dray_palette_set_places (DrayPalette   *self,
                                     GPtrArray     *places);
const char *dray_palette_get_text   (DrayPalette   *self);
void        dray_palette_open       (DrayPalette   *self);
void        dray_palette_close      (DrayPalette   *self);
guint       dray_palette_n_hits     (DrayPalette   *self);

G_END_DECLS
