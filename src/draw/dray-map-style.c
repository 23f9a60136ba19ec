/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-map-style-private.h"

#include <math.h>

/* The map's look, in two themes: the colours of land, water, roads, buildings, boundaries and labels are the project's own and
 * fixed; the lesser kinds (a car park, a school) are near neighbours of the land, so that the map stays quiet below the trucks.
 *
 * Widths are given at six zooms and drawn out geometrically between them. */

#define N_STOPS 6
static const double stops[N_STOPS] = { 8, 10, 12, 14, 16, 18 };

typedef struct {
  DrayColour fill[2];      /* [theme] */
  DrayColour casing[2];    /* [theme]: of a road; of an area the outline, 0 for none */
  double     width[N_STOPS];
  double     dash[2];
} Style;

static const DrayMapPalette palettes[] = {
  [DRAY_MAP_LIGHT] = {
    .land = 0xF4F2ECFF, .label = 0x3D3A34FF, .label_halo = 0xFFFFFFCC, .water_label = 0x3D6A86FF, .water_halo = 0xFFFFFF66,
    .green_label = 0x56754BFF, .shield = 0xFFFFFFFF, .shield_text = 0xFFFFFFFF, .one_way = 0x8E887CCC,
  },
  [DRAY_MAP_DARK] = {
    .land = 0x1D2125FF, .label = 0xC9CED4FF, .label_halo = 0x1D2125CC, .water_label = 0x7FA0B6FF, .water_halo = 0x152A3C66,
    .green_label = 0x7F9A78FF, .shield = 0x2B3137FF, .shield_text = 0xE6D9C9FF, .one_way = 0x8A94A3AA,
  },
};

#define AREA(kind, light, dark) [kind] = { { light, dark }, { 0 }, { 0 }, { 0 } }

