/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-record-words.h"

#include "dray-field-text.h"
#include "dray-store-error.h"
#include "dray-units.h"

#include <glib/gi18n.h>
#include <string.h>

#define MINOR_PER_MAJOR 100
#define KMH_PER_CMS 0.036

static char *
dup_capital (const char *name)
{
  char *words = g_strdelimit (g_strdup (name), "_-", ' ');

  words[0] = g_ascii_toupper (words[0]);
  return words;
}

/* Returns: (transfer full): what the field is called, without its unit */
char *
dray_record_dup_label (const DrayField *field)
{
  return field->label != NULL ? g_strdup (_(field->label)) : dup_capital (field->name);
}

/* Returns: (transfer full): what one record of the kind is called */
char *
dray_record_dup_table (const DrayTable *table)
{
  return table->label != NULL ? g_strdup (_(table->label)) : dup_capital (table->name);
}

/* What a list of a kind is called; a label says what one of them is. */
static const struct {
  const char *table;
  const char *heading;
} headings[] = {
  { "advance", N_("Advances") },
  { "alarm", N_("Alarms") },
  { "canned_reply", N_("Canned replies") },
  { "charge", N_("Charges") },
  { "coaching_note", N_("Coaching notes") },
  { "commodity", N_("Commodities") },
  { "conflict", N_("Conflicts") },
  { "contact", N_("Contacts") },
  { "daily_check", N_("Daily checks") },
  { "day_plan", N_("Plans") },
  { "deduction", N_("Deductions") },
  { "defect", N_("Defects") },
  { "document", N_("Documents") },
  { "driver", N_("Drivers") },
  { "duty", N_("Duty") },
  { "fence", N_("Fences") },
  { "fence_event", N_("Fence events") },
  { "fence_truck", N_("Trucks of fences") },
  { "fuel", N_("Fuel") },
  { "incident", N_("Incidents") },
  { "message", N_("Messages") },
  { "meter_reading", N_("Meter readings") },
  { "order", N_("Orders") },
  { "order_line", N_("Order lines") },
  { "override", N_("Overrides") },
  { "party", N_("Customers and partners") },
  { "plan_stop", N_("Stops of plans") },
  { "price", N_("Prices") },
  { "rating", N_("Ratings") },
  { "recurring_order", N_("Recurring orders") },
  { "route", N_("Routes") },
  { "saved_report", N_("Saved reports") },
  { "settlement", N_("Settlements") },
  { "settlement_line", N_("Settlement lines") },
  { "shift", N_("Roster") },
  { "shift_note", N_("Shift log") },
  { "site", N_("Sites") },
  { "standing_route", N_("Standing routes") },
  { "standing_stop", N_("Stops of standing routes") },
  { "stop", N_("Stops") },
  { "task", N_("Tasks") },
  { "trailer", N_("Trailers") },
  { "trip", N_("Detected trips") },
  { "truck", N_("Trucks") },
  { "visit", N_("Visits") },
  { "weigh_ticket", N_("Weigh tickets") },
  { "weighbridge", N_("Weighbridges") },
  { "work_order", N_("Work orders") },
};

/* Returns: (transfer full): the heading of a list of that kind */
char *
dray_record_dup_heading (const DrayTable *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS (headings); i++) {
    if (g_str_equal (headings[i].table, table->name))
      return g_strdup (_(headings[i].heading));
  }
  return dray_record_dup_table (table);
}

/* Returns: (transfer full): one of the words of an enumeration, as people write it */
char *
dray_record_dup_choice (const char *choice)
{
  return dup_capital (choice);
}

/* Whether a person may make a record of the kind by hand; others are made by what happens. */
gboolean
dray_record_can_create (const DrayTable *table)
{
  const int needs_operation = DRAY_FIELD_REQUIRED | DRAY_FIELD_NAMED;

  for (int i = 0; i < table->n_fields; i++)
    if (((int) table->fields[i].flags & needs_operation) == needs_operation)
      return FALSE;
  return (table->flags & DRAY_TABLE_NAMED_CREATE) == 0;
}

/* Whole numbers and others, which stand at the right of their column. */
gboolean
dray_record_is_number (const DrayField *field)
{
  return field->type == DRAY_FIELD_INTEGER || field->type == DRAY_FIELD_REAL;
}

/* Money is kept in the smallest unit and shown in the large one. */
gboolean
dray_record_is_money (const DrayField *field)
{
  return field->type == DRAY_FIELD_INTEGER && g_str_has_suffix (field->name, "_minor");
}

/* Speeds are kept in centimetres a second, and shown as a speedometer has them. */
gboolean
dray_record_is_speed (const DrayField *field)
{
  return field->type == DRAY_FIELD_INTEGER && g_str_has_suffix (field->name, "_cms");
}

/* Returns: (nullable): the unit that stands behind what is shown and typed */
const char *
dray_record_get_unit (const DrayField *field)
{
  if (dray_record_is_money (field))
    return NULL;
  return dray_record_is_speed (field) ? "km/h" : field->unit;
}

static char *
format_local (gint64      at_us,
              const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at_us / DRAY_US_PER_S);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

