/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-core-error.h"
#include "dray-json.h"

#include <string.h>

static char *
rewrite (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = dray_json_parse (text, -1, NULL, &error);

  g_assert_no_error (error);
  return dray_json_write_canonical (node);
}

static void
assert_refused (const char           *text,
                gssize                n_bytes,
                const DrayJsonLimits *limits,
                DrayCoreError         code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_json_parse (text, n_bytes, limits, &error));
  if (!g_error_matches (error, DRAY_CORE_ERROR, code))
    g_error ("%s: %s", text, error->message);
}

static void
test_values_read_and_write_back (void)
{
  static const char *const pairs[][2] = {
    { " { \"b\" : [ 1 , 2.5 , true , false , null ] , \"a\" : { } } ", "{\"a\":{},\"b\":[1,2.5,true,false,null]}" },
    { "\"\\u00e9\\ud83d\\ude9a\\n\\/\\u001f\"", "\"é🚚\\n/\\u001f\"" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "9223372036854775808", "9223372036854776000" },
    { "-0", "0" },
    { "\xef\xbb\xbf[]", "[]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *text = rewrite (pairs[i][0]);

    g_assert_cmpstr (text, ==, pairs[i][1]);
  }
}

/* The number samples of RFC 8785, appendix B. */
static void
test_doubles_are_written_as_the_rfc_shows (void)
{
  static const struct { guint64 bits; const char *text; } samples[] = {
    { 0x0000000000000000, "0" }, { 0x8000000000000000, "0" }, { 0x0000000000000001, "5e-324" }, { 0x8000000000000001, "-5e-324" },
    { 0x7fefffffffffffff, "1.7976931348623157e+308" }, { 0xffefffffffffffff, "-1.7976931348623157e+308" },
    { 0x4340000000000000, "9007199254740992" }, { 0xc340000000000000, "-9007199254740992" }, { 0x4430000000000000, "295147905179352830000" },
    { 0x44b52d02c7e14af5, "9.999999999999997e+22" }, { 0x44b52d02c7e14af6, "1e+23" }, { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
    { 0x444b1ae4d6e2ef4e, "999999999999999700000" }, { 0x444b1ae4d6e2ef4f, "999999999999999900000" }, { 0x444b1ae4d6e2ef50, "1e+21" },
    { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" }, { 0x3eb0c6f7a0b5ed8d, "0.000001" }, { 0x41b3de4355555553, "333333333.3333332" },
    { 0x41b3de4355555554, "333333333.33333325" }, { 0x41b3de4355555555, "333333333.3333333" }, { 0x41b3de4355555556, "333333333.3333334" },
    { 0x41b3de4355555557, "333333333.33333343" }, { 0xbecbf647612f3696, "-0.0000033333333333333333" }, { 0x43143ff3c1cb0959, "1424953923781206.2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    double number;

    memcpy (&number, &samples[i].bits, sizeof number);
    dray_json_append_double (text, number);
    g_assert_cmpstr (text->str, ==, samples[i].text);
  }
}

/* The sorting sample of RFC 8785, section 3.2.3: U+1F600 comes before U+FB33, as its first UTF-16 unit is smaller. */
static void
test_keys_sort_by_utf16_units (void)
{
  g_autofree char *text = rewrite ("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}");

  g_assert_cmpstr (text, ==, "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xef\xac\xb3\":3}");
}

static void
test_what_is_not_json_is_refused (void)
{
  static const char *const broken[] = {
    "", " ", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{\"a\":1 \"b\":2}", "[1] 2", "'a'", "\"a", "\"\\x\"", "\"\\u12\"",
    "\"\\ud83d\"", "\"\\ude9a\"", "\"\\ud83d\\u0041\"", "\"\\u0000\"", "\"\t\"", "01", "+1", "1.", ".5", "1e", "-", "nul", "truee", "NaN",
    "Infinity", "/* */ 1", "// a\n1", "{\"a\":1,\"a\":2}", "\xff", "\"\xc3\"", "[1 2]", "]", "\"\xed\xa0\x80\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    assert_refused (broken[i], -1, NULL, DRAY_CORE_ERROR_INVALID);
  assert_refused ("1\0", 2, NULL, DRAY_CORE_ERROR_INVALID);
  assert_refused ("1e999", -1, NULL, DRAY_CORE_ERROR_LIMIT);
}

static void
test_errors_say_where (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_json_parse ("{\n  \"é\": tru\n}", -1, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Line 2, column 8:"));
}

static char *
repeat (const char *text,
        int         n)
{
  GString *all = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

static void
test_limits_hold (void)
{
  DrayJsonLimits limits = { .max_bytes = 1000, .max_depth = 3, .max_string_bytes = 4, .max_values = 6 };
  g_autofree char *deep = repeat ("[", 1000000);
  g_autofree char *nodes = repeat ("{\"a\":", 1000000);

  assert_refused (deep, -1, NULL, DRAY_CORE_ERROR_LIMIT);
  assert_refused (nodes, -1, NULL, DRAY_CORE_ERROR_LIMIT);
  assert_refused (deep, -1, &limits, DRAY_CORE_ERROR_LIMIT);
  assert_refused ("[[[[]]]]", -1, &limits, DRAY_CORE_ERROR_LIMIT);
  assert_refused ("\"12345\"", -1, &limits, DRAY_CORE_ERROR_LIMIT);
  assert_refused ("{\"12345\":1}", -1, &limits, DRAY_CORE_ERROR_LIMIT);
  assert_refused ("[1,2,3,4,5,6]", -1, &limits, DRAY_CORE_ERROR_LIMIT);

  g_autoptr (JsonNode) fits = dray_json_parse ("[[[1234]],[],\"1234\"]", -1, &limits, NULL);
  g_assert_nonnull (fits);
}

static void
test_members_are_checked_by_name (void)
{
  g_autoptr (JsonNode) node = dray_json_parse ("{\"n\":5,\"x\":2.5,\"s\":\"quay\",\"b\":true,\"o\":{},\"a\":[],\"z\":null}", -1, NULL, NULL);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GError) error = NULL;
  gint64 n = -1;
  double x = -1.0;
  gboolean b = FALSE;

  g_assert_true (dray_json_get_int (object, "n", 0, 5, &n, NULL) && n == 5);
  g_assert_true (dray_json_get_double (object, "n", 0, 9, &x, NULL) && x == 5.0);
  g_assert_true (dray_json_get_double (object, "x", 0, 9, &x, NULL) && x == 2.5);
  g_assert_true (dray_json_get_boolean (object, "b", &b, NULL) && b);
  g_assert_cmpstr (dray_json_get_string (object, "s", NULL), ==, "quay");
  g_assert_nonnull (dray_json_get_object (object, "o", NULL));
  g_assert_nonnull (dray_json_get_array (object, "a", NULL));
  g_assert_true (dray_json_has (object, "n"));
  g_assert_false (dray_json_has (object, "z"));
  g_assert_false (dray_json_has (object, "none"));

  g_assert_false (dray_json_get_int (object, "n", 6, 9, &n, &error));
  g_assert_cmpint (n, ==, 5);
  g_assert_cmpstr (error->message, ==, "\"n\" must be from 6 to 9 and is 5");
  g_clear_error (&error);
  g_assert_null (dray_json_get_string (object, "a", &error));
  g_assert_cmpstr (error->message, ==, "\"a\" must be text and is an array");
  g_clear_error (&error);
  g_assert_null (dray_json_get_object (object, "w", &error));
  g_assert_cmpstr (error->message, ==, "\"w\" is missing");
}

static void
test_every_wrong_type_is_refused (void)
{
  static const char *const keys[] = { "n", "x", "s", "b", "o", "a", "z" };
  g_autoptr (JsonNode) node = dray_json_parse ("{\"n\":5,\"x\":2.5,\"s\":\"quay\",\"b\":true,\"o\":{},\"a\":[],\"z\":null}", -1, NULL, NULL);
  JsonObject *object = json_node_get_object (node);
  gint64 n;
  double x;
  gboolean b;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    char key = keys[i][0];

    g_assert_true (dray_json_get_int (object, keys[i], 0, 9, &n, NULL) == (key == 'n'));
    g_assert_true (dray_json_get_double (object, keys[i], 0, 9, &x, NULL) == (key == 'n' || key == 'x'));
    g_assert_true (dray_json_get_boolean (object, keys[i], &b, NULL) == (key == 'b'));
    g_assert_true ((dray_json_get_string (object, keys[i], NULL) != NULL) == (key == 's'));
    g_assert_true ((dray_json_get_object (object, keys[i], NULL) != NULL) == (key == 'o'));
    g_assert_true ((dray_json_get_array (object, keys[i], NULL) != NULL) == (key == 'a'));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json/values-read-and-write-back", test_values_read_and_write_back);
  g_test_add_func ("/core/json/doubles-are-written-as-the-rfc-shows", test_doubles_are_written_as_the_rfc_shows);
  g_test_add_func ("/core/json/keys-sort-by-utf16-units", test_keys_sort_by_utf16_units);
  g_test_add_func ("/core/json/what-is-not-json-is-refused", test_what_is_not_json_is_refused);
  g_test_add_func ("/core/json/errors-say-where", test_errors_say_where);
  g_test_add_func ("/core/json/limits-hold", test_limits_hold);
  g_test_add_func ("/core/json/members-are-checked-by-name", test_members_are_checked_by_name);
  g_test_add_func ("/core/json/every-wrong-type-is-refused", test_every_wrong_type_is_refused);
  return g_test_run ();
}
