/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DRAY_CONSOLE_ID "org.dray.Dray"

/**
 * DrayApplication:
 *
 * The console: one process for a desktop, whose windows all look at one workspace. A second `dray` hands its command line to the
 * first; one that takes a picture runs by itself and leaves the first alone.
 */
#define DRAY_TYPE_APPLICATION (dray_application_get_type ())
G_DECLARE_FINAL_TYPE (DrayApplication, dray_application, DRAY, APPLICATION, AdwApplication)

DrayApplication *dray_application_new             (void);
int              dray_application_get_exit_status (DrayApplication *self);

G_END_DECLS
