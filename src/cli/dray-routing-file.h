/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-instance-problem.h"

G_BEGIN_DECLS

/**
 * DrayRoutingOptions:
 * @format: (nullable): "vroom", "solomon", "vrplib" or "lilim"; %NULL: what the file looks like
 * @rounding: (nullable): "none", "dimacs" or "nearest"; %NULL: the format's own
 * @objective: (nullable): "distance", "vehicles-first" or "cost"; %NULL: distance, or what a VROOM file counts
 *
 * What solve and verify are told about a file, as it stands on the command line.
 */
typedef struct {
  char *format;
  char *rounding;
  char *objective;
} DrayRoutingOptions;

/**
 * DrayRoutingFile:
 * @instance: a classic benchmark
 * @problem: what is to be solved
 * @scale: the problem's units in one of the file's
 *
 * A file of routing, read and understood.
 */
typedef struct {
  DrayInstance *instance;
  DrayRounding  rounding;
  DrayGoal      goal;
  DrayProblem  *problem;
  int           scale;
} DrayRoutingFile;

DrayRoutingFile *dray_routing_file_load       (const char               *path,
                                               const DrayRoutingOptions *options,
                                               GError                  **error);
void             dray_routing_file_free       (DrayRoutingFile          *self);
char            *dray_routing_file_write_plan (const DrayRoutingFile    *self,
                                               const DrayPlan           *plan);
double           dray_routing_file_get_cost   (const DrayRoutingFile    *self,
                                               const DrayPlan           *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayRoutingFile, dray_routing_file_free)

G_END_DECLS
