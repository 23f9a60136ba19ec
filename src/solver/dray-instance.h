/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Most stops that a file may hold; a dense file of this size is already 12 MB of text. */
#define DRAY_INSTANCE_MAX_NODES 200000
/* Most nodes with a matrix written out in the file: 100 million numbers would be half a gigabyte of text. */
#define DRAY_INSTANCE_MAX_EXPLICIT 6000

/**
 * DrayRounding:
 * @DRAY_ROUNDING_NONE: Euclidean distances as doubles (SINTEF's tables)
 * @DRAY_ROUNDING_DIMACS: each arc truncated to a tenth (12th DIMACS challenge, VRPTW)
 * @DRAY_ROUNDING_NEAREST: each arc rounded to the nearest integer (TSPLIB's EUC_2D, CVRPLIB)
 *
 * How a benchmark's table of best known solutions measures an arc.
 */
typedef enum {
  DRAY_ROUNDING_NONE,
  DRAY_ROUNDING_DIMACS,
  DRAY_ROUNDING_NEAREST,
} DrayRounding;

/**
 * DrayInstanceFormat:
 *
 * The text formats of the classic benchmarks. VROOM's JSON is read by dray-format-vroom, as it says much more.
 */
typedef enum {
  DRAY_INSTANCE_SOLOMON,
  DRAY_INSTANCE_LILIM,
  DRAY_INSTANCE_VRPLIB,
} DrayInstanceFormat;

/**
 * DrayInstance:
 * @format: the format that it was written in
 * @name: (nullable): as the file says
 * @n_nodes: the depot and the stops; node 0 is the depot, and node i is the "i" of a .sol file
 * @n_vehicles: the bound in the file; 0 where it names none
 * @capacity: of each vehicle
 * @max_length: longest route, in the unit of the distances; 0 for no limit
 * @x: (nullable): [n_nodes]; %NULL where the file holds a matrix
 * @y: (nullable): [n_nodes]
 * @weights: (nullable): [n_nodes * n_nodes], row by row, where the file holds a matrix
 * @demand: [n_nodes]
 * @open: (nullable): [n_nodes] earliest start of service; %NULL where the file has no times
 * @close: (nullable): [n_nodes] latest start of service
 * @service: (nullable): [n_nodes]
 * @partner: (nullable): [n_nodes] of a pickup its delivery and the other way round; 0 for none
 *
 * A classic benchmark as its file says it, before any rounding: what the checks compare against, and what problems are made from.
 */
typedef struct {
  DrayInstanceFormat format;
  char   *name;
  int     n_nodes;
  int     n_vehicles;
  int     capacity;
  double  max_length;
  double *x;
  double *y;
  double *weights;
  int    *demand;
  double *open;
  double *close;
  double *service;
  int    *partner;
} DrayInstance;

DrayInstance *dray_instance_parse    (const char          *text,
                                      gsize                n_bytes,
                                      DrayInstanceFormat   format,
                                      GError             **error);
gboolean      dray_instance_guess    (const char          *text,
                                      gsize                n_bytes,
                                      DrayInstanceFormat  *format);
void          dray_instance_free     (DrayInstance        *self);
double        dray_instance_distance (const DrayInstance  *self,
                                      int                  from,
                                      int                  to,
                                      DrayRounding         rounding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayInstance, dray_instance_free)

G_END_DECLS
