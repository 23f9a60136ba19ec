/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fleet-schema.h"
#include "dray-fuzz.h"
#include "dray-sync-message.h"

/* Whatever is taken for a message can be written, and is then the same message. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static DraySchema *schema;
  g_autoptr (DraySyncMessage) message = NULL, again = NULL;
  g_autofree char *text = NULL, *text_again = NULL;

  if (schema == NULL)
    schema = dray_fleet_schema_new (NULL);
  message = dray_sync_message_parse (schema, (const char *) data, (gssize) size, NULL);
  if (message == NULL)
    return 0;
  text = dray_sync_message_write (message);
  /* Unescaped characters may become escapes, and the message larger than the limit. */
  again = dray_sync_message_parse (schema, text, -1, NULL);
  if (again == NULL)
    return 0;
  text_again = dray_sync_message_write (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
