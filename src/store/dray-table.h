/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-value.h"

G_BEGIN_DECLS

/**
 * DrayFieldType:
 * @DRAY_FIELD_TEXT: UTF-8
 * @DRAY_FIELD_INTEGER: a whole number; its unit stands in the field's name (length_m, load_kg)
 * @DRAY_FIELD_REAL: a finite number
 * @DRAY_FIELD_BOOLEAN: 0 or 1; JSON true or false
 * @DRAY_FIELD_REFERENCE: the id of a row of the table that the field refers to; 16 bytes in SQL, text in JSON
 * @DRAY_FIELD_INSTANT: UTC microseconds since 1970; a whole number in JSON, RFC 3339 in CSV and XLSX
 * @DRAY_FIELD_DATE: days since 1970-01-01; "2026-11-20" in JSON, CSV and XLSX
 * @DRAY_FIELD_ENUM: one of the field's choices, as text
 * @DRAY_FIELD_JSON: any JSON value, kept as text
 * @DRAY_FIELD_BLOB: bytes; base64 in JSON
 * @DRAY_FIELD_RANK: a fractional key: text that sorts byte by byte
 */
typedef enum {
  DRAY_FIELD_TEXT,
  DRAY_FIELD_INTEGER,
  DRAY_FIELD_REAL,
  DRAY_FIELD_BOOLEAN,
  DRAY_FIELD_REFERENCE,
  DRAY_FIELD_INSTANT,
  DRAY_FIELD_DATE,
  DRAY_FIELD_ENUM,
  DRAY_FIELD_JSON,
  DRAY_FIELD_BLOB,
  DRAY_FIELD_RANK,
} DrayFieldType;

/**
 * DrayFieldFlags:
 * @DRAY_FIELD_REQUIRED: a row without it is refused
 * @DRAY_FIELD_NAMED: written by named operations alone: field.set, record.create and record.import refuse it
 * @DRAY_FIELD_PERSONAL: about a person: encrypted in the log, blanked when the person is erased
 * @DRAY_FIELD_INDEXED: an index begins with it (or with deleted, and then it), so that dray_mutation_select() may ask by it
 */
typedef enum {
  DRAY_FIELD_PLAIN = 0,
  DRAY_FIELD_REQUIRED = 1 << 0,
  DRAY_FIELD_NAMED = 1 << 1,
  DRAY_FIELD_PERSONAL = 1 << 2,
  DRAY_FIELD_INDEXED = 1 << 3,
} DrayFieldFlags;

/**
 * DrayMerge:
 * @DRAY_MERGE_LATEST: the later arrival wins, and the earlier one is kept in a conflict for a person to look at
 * @DRAY_MERGE_QUIET: the later arrival wins, and nobody needs to know
 * @DRAY_MERGE_GUARDED: the later operation fails whole with %DRAY_STORE_ERROR_CONFLICT
 *
 * What happens to a write when somebody else wrote the same cell since its author last saw it.
 */
typedef enum {
  DRAY_MERGE_LATEST,
  DRAY_MERGE_QUIET,
  DRAY_MERGE_GUARDED,
} DrayMerge;

/**
 * DrayField:
 * @name: column, JSON member and property: lower case, digits and underscores, the unit last
 * @label: (nullable): for people, marked with N_()
 * @unit: (nullable): what the form and the column heading show behind a number
 * @refers_to: (nullable): the name of a table, for references
 * @choices: (nullable) (array zero-terminated=1): for enumerations; append only, the words are stored
 * @minimum: of a number; of a text or blob the least length in characters or bytes
 * @maximum: likewise, and of JSON the bytes; where both are 0 only the type's own limits hold: %DRAY_TEXT_LIMIT bytes, 53 bits
 *
 * One column of a table, or one argument of an operation.
 */
typedef struct {
  const char        *name;
  DrayFieldType      type;
  DrayFieldFlags     flags;
  DrayMerge          merge;
  const char        *label;
  const char        *unit;
  const char        *refers_to;
  const char *const *choices;
  double             minimum;
  double             maximum;
} DrayField;

/* The longest text, JSON or blob that a cell holds, in bytes: a string has to fit a sync frame. */
#define DRAY_TEXT_LIMIT (16 * 1024)

/* The longest JSON argument of an operation that says so by its maximum: a push has to fit its frame. */
#define DRAY_JSON_TEXT_LIMIT (48 * 1024)

/* Field masks are 64 bits; one of them stands for the row's own deletion. */
#define DRAY_TABLE_MAX_FIELDS 62

/* The cell that tells whether the row lives: none before it was made, then 0, and 1 once it is deleted. Every table has it. */
#define DRAY_FIELD_DELETED (-1)

/**
 * DrayBucket:
 * @DRAY_BUCKET_BASE: everybody holds it
 * @DRAY_BUCKET_DEPOT_MONTH: held by who works for the row's depot, month by month
 * @DRAY_BUCKET_DRIVER: held by the row's owner (and by the consoles of its depot)
 * @DRAY_BUCKET_LOCAL: never leaves this workspace
 */
