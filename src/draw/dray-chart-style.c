/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-chart-style-private.h"

/* Ink for data, grey for the frame. The series' colours are told apart by people who see colours differently (Okabe and Ito, 2002, with
 * two more for seven and eight series); beyond eight they begin again. */

static const DrayColour wheel[] = { 0x0072b2ff, 0xe69f00ff, 0x009e73ff, 0xcc79a7ff, 0x56b4e9ff, 0xd55e00ff, 0x8c6bb1ff, 0x6b7280ff };

static const DrayColour heat[] = { 0xfbf6f0ff, 0xfbe8d3ff, 0xf8d0a6ff, 0xf2ae72ff, 0xe88842ff, 0xd55e00ff };
static const DrayColour heat_dark[] = { 0x2a2c2fff, 0x46372bff, 0x6e4a2bff, 0x9a5f2aff, 0xc77328ff, 0xff8a3dff };

static const DrayChartPalette palettes[] = {
  [DRAY_CHART_LIGHT] = {
    .paper = 0xffffffff, .ink = 0x2e3436ff, .label = 0x5e6468ff, .grid = 0x00000012, .zero = 0x00000055, .closed = 0x00000008, .bad = 0xb84f00ff,
  },
  [DRAY_CHART_DARK] = {
    .paper = 0x303030ff, .ink = 0xf2f2f2ff, .label = 0xb0b5b9ff, .grid = 0xffffff14, .zero = 0xffffff66, .closed = 0xffffff0a, .bad = 0xff9d5cff,
  },
};

const DrayChartPalette *
dray_chart_style_get_palette (DrayChartTheme theme)
{
  return &palettes[theme];
}

/* The heat map's colour of a share of its highest value, 0 to 1. */
DrayColour
dray_chart_style_get_heat (DrayChartTheme theme,
                           double         share)
{
  int step = (int) (CLAMP (share, 0, 1) * (G_N_ELEMENTS (heat) - 1) + 0.5);

  return theme == DRAY_CHART_DARK ? heat_dark[step] : heat[step];
}

/* Whether white reads better on @colour than black: by the luminance of WCAG 2.1, its gamma taken as 2. */
gboolean
dray_chart_style_is_dark (DrayColour colour)
{
  double red = (colour >> 24) / 255.0, green = (colour >> 16 & 0xff) / 255.0, blue = (colour >> 8 & 0xff) / 255.0;

  return 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue < 0.26;
}

static DrayColour
get_wheel_colour (const DrayChart *chart,
                  int              series)
{
  int turn = 0;

  for (int i = 0; i < series; i++)
    turn += dray_chart_get_series (chart, i)->role == DRAY_CHART_DATA;
  return wheel[turn % (int) G_N_ELEMENTS (wheel)];
}

/**
 * dray_chart_get_colour:
 *
 * Returns: the colour in which a series is drawn and its name written, 0xRRGGBBAA. The period before has the colour of the series in
 * front of it, paler; what is bad is orange whatever its place.
 */
guint32
dray_chart_get_colour (const DrayChart *chart,
                       int              series,
                       DrayChartTheme   theme)
{
  DrayChartRole role = dray_chart_get_series (chart, series)->role;
  DrayColour colour;

  if (role == DRAY_CHART_BAD)
    return theme == DRAY_CHART_DARK ? 0xff8a3dff : 0xd55e00ff;
  if (role == DRAY_CHART_BEFORE) {
    int of = series;

    while (of > 0 && dray_chart_get_series (chart, of)->role != DRAY_CHART_DATA)
      of--;
    colour = get_wheel_colour (chart, of);
    return dray_colour_mix (theme == DRAY_CHART_DARK ? dray_colour_mix (colour, 0xffffffff, 0.15) : colour, palettes[theme].paper, 0.55);
  }
  colour = get_wheel_colour (chart, series);
  return theme == DRAY_CHART_DARK ? dray_colour_mix (colour, 0xffffffff, 0.15) : colour;
}

/* One layout is used for all of a chart's texts. Glyphs keep their own widths, so that a chart measures the same on screen and paper. */
PangoLayout *
dray_chart_text_new (cairo_t    *cairo,
                     const char *font)
{
  PangoLayout *text = pango_cairo_create_layout (cairo);
  PangoContext *context = pango_layout_get_context (text);
  cairo_font_options_t *options = cairo_font_options_create ();
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font != NULL ? font : "Cantarell, Noto Sans, Sans");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_layout_context_changed (text);
  pango_layout_set_font_description (text, description);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (text, attributes);
  pango_layout_set_single_paragraph_mode (text, TRUE);
  return text;
}

static void
set_words (PangoLayout *text,
           const char  *words,
           double       size,
           gboolean     bold)
{
  g_autoptr (PangoFontDescription) description = pango_font_description_copy (pango_layout_get_font_description (text));

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_weight (description, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (text, description);
  pango_layout_set_width (text, -1);
  pango_layout_set_text (text, words, -1);
}

double
dray_chart_text_measure (PangoLayout *text,
                         const char  *words,
                         double       size,
                         gboolean     bold)
{
  int width;

  set_words (text, words, size, bold);
  pango_layout_get_size (text, &width, NULL);
  return (double) width / PANGO_SCALE;
}

/* Writes @words with the middle of their line at @y and their left, middle or right at @x; wider than @width they end in an ellipsis. */
void
dray_chart_text_draw (PangoLayout    *text,
                      cairo_t        *cairo,
                      const char     *words,
                      double          size,
                      gboolean        bold,
                      DrayColour      colour,
                      DrayChartAlign  align,
                      double          x,
                      double          y,
                      double          width)
{
  PangoRectangle logical;

  set_words (text, words, size, bold);
  pango_layout_get_extents (text, NULL, &logical);
  if (width > 0 && logical.width > width * PANGO_SCALE) {
    pango_layout_set_width (text, (int) (width * PANGO_SCALE));
    pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
    pango_layout_get_extents (text, NULL, &logical);
  }
  double share = align == DRAY_CHART_ALIGN_LEFT ? 0 : align == DRAY_CHART_ALIGN_CENTRE ? 0.5 : 1;

  dray_colour_set (cairo, colour);
  cairo_move_to (cairo, x - (logical.x + share * logical.width) / PANGO_SCALE, y - (logical.y + logical.height / 2.0) / PANGO_SCALE);
  pango_cairo_show_layout (cairo, text);
}
