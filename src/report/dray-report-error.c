/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-error.h"

G_DEFINE_QUARK (dray-report-error-quark, dray_report_error)
