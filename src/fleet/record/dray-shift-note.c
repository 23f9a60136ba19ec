/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-shift-note.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (shift_note, SHIFT_NOTE, DRAY_SHIFT_NOTE_FIELDS, .label = N_("Shift note"),
                   .title_field = "text",
                   .depot_field = "depot")
