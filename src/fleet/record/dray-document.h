/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-table.h"

G_BEGIN_DECLS

/* A paper that ends some day: of a truck, a trailer or a driver. */

extern const char *const dray_document_kind_choices[];

#define DRAY_DOCUMENT_FIELDS(FIELD) \
  FIELD (DOCUMENT, KIND, kind, ENUM, .label = N_("Kind"), .flags = DRAY_FIELD_REQUIRED, .choices = dray_document_kind_choices) \
  FIELD (DOCUMENT, TRUCK, truck, REFERENCE, .label = N_("Truck"), .flags = DRAY_FIELD_INDEXED, .refers_to = "truck") \
  FIELD (DOCUMENT, TRAILER, trailer, REFERENCE, .label = N_("Trailer"), .flags = DRAY_FIELD_INDEXED, .refers_to = "trailer") \
  FIELD (DOCUMENT, DRIVER, driver, REFERENCE, .label = N_("Driver"), .flags = DRAY_FIELD_INDEXED, .refers_to = "driver") \
  FIELD (DOCUMENT, NUMBER, number, TEXT, .label = N_("Number"), .minimum = 0, .maximum = 60) \
  FIELD (DOCUMENT, VALID_FROM, valid_from, DATE, .label = N_("Valid from")) \
  FIELD (DOCUMENT, EXPIRES_ON, expires_on, DATE, .label = N_("Expires on"), .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED) \
  FIELD (DOCUMENT, NOTE, note, TEXT, .label = N_("Note"), .minimum = 0, .maximum = 2000)

DRAY_DECLARE_TABLE (document, DOCUMENT, DRAY_DOCUMENT_FIELDS)

G_END_DECLS
