/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fleet-schema.h"
#include "dray-hub.h"

G_BEGIN_DECLS

#define DRAY_TEST_PASSWORD "a good password"

/* A hub on loopback, in this process, with one empty tenant and one account for each role that a test names. */
typedef struct {
  DrayHubConfig *config;
  DraySchema    *schema;
  DrayHub       *hub;
  DrayId         tenant;
  char          *url;
} DrayTestHub;

DrayTestHub *dray_test_hub_new  (const char        *folder,
                                 const char *const *names_and_roles);
void         dray_test_hub_free (DrayTestHub       *self);

G_END_DECLS
