/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-json.h"
#include "dray-core-error.h"

#include <math.h>
#include <string.h>

/* A strict reader of RFC 8259 that makes json-glib's nodes. json-glib's own parser takes comments and unquoted words, has no limit
 * of depth and ends the process's stack on "[[[[…".
 *
 * What the RFC leaves open is decided thus: a byte order mark is skipped; a key that comes twice, a lone surrogate and U+0000 are
 * refused; a number with neither fraction nor exponent that fits 64 bits is an integer, any other a double; one that overflows a
 * double is refused. */

#define MAX_NUMBER_BYTES 1024

typedef struct {
  const char    *start;
  const char    *at;
  const char    *end;
  DrayJsonLimits limits;
  guint          depth;
  guint          n_values;
  GString       *scratch;
  GError       **error;
} Parser;

static JsonNode *parse_value (Parser *self);

/* Sets the error at the present place. Returns: %FALSE, for the caller to hand on */
static gboolean
refuse (Parser        *self,
        DrayCoreError  code,
        const char    *what)
{
  guint line = 1;
  const char *line_start = self->start;

  for (const char *at = self->start; at < self->at; at++) {
    if (*at == '\n') {
      line++;
      line_start = at + 1;
    }
  }
  g_set_error (self->error, DRAY_CORE_ERROR, code, "Line %u, column %ld: %s", line, g_utf8_strlen (line_start, self->at - line_start) + 1, what);
  return FALSE;
}

static void
skip_space (Parser *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r'))
    self->at++;
}

static gboolean
take (Parser *self,
      char    c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
take_word (Parser     *self,
           const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (self->end - self->at) < n || memcmp (self->at, word, n) != 0)
    return FALSE;
  self->at += n;
  return TRUE;
}

static gboolean
parse_four_digits (Parser   *self,
                   gunichar *unit)
{
  if (self->end - self->at < 4)
    return refuse (self, DRAY_CORE_ERROR_INVALID, "an escape ends too early");
  *unit = 0;
  for (int i = 0; i < 4; i++, self->at++) {
    if (!g_ascii_isxdigit (*self->at))
      return refuse (self, DRAY_CORE_ERROR_INVALID, "four hexadecimal digits follow \\u");
    *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*self->at);
  }
  return TRUE;
}

/* What stands behind "\u". */
static gboolean
parse_unicode_escape (Parser  *self,
                      GString *to)
{
  gunichar c, low;

  if (!parse_four_digits (self, &c))
    return FALSE;
  if (c >= 0xd800 && c < 0xdc00) {
    if (!take_word (self, "\\u"))
      return refuse (self, DRAY_CORE_ERROR_INVALID, "half a surrogate pair");
    if (!parse_four_digits (self, &low))
      return FALSE;
    if (low < 0xdc00 || low > 0xdfff)
      return refuse (self, DRAY_CORE_ERROR_INVALID, "half a surrogate pair");
    c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
  } else if (c >= 0xdc00 && c < 0xe000) {
    return refuse (self, DRAY_CORE_ERROR_INVALID, "half a surrogate pair");
  } else if (c == 0) {
    return refuse (self, DRAY_CORE_ERROR_INVALID, "the character U+0000 is not taken");
  }
  g_string_append_unichar (to, c);
  return TRUE;
}

