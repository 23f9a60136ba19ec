/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-import.h"

G_BEGIN_DECLS

struct _DrayMapping {
  const DrayTable *table;
  char            *by;
  char            *sheet;
  GHashTable      *columns;   /* (element-type utf8 utf8): heading to field; empty: by name or label */
};

#define DRAY_MAPPING_ID (-1)
#define DRAY_MAPPING_NONE (-2)

int dray_mapping_find (DrayMapping *self,
                       const char  *heading);

G_END_DECLS
