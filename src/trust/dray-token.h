/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DRAY_TOKEN_HASH_BYTES 32

/**
 * DrayTokenHash:
 *
 * What is stored of a token, and what it is looked up by: who reads the store can't log in with it.
 */
typedef struct {
  guint8 bytes[DRAY_TOKEN_HASH_BYTES];
} DrayTokenHash;

char    *dray_token_new  (const char    *kind);
gboolean dray_token_hash (const char    *token,
                          const char    *kind,
                          DrayTokenHash *hash);

G_END_DECLS