/* What stands behind the backslash. */
static gboolean
parse_escape (Parser  *self,
              GString *to)
{
  static const char from[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (take (self, 'u'))
    return parse_unicode_escape (self, to);
  if (self->at == self->end || *self->at == '\0' || (found = strchr (from, *self->at)) == NULL)
    return refuse (self, DRAY_CORE_ERROR_INVALID, "an unknown escape");
  g_string_append_c (to, meant[found - from]);
  self->at++;
  return TRUE;
}

/* What stands behind the opening quote, up to and with the closing one. */
static gboolean
parse_string (Parser  *self,
              GString *to)
{
  g_string_truncate (to, 0);
  while (self->at < self->end) {
    const char *plain = self->at;

    while (self->at < self->end && *self->at != '"' && *self->at != '\\' && (guchar) *self->at >= 0x20)
      self->at++;
    g_string_append_len (to, plain, self->at - plain);
    if (to->len > self->limits.max_string_bytes)
      return refuse (self, DRAY_CORE_ERROR_LIMIT, "the string is longer than the limit");
    if (take (self, '"'))
      return TRUE;
    if (!take (self, '\\'))
      break;
    if (!parse_escape (self, to))
      return FALSE;
  }
  return refuse (self, DRAY_CORE_ERROR_INVALID, self->at < self->end ? "a control character in a string" : "a string without an end");
}

static gboolean
skip_digits (Parser *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first;
}

/* Checks the grammar of a number and skips it. */
static gboolean
skip_number (Parser   *self,
             gboolean *whole)
{
  *whole = TRUE;
  take (self, '-');
  if (!take (self, '0') && !skip_digits (self))
    return FALSE;
  if (take (self, '.')) {
    *whole = FALSE;
    if (!skip_digits (self))
      return FALSE;
  }
  if (take (self, 'e') || take (self, 'E')) {
    *whole = FALSE;
    if (!take (self, '+'))
      take (self, '-');
    if (!skip_digits (self))
      return FALSE;
  }
  return TRUE;
}

static JsonNode *
parse_number (Parser *self)
{
  const char *first = self->at;
  gboolean whole;
  gint64 integer;

  if (!skip_number (self, &whole)) {
    refuse (self, DRAY_CORE_ERROR_INVALID, "a value was expected");
    return NULL;
  }
  if (self->at - first > MAX_NUMBER_BYTES) {
    refuse (self, DRAY_CORE_ERROR_LIMIT, "the number has too many digits");
    return NULL;
  }
  g_string_truncate (self->scratch, 0);
  g_string_append_len (self->scratch, first, self->at - first);

  if (whole && g_ascii_string_to_signed (self->scratch->str, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_node_init_int (json_node_alloc (), integer);

  double number = g_ascii_strtod (self->scratch->str, NULL);
  if (!isfinite (number)) {
    refuse (self, DRAY_CORE_ERROR_LIMIT, "the number is too large");
    return NULL;
  }
  return json_node_init_double (json_node_alloc (), number);
}

static gboolean
enter (Parser *self)
{
  if (++self->depth > self->limits.max_depth)
    return refuse (self, DRAY_CORE_ERROR_LIMIT, "arrays and objects stand deeper in each other than the limit");
  skip_space (self);
  return TRUE;
}

/* Returns: whether another item follows; otherwise @close was taken, or the error is set */
static gboolean
go_on (Parser *self,
       char    close)
{
  skip_space (self);
  if (take (self, ',')) {
    skip_space (self);
    return TRUE;
  }
  if (take (self, close))
    self->depth--;
  else
    refuse (self, DRAY_CORE_ERROR_INVALID, close == ']' ? "a comma or ] was expected" : "a comma or } was expected");
  return FALSE;
}

static gboolean
parse_element (Parser    *self,
               JsonArray *array)
{
  JsonNode *value = parse_value (self);

  if (value == NULL)
    return FALSE;
  json_array_add_element (array, value);
  return TRUE;
}

/* What stands behind the opening bracket. */
static gboolean
parse_array (Parser    *self,
             JsonArray *array)
{
  if (!enter (self))
    return FALSE;
  if (take (self, ']')) {
    self->depth--;
    return TRUE;
  }
  do {
    if (!parse_element (self, array))
      return FALSE;
  } while (go_on (self, ']'));
  return *self->error == NULL;
}

static gboolean
parse_member (Parser     *self,
              JsonObject *object)
{
  if (!take (self, '"'))
    return refuse (self, DRAY_CORE_ERROR_INVALID, "a key in quotes was expected");
  if (!parse_string (self, self->scratch))
    return FALSE;
  if (json_object_has_member (object, self->scratch->str))
    return refuse (self, DRAY_CORE_ERROR_INVALID, "the key comes twice");
  skip_space (self);
  if (!take (self, ':'))
    return refuse (self, DRAY_CORE_ERROR_INVALID, "a colon was expected");

  g_autofree char *key = g_strdup (self->scratch->str);
  skip_space (self);
  JsonNode *value = parse_value (self);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, key, value);
  return TRUE;
}

/* What stands behind the opening brace. */
static gboolean
parse_object (Parser     *self,
              JsonObject *object)
{
  if (!enter (self))
    return FALSE;
  if (take (self, '}')) {
    self->depth--;
    return TRUE;
  }
  do {
    if (!parse_member (self, object))
      return FALSE;
  } while (go_on (self, '}'));
  return *self->error == NULL;
}

static JsonNode *
parse_container (Parser *self,
                 gboolean is_object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  if (is_object) {
    g_autoptr (JsonObject) object = json_object_new ();

    json_node_init_object (node, object);
    return parse_object (self, object) ? g_steal_pointer (&node) : NULL;
  }
  g_autoptr (JsonArray) array = json_array_new ();

  json_node_init_array (node, array);
  return parse_array (self, array) ? g_steal_pointer (&node) : NULL;
}

/* Returns: (transfer full) (nullable): the value at the present place, %NULL with the error set */
static JsonNode *
parse_value (Parser *self)
{
  if (++self->n_values > self->limits.max_values) {
    refuse (self, DRAY_CORE_ERROR_LIMIT, "there are more values than the limit");
    return NULL;
  }
  if (take (self, '{'))
    return parse_container (self, TRUE);
  if (take (self, '['))
    return parse_container (self, FALSE);
  if (take (self, '"'))
    return parse_string (self, self->scratch) ? json_node_init_string (json_node_alloc (), self->scratch->str) : NULL;
  if (take_word (self, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take_word (self, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (take_word (self, "null"))
    return json_node_init_null (json_node_alloc ());
  return parse_number (self);
}

static JsonNode *
parse_document (Parser *self)
{
  take_word (self, "\xef\xbb\xbf");
  skip_space (self);

  g_autoptr (JsonNode) node = parse_value (self);
  if (node == NULL)
    return NULL;
  skip_space (self);
  if (self->at < self->end) {
    refuse (self, DRAY_CORE_ERROR_INVALID, "something follows the end");
    return NULL;
  }
  return g_steal_pointer (&node);
}

/**
 * dray_json_parse:
 * @text: (array length=n_bytes) (nullable): need not end with a zero byte unless @n_bytes is -1
 * @limits: (nullable): %NULL for %DRAY_JSON_LIMITS_DEFAULT
 *
 * Reads a whole document.
 *
 * Returns: (transfer full) (nullable): its root
 * Errors: %DRAY_CORE_ERROR_LIMIT past a limit, %DRAY_CORE_ERROR_INVALID for anything else, with line and column
 */
JsonNode *
dray_json_parse (const char            *text,
                 gssize                 n_bytes,
                 const DrayJsonLimits  *limits,
                 GError               **error)
{
  g_return_val_if_fail (text != NULL || n_bytes == 0, NULL);

  if (text == NULL)
    text = "";

  gsize length = n_bytes < 0 ? strlen (text) : (gsize) n_bytes;
  g_autoptr (GString) scratch = g_string_new (NULL);
  GError *found = NULL;
  Parser parser = {
    .start = text, .at = text, .end = text + length, .limits = limits != NULL ? *limits : DRAY_JSON_LIMITS_DEFAULT,
    .scratch = scratch, .error = &found,
  };
  JsonNode *node = NULL;

  parser.limits.max_depth = MIN (parser.limits.max_depth, DRAY_JSON_MAX_DEPTH);
  if (length > parser.limits.max_bytes)
    g_set_error (&found, DRAY_CORE_ERROR, DRAY_CORE_ERROR_LIMIT, "%" G_GSIZE_FORMAT " bytes are more than the limit of %" G_GSIZE_FORMAT, length, parser.limits.max_bytes);
  else if (!g_utf8_validate_len (text, length, &parser.at))
    refuse (&parser, DRAY_CORE_ERROR_INVALID, "this is not UTF-8");
  else {
    parser.at = text;
    node = parse_document (&parser);
  }
  if (found != NULL)
    g_propagate_error (error, found);
  return node;
}