static char *
format_date (gint64      day,
             const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (day * 86400);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

static char *
format_money (gint64 minor)
{
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", minor < 0 ? "−" : "", ABS (minor) / MINOR_PER_MAJOR, (int) (ABS (minor) % MINOR_PER_MAJOR));
}

/* Returns: (transfer full): the cell for reading; empty where it holds nothing. Of a reference it is the id, which names nothing
 * to people: see #DrayRecordNames. */
char *
dray_record_dup_words (const DrayField *field,
                       const DrayValue *value)
{
  if (value->kind == DRAY_VALUE_NONE)
    return g_strdup ("");
  if (dray_record_is_money (field))
    return format_money (value->integer);
  if (dray_record_is_speed (field))
    return g_strdup_printf ("%.0f", (double) value->integer * KMH_PER_CMS);
  switch (field->type) {
    case DRAY_FIELD_INTEGER:
      return g_strdup_printf ("%'" G_GINT64_FORMAT, value->integer);
    case DRAY_FIELD_REAL:
      return g_strdup_printf ("%.6g", value->real);
    case DRAY_FIELD_BOOLEAN:
      return g_strdup (value->integer != 0 ? _("Yes") : _("No"));
    case DRAY_FIELD_INSTANT:
      /* Translators: a moment in a list, such as "19 Nov 14:02". */
      return format_local (value->integer, _("%-d %b %H:%M"));
    case DRAY_FIELD_DATE:
      /* Translators: a day in a list, such as "Thu 19 Nov". */
      return format_date (value->integer, _("%a %-d %b"));
    case DRAY_FIELD_ENUM:
      return dray_record_dup_choice (value->text);
    case DRAY_FIELD_BLOB:
      return g_format_size (g_bytes_get_size (value->bytes));
    case DRAY_FIELD_TEXT:
    case DRAY_FIELD_REFERENCE:
    case DRAY_FIELD_JSON:
    case DRAY_FIELD_RANK:
    default:
      return dray_field_dup_text (field, value);
  }
}

/* Returns: (transfer full): the cell as it is typed; dray_record_read_entry() reads it back */
char *
dray_record_dup_entry (const DrayField *field,
                       const DrayValue *value)
{
  if (value->kind == DRAY_VALUE_NONE)
    return g_strdup ("");
  if (dray_record_is_money (field))
    return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", value->integer < 0 ? "-" : "", ABS (value->integer) / MINOR_PER_MAJOR,
                            (int) (ABS (value->integer) % MINOR_PER_MAJOR));
  if (dray_record_is_speed (field))
    return g_strdup_printf ("%.0f", (double) value->integer * KMH_PER_CMS);
  if (field->type == DRAY_FIELD_INSTANT)
    return format_local (value->integer, "%Y-%m-%d %H:%M");
  return dray_field_dup_text (field, value);
}

/* "12", "12.5" and "12.50" are all money; more digits are not. */
static gboolean
read_money (const char *text,
            gint64     *minor)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 2);
  const char *major = parts[0][0] == '-' ? parts[0] + 1 : parts[0];
  g_autofree char *cents = g_strdup_printf ("%s00", parts[1] != NULL ? parts[1] : "");
  guint64 whole, part;

  if (parts[1] != NULL && strlen (parts[1]) > 2)
    return FALSE;
  cents[2] = '\0';
  if (!g_ascii_string_to_unsigned (major, 10, 0, G_MAXINT64 / 1000, &whole, NULL) || !g_ascii_string_to_unsigned (cents, 10, 0, 99, &part, NULL))
    return FALSE;
  *minor = (gint64) (whole * MINOR_PER_MAJOR + part) * (parts[0][0] == '-' ? -1 : 1);
  return TRUE;
}

static gboolean
read_local (const char *text,
            gint64     *at_us)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *iso = strlen (text) > 10 && text[10] == ' ' ? g_strdelimit (g_strdup (text), " ", 'T') : g_strdup (text);
  g_autofree char *full = strlen (iso) == 16 ? g_strconcat (iso, ":00", NULL) : g_strdup (iso);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (full, here);

  if (time == NULL)
    return FALSE;
  *at_us = g_date_time_to_unix (time) * DRAY_US_PER_S;
  return TRUE;
}

static gboolean
take_number (const DrayField  *field,
             gboolean          read,
             gint64            number,
             const char       *wanted,
             DrayValue        *value,
             GError          **error)
{
  DrayValue taken = dray_value_integer (number);

  if (!read) {
    g_set_error_literal (error, DRAY_STORE_ERROR, DRAY_STORE_ERROR_INVALID, wanted);
    return FALSE;
  }
  if (!dray_field_check (field, &taken, error))
    return FALSE;
  *value = taken;
  return TRUE;
}

/* Reads what somebody typed; white space around it is dropped, and nothing typed is no value. Errors: in words for the person. */
gboolean
dray_record_read_entry (const DrayField  *field,
                        const char       *text,
                        DrayValue        *value,
                        GError          **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gint64 number = 0;
  gboolean read;

  if (*stripped != '\0' && dray_record_is_money (field)) {
    read = read_money (stripped, &number);
    return take_number (field, read, number, _("An amount like 12.50 is wanted"), value, error);
  }
  if (*stripped != '\0' && dray_record_is_speed (field)) {
    read = g_ascii_string_to_signed (stripped, 10, -1000, 1000, &number, NULL);
    return take_number (field, read, (gint64) ((double) number / KMH_PER_CMS + 0.5), _("A speed like 50 is wanted"), value, error);
  }
  if (*stripped != '\0' && field->type == DRAY_FIELD_INSTANT) {
    read = read_local (stripped, &number);
    return take_number (field, read, number, _("A time like 2026-11-20 08:30 is wanted"), value, error);
  }
  return dray_field_read_text (field, stripped, value, error);
}
