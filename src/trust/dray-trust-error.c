/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-trust-error.h"

G_DEFINE_QUARK (dray-trust-error-quark, dray_trust_error)
