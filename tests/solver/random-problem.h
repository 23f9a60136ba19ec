/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-problem.h"
#include "dray-random.h"

G_BEGIN_DECLS

/* What a random problem may hold; each bit is a part of the model. */
typedef enum {
  PART_WINDOWS = 1 << 0,
  PART_SETUP = 1 << 1,
  PART_LOADS = 1 << 2,          /* several dimensions, pickups for the depot */
  PART_SHIPMENTS = 1 << 3,
  PART_OPTIONAL = 1 << 4,
  PART_FLEET = 1 << 5,          /* unlike vehicles: capacity, costs, speed, shift, start and end */
  PART_SKILLS = 1 << 6,
  PART_SLOTS = 1 << 7,
  PART_NOWHERE = 1 << 8,
  PART_RELOADS = 1 << 9,
  PART_BREAKS = 1 << 10,
  PART_HOURS = 1 << 11,
  PART_LIMITS = 1 << 12,
  PART_RIDE = 1 << 13,
  PART_RELEASE = 1 << 14,
  PART_RELATIONS = 1 << 15,
  PART_SOFT = 1 << 16,
  PART_SHAPE = 1 << 17,         /* balance and compactness */
  PART_FIXED = 1 << 18,         /* prefixes and locked routes */
  PART_ABOARD = 1 << 19,
  PART_BOUND = 1 << 20,
  PART_UNREACHABLE = 1 << 21,
  PART_OVERTIME = 1 << 22,
  PART_FEWEST = 1 << 23,
  N_PARTS = 24,
} Parts;

const char         *random_problem_get_part_name (int         part);
Parts               random_problem_draw_parts    (DrayRandom *random);
DrayProblemBuilder *random_problem_new           (DrayRandom *random,
                                                  Parts       parts);

G_END_DECLS
