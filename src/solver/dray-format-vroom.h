/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-instance-problem.h"

G_BEGIN_DECLS

/**
 * DrayVroom:
 *
 * A problem in VROOM's JSON: jobs, shipments and vehicles, with matrices, or with coordinates for which the caller makes them.
 */
typedef struct _DrayVroom DrayVroom;

DrayVroom   *dray_vroom_parse           (const char       *text,
                                         gsize             n_bytes,
                                         GError          **error);
void         dray_vroom_free            (DrayVroom        *self);

/* Where the file has coordinates: what the caller makes matrices of. */
gboolean     dray_vroom_needs_matrices  (const DrayVroom  *self);
int          dray_vroom_get_n_locations (const DrayVroom  *self);
void         dray_vroom_get_coordinates (const DrayVroom  *self,
                                         int               location,
                                         int              *lon_e7,
                                         int              *lat_e7);
int          dray_vroom_get_n_profiles  (const DrayVroom  *self);
const char  *dray_vroom_get_profile     (const DrayVroom  *self,
                                         int               profile);
void         dray_vroom_set_matrices    (DrayVroom        *self,
                                         int               profile,
                                         DrayMatrix       *duration,
                                         DrayMatrix       *distance);

DrayProblem *dray_vroom_to_problem      (const DrayVroom  *self,
                                         DrayGoal          goal,
                                         GError          **error);

char        *dray_vroom_dup_task_name   (const DrayVroom  *self,
                                         int               stop);
char        *dray_vroom_write_plan      (const DrayVroom  *self,
                                         const DrayProblem *problem,
                                         const DrayPlan   *plan);
DrayPlan    *dray_vroom_read_plan       (const DrayVroom  *self,
                                         const DrayProblem *problem,
                                         const char       *text,
                                         gsize             n_bytes,
                                         GError          **error);

/* The problem's unit of cost in one of VROOM's. */
#define DRAY_VROOM_COST_UNITS 18000

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayVroom, dray_vroom_free)

G_END_DECLS
