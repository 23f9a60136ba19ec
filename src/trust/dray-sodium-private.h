/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called first by whatever uses libsodium: without a source of randomness nothing here is worth anything, so that the program ends. */
void dray_sodium_init (void);

G_END_DECLS
