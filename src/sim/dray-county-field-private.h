/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-county-private.h"

G_BEGIN_DECLS

/* The directions that streets take, as a cross at every place: a street follows one arm or another. */
typedef struct {
  DrayRaster *cosine; /* of four times the angle, so that the four arms are one */
  DrayRaster *sine;
} DrayCountyField;

DrayCountyField *dray_county_field_new  (DrayCounty *county);
void             dray_county_field_free (DrayCountyField *self);
DrayXY           dray_county_field_arm  (const DrayCountyField *self, DrayXY at, DrayXY heading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayCountyField, dray_county_field_free)

G_END_DECLS
