/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-report-sheet-private.h"

/* Glyphs keep their own widths whatever the surface, so that pages measured once break in the same places wherever they are drawn. */

static const struct {
  double   size;
  gboolean bold;
  double   grey; /* 0 is black */
} styles[DRAY_SHEET_N_STYLES] = {
  [DRAY_SHEET_TITLE] = { 20, TRUE, 0.1 },
  [DRAY_SHEET_HEADING] = { 12.5, TRUE, 0.1 },
  [DRAY_SHEET_BODY] = { 9.5, FALSE, 0.15 },
  [DRAY_SHEET_CELL] = { 8.5, FALSE, 0.1 },
  [DRAY_SHEET_HEAD] = { 8, TRUE, 0.35 },
  [DRAY_SHEET_TOTAL] = { 8.5, TRUE, 0.1 },
  [DRAY_SHEET_FIGURE] = { 17, TRUE, 0.1 },
  [DRAY_SHEET_SMALL] = { 8, FALSE, 0.4 },
};

PangoLayout *
dray_sheet_text_new (cairo_t *cairo)
{
  PangoLayout *text = pango_cairo_create_layout (cairo);
  PangoContext *context = pango_layout_get_context (text);
  cairo_font_options_t *options = cairo_font_options_create ();
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_layout_context_changed (text);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (text, attributes);
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  return text;
}

static void
set_words (PangoLayout    *text,
           DraySheetStyle  style,
           const char     *words,
           double          width)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Cantarell, Noto Sans, Sans");

  pango_font_description_set_absolute_size (font, styles[style].size * PANGO_SCALE);
  pango_font_description_set_weight (font, styles[style].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (text, font);
  pango_layout_set_width (text, width > 0 ? (int) (width * PANGO_SCALE) : -1);
  pango_layout_set_text (text, words, -1);
}

/* Of one line. */
double
dray_sheet_text_width (PangoLayout    *text,
                       DraySheetStyle  style,
                       const char     *words)
{
  int width;

  pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_NONE);
  set_words (text, style, words, 0);
  pango_layout_get_size (text, &width, NULL);
  return (double) width / PANGO_SCALE;
}

/* How many lines @words take in @width. */
int
dray_sheet_text_lines (PangoLayout    *text,
                       DraySheetStyle  style,
                       const char     *words,
                       double          width)
{
  /* Most words fit by far; no letter is wider than its size. */
  if ((double) g_utf8_strlen (words, -1) * styles[style].size <= width && strchr (words, '\n') == NULL)
    return 1;
  pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_NONE);
  set_words (text, style, words, width);
  return pango_layout_get_line_count (text);
}

double
dray_sheet_line_height (DraySheetStyle style)
{
  return styles[style].size * 1.35;
}

/* Writes @words into the box with its top left corner at @x, @y, @width wide and @n_lines high; what has no room ends in an ellipsis. */
void
dray_sheet_text_draw (PangoLayout    *text,
                      cairo_t        *cairo,
                      DraySheetStyle  style,
                      const char     *words,
                      double          x,
                      double          y,
                      double          width,
                      int             n_lines,
                      gboolean        is_right)
{
  pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (text, -n_lines);
  pango_layout_set_alignment (text, is_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  set_words (text, style, words, width);
  cairo_set_source_rgb (cairo, styles[style].grey, styles[style].grey, styles[style].grey);
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, text);
  pango_layout_set_height (text, -1);
}
