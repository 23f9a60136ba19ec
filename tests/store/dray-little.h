/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-store.h"

G_BEGIN_DECLS

/* A little haulier for the store's tests: yards, vans and jobs; operations of every kind, two rules, and three roles. */

#define DRAY_YARD_FIELDS(FIELD) \
  FIELD (YARD, NAME, name, TEXT, .label = "Name", .flags = DRAY_FIELD_REQUIRED, .minimum = 1, .maximum = 40)

/* A field of every type. */
#define DRAY_VAN_FIELDS(FIELD) \
  FIELD (VAN, NAME, name, TEXT, .label = "Name", .flags = DRAY_FIELD_REQUIRED | DRAY_FIELD_INDEXED, .minimum = 1, .maximum = 40) \
  FIELD (VAN, PLATE, plate, TEXT, .label = "Plate", .flags = DRAY_FIELD_INDEXED) \
  FIELD (VAN, LOAD_KG, load_kg, INTEGER, .label = "Payload", .unit = "kg", .maximum = 80000) \
  FIELD (VAN, COLOUR, colour, ENUM, .label = "Colour", .choices = dray_little_colours) \
  FIELD (VAN, IS_READY, is_ready, BOOLEAN, .label = "Ready") \
  FIELD (VAN, YARD, yard, REFERENCE, .label = "Yard", .refers_to = "yard", .merge = DRAY_MERGE_GUARDED) \
  FIELD (VAN, DRIVER, driver, REFERENCE, .label = "Driver", .refers_to = "yard") \
  FIELD (VAN, BOUGHT, bought, DATE, .label = "Bought") \
  FIELD (VAN, SEEN_US, seen_us, INSTANT, .label = "Seen", .flags = DRAY_FIELD_NAMED) \
  FIELD (VAN, PRICE, price, REAL, .label = "Price") \
  FIELD (VAN, EXTRAS, extras, JSON, .label = "Extras") \
  FIELD (VAN, PHOTO, photo, BLOB, .label = "Photo")

#define DRAY_JOB_FIELDS(FIELD) \
  FIELD (JOB, TITLE, title, TEXT, .label = "Title", .flags = DRAY_FIELD_REQUIRED) \
  FIELD (JOB, VAN, van, REFERENCE, .label = "Van", .refers_to = "van", .flags = DRAY_FIELD_INDEXED | DRAY_FIELD_NAMED) \
  FIELD (JOB, STATUS, status, ENUM, .label = "Status", .choices = dray_little_statuses, .flags = DRAY_FIELD_NAMED) \
  FIELD (JOB, RANK, rank, RANK, .label = "Rank") \
  FIELD (JOB, DONE_US, done_us, INSTANT, .label = "Done", .flags = DRAY_FIELD_NAMED)

enum { DRAY_JOB_OPEN, DRAY_JOB_SENT, DRAY_JOB_DONE };

extern const char *const dray_little_colours[];
extern const char *const dray_little_statuses[];

DRAY_DECLARE_TABLE (yard, YARD, DRAY_YARD_FIELDS)
DRAY_DECLARE_TABLE (van, VAN, DRAY_VAN_FIELDS)
DRAY_DECLARE_TABLE (job, JOB, DRAY_JOB_FIELDS)

/* No van has more than this many jobs. */
#define DRAY_LITTLE_MAX_JOBS 3

extern const DraySchemaLists     dray_little_lists;
extern const DrayMigrationSeries dray_little_series;

/* "office" may do everything, "yard" what is in its depot, "driver" only what is its own. */
DraySchema  *dray_little_schema_new (void);
DrayId       dray_little_id         (int n);

DrayIntent  *dray_little_make_create (DrayStore       *store,
                                     const DrayTable *table,
                                     const DrayId    *id,
                                     const char      *values);
DrayReceipt *dray_little_create     (DrayStore       *store,
                                     const DrayTable *table,
                                     const DrayId    *id,
                                     const char      *values,
                                     GError         **error);
DrayReceipt *dray_little_set        (DrayStore       *store,
                                     const DrayTable *table,
                                     const DrayId    *id,
                                     const char      *field,
                                     const char      *value,
                                     GError         **error);
DrayReceipt *dray_little_do         (DrayStore       *store,
                                     const char      *operation,
                                     const char      *arguments,
                                     GError         **error);
DrayReceipt *dray_little_undo       (DrayStore         *store,
                                     const DrayReceipt *receipt,
                                     GError           **error);

G_END_DECLS
