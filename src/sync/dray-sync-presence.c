/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-sync-presence.h"

/* @places: (transfer none) (element-type DraySyncPlace): immutable from here on */
DraySyncOther *
dray_sync_other_new (const DrayId *client,
                     const char   *name,
                     GArray       *places)
{
  DraySyncOther *self = g_new0 (DraySyncOther, 1);

  self->client = *client;
  self->name = g_strdup (name);
  self->places = g_array_ref (places);
  return self;
}

DraySyncOther *
dray_sync_other_copy (const DraySyncOther *self)
{
  return dray_sync_other_new (&self->client, self->name, self->places);
}

void
dray_sync_other_free (DraySyncOther *self)
{
  g_free (self->name);
  g_array_unref (self->places);
  g_free (self);
}
