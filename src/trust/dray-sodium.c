/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sodium-private.h"

#include <sodium.h>

void
dray_sodium_init (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  if (sodium_init () < 0)
    g_error ("libsodium finds no source of random numbers");
  g_once_init_leave (&done, 1);
}
