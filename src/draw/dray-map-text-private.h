/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DRAY_MAP_TEXT_STREET,
  DRAY_MAP_TEXT_STREET_NEAR,  /* from zoom 16 on */
  DRAY_MAP_TEXT_WATER,
  DRAY_MAP_TEXT_WATER_LARGE,
  DRAY_MAP_TEXT_AREA,
  DRAY_MAP_TEXT_HOUSE,
  DRAY_MAP_TEXT_SHIELD,
  DRAY_MAP_TEXT_SIGN,
  DRAY_MAP_TEXT_N_STYLES,
} DrayMapTextStyle;

/**
 * DrayMapText:
 * @outline: the text's shape about the middle of its box: x to the right, y down
 * @width: of the box, in pixels
 * @height: of the box
 *
 * A text, set once and drawn many times: straight, or bent along a line. Immutable.
 */
typedef struct {
  cairo_path_t *outline;
  double        width;
  double        height;
} DrayMapText;

/* Where a place along a line is, and which way the line runs there (a unit vector). */
typedef struct {
  double x;
  double y;
  double dx;
  double dy;
} DrayMapTextSpot;

/* Finds the place @along pixels from the middle of a label. */
typedef DrayMapTextSpot (*DrayMapTextCurve) (gconstpointer line,
                                             double        along);

/* The texts of a painter. Any thread may look one up. */
typedef struct _DrayMapTexts DrayMapTexts;

DrayMapTexts      *dray_map_texts_new    (void);
void               dray_map_texts_free   (DrayMapTexts      *self);
const DrayMapText *dray_map_texts_find   (DrayMapTexts      *self,
                                          DrayMapTextStyle   style,
                                          const char        *text);

void               dray_map_text_add     (const DrayMapText *self,
                                          cairo_t           *cairo,
                                          double             x,
                                          double             y);
void               dray_map_text_bend    (const DrayMapText *self,
                                          cairo_t           *cairo,
                                          DrayMapTextCurve   curve,
                                          gconstpointer      line);

G_END_DECLS
