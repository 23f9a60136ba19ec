/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-tags-private.h"

#include <math.h>
#include <string.h>

/* Values with units as people tag them: "4.1", "4,1 m", "13'6\"", "7.5 t", "7500 kg", "16000 lbs", "50 mph", "none", "default".
 * Whatever is not understood is no limit. */

#define CM_PER_FOOT 30.48
#define CM_PER_INCH 2.54
#define KG_PER_POUND 0.45359237
#define KG_PER_SHORT_TON 907.18474
#define KG_PER_LONG_TON 1016.0469
#define KMH_PER_MPH 1.609344
#define KMH_PER_KNOT 1.852

/* Reads a number, with a point or a comma in it. Returns: (nullable): what stands behind it, without the spaces */
static const char *
read_number (const char *text,
             double     *value)
{
  char digits[16];
  gsize n = 0;

  while (g_ascii_isspace (*text))
    text++;
  while (n < sizeof digits - 1 && (g_ascii_isdigit (text[n]) || text[n] == '.' || (text[n] == ',' && g_ascii_isdigit (text[n + 1])))) {
    digits[n] = text[n] == ',' ? '.' : text[n];
    n++;
  }
  digits[n] = '\0';
  if (n == 0 || !g_ascii_isdigit (digits[0]))
    return NULL;
  *value = g_ascii_strtod (digits, NULL);
  text += n;
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

static guint
to_limit (double value,
          guint  most)
{
  return value > 0 && value <= most ? (guint) floor (value + 0.5) : 0;
}

/* Does @text begin with the unit and does no other letter follow? */
static gboolean
is_unit (const char *text,
         const char *unit)
{
  return g_str_has_prefix (text, unit) && !g_ascii_isalpha (text[strlen (unit)]);
}

/* Returns: centimetres, 0 if there is no limit or none that is understood */
guint
dray_road_tags_parse_length_cm (const char *text)
{
  double value, inches = 0;
  const char *rest = read_number (text, &value);

  if (rest == NULL)
    return 0;
  if (*rest == '\0' || is_unit (rest, "m"))
    return to_limit (value * 100, G_MAXUINT16);
  if (is_unit (rest, "cm"))
    return to_limit (value, G_MAXUINT16);
  if (is_unit (rest, "in") || *rest == '"')
    return to_limit (value * CM_PER_INCH, G_MAXUINT16);
  if (*rest == '\'' || is_unit (rest, "ft")) {
    rest += *rest == '\'' ? 1 : 2;
    read_number (rest, &inches);
    return to_limit (value * CM_PER_FOOT + inches * CM_PER_INCH, G_MAXUINT16);
  }
  return 0;
}

/* Returns: kilogrammes, 0 if there is no limit or none that is understood. A bare number is tonnes. */
guint
dray_road_tags_parse_weight_kg (const char *text)
{
  static const struct {
    const char *unit;
    double      kg;
  } units[] = {
    { "t", 1000 }, { "kg", 1 }, { "lbs", KG_PER_POUND }, { "lb", KG_PER_POUND },
    { "st", KG_PER_SHORT_TON }, { "ton", KG_PER_SHORT_TON }, { "tons", KG_PER_SHORT_TON }, { "lt", KG_PER_LONG_TON },
  };
  double value;
  const char *rest = read_number (text, &value);

  if (rest == NULL)
    return 0;
  if (*rest == '\0')
    return to_limit (value * 1000, 1000000);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (is_unit (rest, units[i].unit))
      return to_limit (value * units[i].kg, 1000000);
  }
  return 0;
}

/* Returns: km/h, 0 if there is no limit or none that is understood */
guint
dray_road_tags_parse_speed_kmh (const char *text)
{
  double value;
  const char *rest = read_number (text, &value);

  if (strcmp (text, "walk") == 0)
    return 6;
  if (rest == NULL)
    return 0;
  if (is_unit (rest, "mph"))
    return to_limit (value * KMH_PER_MPH, 250);
  if (is_unit (rest, "knots"))
    return to_limit (value * KMH_PER_KNOT, 250);
  return *rest == '\0' || is_unit (rest, "km") || is_unit (rest, "kmh") ? to_limit (value, 250) : 0;
}

/* Conditions. */

/* "hh:mm". Returns: (nullable): what follows */
static const char *
read_clock (const char *text,
            int        *minutes)
{
  int hour = 0, minute = 0, n = 0;

  for (; n < 2 && g_ascii_isdigit (*text); n++)
    hour = hour * 10 + (*text++ - '0');
  if (n == 0 || *text != ':' || !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[2]))
    return NULL;
  minute = (text[1] - '0') * 10 + (text[2] - '0');
  if (hour > 24 || minute > 59)
    return NULL;
  *minutes = hour * 60 + minute;
  return text + 3;
}

/* Every hour that the span touches. Days of the week are passed over: a closure on some days is obeyed on all. */
static guint32
read_hours (const char *text)
{
  guint32 hours = 0;

  for (const char *at = text; *at != '\0'; at++) {
    int from, to;
    const char *next;

    if (!g_ascii_isdigit (*at) || (next = read_clock (at, &from)) == NULL)
      continue;
    while (*next == ' ')
      next++;
    if (*next != '-')
      continue;
    do
      next++;
    while (*next == ' ');
    if ((next = read_clock (next, &to)) == NULL)
      continue;
    if (to <= from)
      to += 24 * 60;
    for (int hour = from / 60; hour * 60 < to; hour++)
      hours |= 1u << hour % 24;
    at = next - 1;
  }
  return hours;
}

static gboolean
read_measure (const char       *term,
              DrayTagCondition *condition)
{
  const char *sign = strchr (term, '>');

  if (sign == NULL)
    return FALSE;
  const char *value = sign + 1 + (sign[1] == '=');
  if (g_str_has_prefix (term, "weight") || g_str_has_prefix (term, "maxweight"))
    return (condition->weight_kg = dray_road_tags_parse_weight_kg (value)) > 0;
  if (g_str_has_prefix (term, "length"))
    return (condition->length_cm = dray_road_tags_parse_length_cm (value)) > 0;
  if (g_str_has_prefix (term, "height"))
    return (condition->height_cm = dray_road_tags_parse_length_cm (value)) > 0;
  if (g_str_has_prefix (term, "width"))
    return (condition->width_cm = dray_road_tags_parse_length_cm (value)) > 0;
  return FALSE;
}

/**
 * dray_tag_condition_parse:
 * @text: what stands behind the "@", with or without parentheses
 *
 * Returns: the condition; @understood is false when some part of it is neither hours nor a measure
 */
DrayTagCondition
dray_tag_condition_parse (const char *text)
{
  DrayTagCondition condition = { .hours = DRAY_ALL_HOURS, .understood = TRUE };
  g_autofree char *bare = g_strdup (text);

  g_strdelimit (bare, "()", ' ');
  g_auto (GStrv) terms = g_strsplit (bare, " AND ", 8);
  for (char **term = terms; *term != NULL; term++) {
    guint32 hours = read_hours (g_strstrip (*term));

    if (hours != 0)
      condition.hours &= hours;
    else if (!read_measure (*term, &condition))
      condition.understood = FALSE;
  }
  return condition;
}
