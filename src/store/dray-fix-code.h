/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fix.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A segment holds up to this many fixes of one truck, all within one hour. */
#define DRAY_SEGMENT_FIXES 60

void     dray_fix_quantise      (DrayFix        *fix);

void     dray_fix_encode        (const DrayFix  *fixes,
                                 guint           n_fixes,
                                 GByteArray     *bytes);
gboolean dray_fix_decode        (const guint8   *bytes,
                                 gsize           n_bytes,
                                 guint32         truck,
                                 DrayFix         fixes[DRAY_SEGMENT_FIXES],
                                 guint          *n_fixes,
                                 GError        **error);

G_END_DECLS
