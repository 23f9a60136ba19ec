/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-contact.h"

#include <glib/gi18n-lib.h>

DRAY_DEFINE_TABLE (contact, CONTACT, DRAY_CONTACT_FIELDS, .label = N_("Contact"),
                   .title_field = "name")
