/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-coaching-note.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (coaching_note, COACHING_NOTE, DRAY_COACHING_NOTE_FIELDS, .label = N_("Coaching note"),
                   .owner_field = "driver",
                   .month_field = "at_us",
                   .bucket = DRAY_BUCKET_DRIVER)
