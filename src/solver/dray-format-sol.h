/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-instance.h"

G_BEGIN_DECLS

/**
 * DraySol:
 * @routes: (element-type GArray): of int, the stops of each route in order, without the depot
 * @cost: as the file says it; below zero where it says none
 *
 * A solution of a classic benchmark, as CVRPLIB writes it.
 */
typedef struct {
  GPtrArray *routes;
  double     cost;
} DraySol;

/**
 * DraySolVerdict:
 * @cost: sum of the arcs, in the file's unit
 * @n_routes: that serve anything
 * @broken: (nullable): the first broken constraint in words; %NULL if all hold
 */
typedef struct {
  double cost;
  int    n_routes;
  char  *broken;
} DraySolVerdict;

DraySol *dray_sol_new           (void);
DraySol *dray_sol_parse         (const char         *text,
                                 gsize               n_bytes,
                                 GError            **error);
char    *dray_sol_write         (const DraySol      *self);
void     dray_sol_add_route     (DraySol            *self,
                                 const int          *stops,
                                 int                 n_stops);
void     dray_sol_free          (DraySol            *self);
void     dray_sol_verify        (const DraySol      *self,
                                 const DrayInstance *instance,
                                 DrayRounding        rounding,
                                 DraySolVerdict     *verdict);
void     dray_sol_verdict_clear (DraySolVerdict     *verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DraySol, dray_sol_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DraySolVerdict, dray_sol_verdict_clear)

G_END_DECLS
