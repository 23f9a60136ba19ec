/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAY_DIGEST_BYTES 32

/* One of the pieces that a digest is of. */
typedef struct {
  const void *bytes;
  gsize       n_bytes;
} DrayDigestPart;

void dray_digest (const DrayDigestPart *parts,
                  int                   n_parts,
                  guint8                digest[DRAY_DIGEST_BYTES]);

G_END_DECLS