typedef enum {
  DRAY_BUCKET_BASE,
  DRAY_BUCKET_DEPOT_MONTH,
  DRAY_BUCKET_DRIVER,
  DRAY_BUCKET_LOCAL,
} DrayBucket;

/**
 * DrayTableFlags:
 * @DRAY_TABLE_NAMED_CREATE: rows are made by named operations alone, not by record.create or record.import
 * @DRAY_TABLE_NAMED_DELETE: rows are deleted by named operations alone
 */
typedef enum {
  DRAY_TABLE_PLAIN = 0,
  DRAY_TABLE_NAMED_CREATE = 1 << 0,
  DRAY_TABLE_NAMED_DELETE = 1 << 1,
} DrayTableFlags;

/**
 * DrayTable:
 * @name: the SQL table: singular, lower case
 * @label: for people, marked with N_()
 * @title_field: (nullable): the field that names a row to people
 * @owner_field: (nullable): the field with the person whose row it is (scope own)
 * @depot_field: (nullable): the field with its depot (scope depot)
 * @month_field: (nullable): the instant or date that decides the month of its bucket
 * @parent_field: (nullable): a reference to the row that owner, depot and month are taken from: an order line's order
 *
 * One kind of record. Static and immutable; made by DRAY_DEFINE_TABLE(). Its SQL table is made by a migration and has, besides a
 * column for every field, `id BLOB PRIMARY KEY NOT NULL, deleted INTEGER NOT NULL, stamp INTEGER NOT NULL` and is WITHOUT ROWID,
 * so that every index carries the id. Indexes begin with `deleted, FIELD`: then a list's keys come from the index alone. dray_table_check_sql() holds it to this.
 */
typedef struct {
  const char      *name;
  const char      *label;
  const DrayField *fields;
  int              n_fields;
  DrayTableFlags   flags;
  DrayBucket       bucket;
  const char      *title_field;
  const char      *owner_field;
  const char      *depot_field;
  const char      *month_field;
  const char      *parent_field;
} DrayTable;

/*
 * A record kind is written once, as a list:
 *
 *   #define DRAY_TRUCK_FIELDS(FIELD) \
 *     FIELD (TRUCK, NAME, name, TEXT, .label = N_("Name"), .flags = DRAY_FIELD_REQUIRED, .maximum = 40) \
 *     FIELD (TRUCK, LOAD_KG, load_kg, INTEGER, .label = N_("Payload"), .unit = "kg", .maximum = 80000)
 *
 *   DRAY_DECLARE_TABLE (truck, TRUCK, DRAY_TRUCK_FIELDS)                           in the header:
 *                                                                                  DRAY_TRUCK_NAME, DRAY_TRUCK_LOAD_KG, DRAY_TRUCK_N_FIELDS
 *                                                                                  and extern const DrayTable dray_truck_table
 *   DRAY_DEFINE_TABLE (truck, TRUCK, DRAY_TRUCK_FIELDS, .label = N_("Truck"))      in the source
 *
 * An operation's arguments are such a list too: DRAY_DECLARE_ARGUMENTS (STOP_MOVE, DRAY_STOP_MOVE_ARGUMENTS) names their indices
 * and DRAY_DEFINE_ARGUMENTS (stop_move, DRAY_STOP_MOVE_ARGUMENTS) makes the array stop_move_arguments.
 */
#define DRAY_FIELD_INDEX(KIND, NAME, name, TYPE, ...) DRAY_##KIND##_##NAME,
#define DRAY_FIELD_ENTRY(KIND, NAME, name_, TYPE, ...) { .name = #name_, .type = DRAY_FIELD_##TYPE, __VA_ARGS__ },

#define DRAY_DECLARE_ARGUMENTS(KIND, FIELDS) enum { FIELDS (DRAY_FIELD_INDEX) DRAY_##KIND##_N_FIELDS };

#define DRAY_DEFINE_ARGUMENTS(kind, FIELDS) static const DrayField kind##_arguments[] = { FIELDS (DRAY_FIELD_ENTRY) };

#define DRAY_DECLARE_TABLE(kind, KIND, FIELDS) \
  DRAY_DECLARE_ARGUMENTS (KIND, FIELDS) \
  extern const DrayTable dray_##kind##_table;

#define DRAY_DEFINE_TABLE(kind, KIND, FIELDS, ...) \
  static const DrayField kind##_fields[] = { FIELDS (DRAY_FIELD_ENTRY) }; \
  const DrayTable dray_##kind##_table = { \
    .name = #kind, .fields = kind##_fields, .n_fields = DRAY_##KIND##_N_FIELDS, __VA_ARGS__ \
  };

int        dray_table_find_field (const DrayTable *self,
                                  const char      *name);
gboolean   dray_table_check      (const DrayTable *self,
                                  GError         **error);

gboolean   dray_field_check      (const DrayField *self,
                                  const DrayValue *value,
                                  GError         **error);
int        dray_field_get_choice (const DrayField *self,
                                  const char      *word);
const char   *dray_field_get_sql_type (const DrayField *self);
DrayValueKind dray_field_get_kind     (const DrayField *self);

G_END_DECLS
