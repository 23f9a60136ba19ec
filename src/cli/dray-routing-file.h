/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-format-vroom.h"
#include "dray-verify.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayRoutingOptions:
 * @format: (nullable): "vroom", "solomon", "vrplib" or "lilim"; %NULL: what the file looks like
 * @rounding: (nullable): "none", "dimacs" or "nearest"; %NULL: the format's own
 * @objective: (nullable): "distance", "vehicles-first" or "cost"; %NULL: distance, or what a VROOM file counts
 * @region: (nullable): the pack whose roads lead between the places of a file with coordinates
 * @vehicle: (nullable): a vehicle in JSON that drives there; %NULL: a truck, van or car, as the file's profiles are called
 *
 * What solve and verify are told about a file, as it stands on the command line.
 */
typedef struct {
  char *format;
  char *rounding;
  char *objective;
  char *region;
  char *vehicle;
} DrayRoutingOptions;

/**
 * DrayRoutingFile:
 * @instance: (nullable): a classic benchmark, or
 * @vroom: (nullable): a file of VROOM's
 * @problem: what is to be solved
 * @scale: the problem's units in one of the file's
 *
 * A file of routing, read and understood.
 */
typedef struct {
  DrayInstance *instance;
  DrayVroom    *vroom;
  DrayRounding  rounding;
  DrayGoal      goal;
  DrayProblem  *problem;
  int           scale;
} DrayRoutingFile;

/* What a solution of the file is worth: its cost in the file's unit, and the first constraint that it breaks, in words. */
typedef struct {
  double cost;
  int    n_routes;
  int    n_unassigned;
  char  *broken;
} DrayJudgement;

void             dray_routing_options_clear   (DrayRoutingOptions       *self);

DrayRoutingFile *dray_routing_file_load       (const char               *path,
                                               const DrayRoutingOptions *options,
                                               GCancellable             *cancellable,
                                               GError                  **error);
void             dray_routing_file_free       (DrayRoutingFile          *self);
char            *dray_routing_file_write_plan (const DrayRoutingFile    *self,
                                               const DrayPlan           *plan);
char            *dray_routing_file_name_order (const DrayRoutingFile    *self,
                                               int                       order);
double           dray_routing_file_get_cost   (const DrayRoutingFile    *self,
                                               const DrayPlan           *plan);
gboolean         dray_routing_file_judge      (const DrayRoutingFile    *self,
                                               const char               *path,
                                               DrayJudgement            *judgement,
                                               GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoutingFile, dray_routing_file_free)

G_END_DECLS
