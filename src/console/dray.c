/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-application.h"

#include <glib/gi18n.h>
#include <locale.h>

/* dray: the console. */
int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DRAY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (DrayApplication) application = dray_application_new ();

  int status = g_application_run (G_APPLICATION (application), argc, argv);

  return status != 0 ? status : dray_application_get_exit_status (application);
}
