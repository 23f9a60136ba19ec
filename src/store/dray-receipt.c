/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-receipt.h"

void
dray_receipt_free (DrayReceipt *self)
{
  g_free (self->note);
  g_clear_pointer (&self->effects, g_array_unref);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->overtaken, g_array_unref);
  g_free (self);
}
