/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-look.h"

#include <adwaita.h>

/* The look that the desktop or the preferences ask for: light or dark, with high contrast or not. */
DrayLook
dray_look_get (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean contrast = adw_style_manager_get_high_contrast (manager);

  if (adw_style_manager_get_dark (manager))
    return contrast ? DRAY_LOOK_DARK_CONTRAST : DRAY_LOOK_DARK;
  return contrast ? DRAY_LOOK_LIGHT_CONTRAST : DRAY_LOOK_LIGHT;
}

/* Calls @on_changed (object) when the look changes, as long as @object lives. */
void
dray_look_watch (gpointer  object,
                 GCallback on_changed)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", on_changed, object, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", on_changed, object, G_CONNECT_SWAPPED);
}