static const Style styles[DRAY_MAP_N_KINDS] = {
  [DRAY_MAP_LAND] = { { 0xF4F2ECFF, 0x1D2125FF }, { 0xA9C8DBFF, 0x274357FF }, { 0 }, { 0 } },
  AREA (DRAY_MAP_SEA, 0xB9D7E8FF, 0x152A3CFF),
  AREA (DRAY_MAP_WATER, 0xB9D7E8FF, 0x152A3CFF),
  AREA (DRAY_MAP_BUILT_UP, 0xECE8DFFF, 0x23282DFF),
  AREA (DRAY_MAP_INDUSTRIAL, 0xE8E2E6FF, 0x26282FFF),
  AREA (DRAY_MAP_RETAIL, 0xF0E6DDFF, 0x2A2A2CFF),
  AREA (DRAY_MAP_FARMLAND, 0xF2EFE4FF, 0x1F2325FF),
  AREA (DRAY_MAP_GRASS, 0xE3EBD8FF, 0x1F2826FF),
  AREA (DRAY_MAP_FOREST, 0xC9DDBBFF, 0x1B271EFF),
  AREA (DRAY_MAP_WETLAND, 0xDCE6DCFF, 0x1C282BFF),
  AREA (DRAY_MAP_SAND, 0xF2EBD3FF, 0x2A2A25FF),
  AREA (DRAY_MAP_PARK, 0xD9E8CCFF, 0x1F2B22FF),
  AREA (DRAY_MAP_CEMETERY, 0xD9E3CFFF, 0x202A24FF),
  AREA (DRAY_MAP_CAMPUS, 0xEFE8DDFF, 0x272A30FF),
  AREA (DRAY_MAP_PARKING, 0xEFECE6FF, 0x272C32FF),
  AREA (DRAY_MAP_SQUARE, 0xF6F3EEFF, 0x2A2F35FF),
  AREA (DRAY_MAP_PIER, 0xECE8DFFF, 0x23282DFF),
  AREA (DRAY_MAP_APRON, 0xE9E6EAFF, 0x282B32FF),
  [DRAY_MAP_BUILDING] = { { 0xE2DBCFFF, 0x2A2F34FF }, { 0xD8D0C2FF, 0x31373DFF }, { 0 }, { 0 } },

  [DRAY_MAP_SHORELINE] = { { 0xA9C8DBFF, 0x274357FF }, { 0 }, { 0, 0.4, 0.7, 0.9, 1, 1 }, { 0 } },
  [DRAY_MAP_STREAM] = { { 0xB9D7E8FF, 0x1B364CFF }, { 0 }, { 0, 0, 0.5, 1, 2, 4 }, { 0 } },
  [DRAY_MAP_RIVER] = { { 0xB9D7E8FF, 0x1B364CFF }, { 0 }, { 0.8, 1.1, 1.7, 2.6, 5, 10 }, { 0 } },
  [DRAY_MAP_FERRY] = { { 0x7FA6BEFF, 0x3C5C73FF }, { 0 }, { 0.6, 0.8, 0.9, 1, 1.2, 1.4 }, { 5, 4 } },
  [DRAY_MAP_RAIL_SIDING] = { { 0xCFC8BFFF, 0x343A40FF }, { 0 }, { 0, 0, 0.3, 0.6, 1, 2 }, { 0 } },
  [DRAY_MAP_TRAM] = { { 0xCFC8BFFF, 0x343A40FF }, { 0 }, { 0, 0, 0.4, 0.7, 1.1, 1.8 }, { 0 } },
  [DRAY_MAP_RAIL] = { { 0xBEB6ACFF, 0x40474EFF }, { 0xF4F2ECFF, 0x1D2125FF }, { 0.6, 0.8, 1.1, 1.7, 2.6, 4 }, { 0 } },
  [DRAY_MAP_BOUNDARY_DISTRICT] = { { 0xA79BB5AA, 0x5B5568AA }, { 0 }, { 0, 0.6, 0.8, 0.9, 1, 1.2 }, { 3, 4 } },
  [DRAY_MAP_BOUNDARY_REGION] = { { 0xA79BB5FF, 0x5B5568FF }, { 0 }, { 0.7, 0.9, 1.1, 1.3, 1.6, 2 }, { 6, 4 } },
  [DRAY_MAP_BOUNDARY_COUNTRY] = { { 0xA79BB5FF, 0x5B5568FF }, { 0 }, { 1.3, 1.6, 2, 2.3, 2.6, 3 }, { 9, 5 } },
  [DRAY_MAP_RUNWAY] = { { 0xDAD6DEFF, 0x33373FFF }, { 0 }, { 0.8, 1.6, 3.5, 9, 26, 80 }, { 0 } },

  [DRAY_MAP_PATH] = { { 0xCBBFA9FF, 0x3A3F43FF }, { 0 }, { 0, 0, 0, 0.5, 1, 1.6 }, { 3, 2 } },
  [DRAY_MAP_TRACK] = { { 0xD6CBB6FF, 0x363B3FFF }, { 0 }, { 0, 0, 0.3, 0.8, 1.4, 2.4 }, { 6, 2 } },
  [DRAY_MAP_SERVICE] = { { 0xFFFFFFFF, 0x30363CFF }, { 0xE4DFD5FF, 0x282D32FF }, { 0, 0, 0.3, 1.2, 3.4, 8 }, { 0 } },
  [DRAY_MAP_PEDESTRIAN] = { { 0xF9F6F1FF, 0x2D3339FF }, { 0xE4DFD5FF, 0x282D32FF }, { 0, 0, 0.5, 1.6, 4.4, 10 }, { 0 } },
  [DRAY_MAP_RESIDENTIAL] = { { 0xFFFFFFFF, 0x30363CFF }, { 0xE4DFD5FF, 0x282D32FF }, { 0, 0.3, 0.8, 2.2, 5.8, 13 }, { 0 } },
  [DRAY_MAP_TERTIARY] = { { 0xFFFFFFFF, 0x3A4148FF }, { 0xD8D2C6FF, 0x2B3137FF }, { 0.4, 0.7, 1.5, 3.2, 7.4, 15 }, { 0 } },
  [DRAY_MAP_SECONDARY] = { { 0xFFFFFFFF, 0x3A4148FF }, { 0xD8D2C6FF, 0x2B3137FF }, { 0.6, 1, 2.1, 4, 8.4, 16.5 }, { 0 } },
  [DRAY_MAP_PRIMARY] = { { 0xF3C98BFF, 0x66553AFF }, { 0xD9A75FFF, 0x453A29FF }, { 0.9, 1.5, 2.6, 4.6, 9, 17.5 }, { 0 } },
  [DRAY_MAP_TRUNK] = { { 0xF3C98BFF, 0x66553AFF }, { 0xD9A75FFF, 0x453A29FF }, { 1.2, 1.9, 3, 5, 9.6, 18.5 }, { 0 } },
  [DRAY_MAP_MOTORWAY] = { { 0xE9A07AFF, 0x7A5138FF }, { 0xC97B52FF, 0x4E3626FF }, { 1.5, 2.2, 3.4, 5.4, 10.4, 20 }, { 0 } },
};

