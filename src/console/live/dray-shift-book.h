/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-alarms.h"
#include "dray-live-fleet.h"

G_BEGIN_DECLS

/**
 * DrayShiftBook:
 *
 * The lines of the shift log, the latest first, and what the next shift has to know, as text. Reads again when a line is written or
 * signed, here or by a colleague. For the main context.
 *
 * Signals:
 *   changed: what the getters say
 *   failed (const char *words): a line could not be read, written or signed; nothing was lost
 */
#define DRAY_TYPE_SHIFT_BOOK (dray_shift_book_get_type ())
G_DECLARE_FINAL_TYPE (DrayShiftBook, dray_shift_book, DRAY, SHIFT_BOOK, GObject)

DrayShiftBook *dray_shift_book_new          (DrayWorkspace  *workspace,
                                             DrayClock      *clock);
GPtrArray     *dray_shift_book_get_lines    (DrayShiftBook  *self);
guint          dray_shift_book_get_unsigned (DrayShiftBook  *self);
void           dray_shift_book_write        (DrayShiftBook  *self,
                                             const char     *words,
                                             const DrayId   *id,
                                             const DrayId   *truck);
void           dray_shift_book_sign         (DrayShiftBook  *self,
                                             const DrayId   *line);
void           dray_shift_book_sign_all     (DrayShiftBook  *self);
char          *dray_shift_book_dup_handover (DrayShiftBook  *self,
                                             DrayAlarms     *alarms,
                                             DrayLiveFleet  *fleet);

G_END_DECLS
