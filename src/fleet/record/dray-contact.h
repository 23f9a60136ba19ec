/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* Somebody at a customer’s: whom to call, and about what. */

#define DRAY_CONTACT_FIELDS(FIELD) \
  FIELD (CONTACT, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_PERSONAL, .minimum = 1, .maximum = 120) \
  FIELD (CONTACT, PARTY, party, REFERENCE, .label = N_("Customer"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .refers_to = "party") \
  FIELD (CONTACT, SITE, site, REFERENCE, .label = N_("Site"), .flags = DRAY_FIELD_INDEXED, .refers_to = "site") \
  FIELD (CONTACT, DUTY, duty, TEXT, .label = N_("Duty"), .minimum = 0, .maximum = 80) \
  FIELD (CONTACT, PHONE, phone, TEXT, .label = N_("Phone"), .flags = DRAY_FIELD_PERSONAL | DRAY_FIELD_INDEXED, .minimum = 0, .maximum = 40) \
  FIELD (CONTACT, EMAIL, email, TEXT, .label = N_("E-mail"), .flags = DRAY_FIELD_PERSONAL, .minimum = 0, .maximum = 120) \
  FIELD (CONTACT, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (contact, CONTACT, DRAY_CONTACT_FIELDS)

G_END_DECLS
