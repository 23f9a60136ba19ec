/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayPasswordCost:
 * @DRAY_PASSWORD_COST_TEST: as little as argon2id allows, for tests alone
 * @DRAY_PASSWORD_COST_LOGIN: 64 MiB and some 100 ms of processor time
 *
 * What a guess costs, ours and an attacker's alike.
 */
typedef enum {
  DRAY_PASSWORD_COST_TEST,
  DRAY_PASSWORD_COST_LOGIN,
} DrayPasswordCost;

#define DRAY_PASSWORD_MAX_BYTES 1024

char    *dray_password_hash        (const char        *password,
                                    DrayPasswordCost   cost,
                                    GError           **error);
gboolean dray_password_verify      (const char        *password,
                                    const char        *hash);
gboolean dray_password_needs_rehash (const char       *hash,
                                     DrayPasswordCost  cost);

G_END_DECLS
