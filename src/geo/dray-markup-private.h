/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-feature.h"

G_BEGIN_DECLS

typedef struct _DrayMarkup DrayMarkup;

/**
 * DrayMarkupFormat:
 * @start: an element begins
 * @end: it ends; @text is what stood in it, outside of other elements
 *
 * What a format does with the elements of an XML file. Names come without their prefix.
 */
typedef struct {
  gboolean (*start) (DrayMarkup   *self,
                     const char   *element,
                     const char  **names,
                     const char  **values,
                     GError      **error);
  gboolean (*end)   (DrayMarkup   *self,
                     const char   *element,
                     const char   *text,
                     GError      **error);
} DrayMarkupFormat;

/**
 * DrayMarkup:
 * @format: what to do with elements
 * @depth: how deep the element at hand lies
 * @text: (element-type GString): what stands in each element that is open
 * @features: what was found
 * @n_points: how many points were read
 * @state: the format's own
 *
 * An XML file while it is read.
 */
struct _DrayMarkup {
  const DrayMarkupFormat *format;
  int                     depth;
  GPtrArray              *text;
  GPtrArray              *features;
  int                     n_points;
  gpointer                state;
};

GPtrArray  *dray_markup_read       (const DrayMarkupFormat  *format,
                                    gpointer                 state,
                                    const char              *text,
                                    gssize                   n_bytes,
                                    GError                 **error);
gboolean    dray_markup_add_point  (DrayMarkup              *self,
                                    DrayShape               *shape,
                                    double                   lon,
                                    double                   lat,
                                    GError                 **error);
gboolean    dray_markup_add        (DrayMarkup              *self,
                                    DrayFeature             *feature,
                                    GError                 **error);
const char *dray_markup_find       (const char             **names,
                                    const char             **values,
                                    const char              *name);
char       *dray_markup_dup_clean  (const char              *text);
char       *dray_markup_escape_attribute
                                   (const char              *text);
void        dray_markup_write_text (GString                 *to,
                                    const char              *element,
                                    const char              *text);

G_END_DECLS