const DrayMapPalette *
dray_map_style_get_palette (DrayMapTheme theme)
{
  return &palettes[theme];
}

/* @share of @b in @a, channel by channel. */
DrayColour
dray_colour_mix (DrayColour a,
                 DrayColour b,
                 double     share)
{
  DrayColour mixed = 0;

  for (int shift = 0; shift < 32; shift += 8) {
    double channel = (a >> shift & 0xff) * (1 - share) + (b >> shift & 0xff) * share;

    mixed |= (DrayColour) lround (channel) << shift;
  }
  return mixed;
}

/* The fill of an area; 0 for one that is not drawn. @outline is 0 where it has none. */
DrayColour
dray_map_style_get_area (DrayMapTheme  theme,
                         DrayMapKind   kind,
                         DrayColour   *outline)
{
  *outline = styles[kind].casing[theme];
  return styles[kind].fill[theme];
}

static double
interpolate (const double width[N_STOPS],
             double       zoom)
{
  int i = 0;

  if (zoom <= stops[0])
    return width[0] * exp2 ((zoom - stops[0]) / 4);
  while (i < N_STOPS - 2 && zoom > stops[i + 1])
    i++;
  if (width[i + 1] == 0)
    return 0;
  double t = (zoom - stops[i]) / (stops[i + 1] - stops[i]);
  double from = width[i] > 0 ? width[i] : width[i + 1] / 3;
  return from * pow (width[i + 1] / from, t);
}

/**
 * dray_map_style_get_stroke:
 * @flags: #DrayMapFeatureFlags: a ramp is narrower than its road, a tunnel paler and cased by dashes
 *
 * How a line of @kind is drawn at @zoom.
 */
DrayMapStroke
dray_map_style_get_stroke (DrayMapTheme theme,
                           DrayMapKind  kind,
                           int          flags,
                           double       zoom)
{
  const Style *style = &styles[kind];
  DrayMapStroke stroke = {
    .width = interpolate (style->width, zoom), .fill = style->fill[theme], .casing = style->casing[theme],
    .dash = { style->dash[0], style->dash[1] },
  };

  if (flags & DRAY_MAP_FEATURE_LINK)
    stroke.width *= zoom < 13 ? 0.6 : 0.7;
  if (flags & DRAY_MAP_FEATURE_TUNNEL)
    stroke.fill = dray_colour_mix (stroke.fill, palettes[theme].land, 0.55);
  if (kind >= DRAY_MAP_SERVICE && kind <= DRAY_MAP_MOTORWAY && stroke.width >= 1.6)
    stroke.casing_width = stroke.width + (stroke.width < 3 ? 1.0 : 1.6);
  return stroke;
}
