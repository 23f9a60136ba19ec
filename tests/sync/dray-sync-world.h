/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fault-vfs.h"
#include "dray-little.h"
#include "dray-sim-clock.h"
#include "dray-sync-client.h"
#include "dray-sync-hub.h"
#include "dray-test-folder.h"

G_BEGIN_DECLS

/* A hub, its clients, the lines between them and the disks below them, in one thread and out of one seed. */

#define DRAY_WORLD_MAX_CLIENTS 5

/* Chances out of 1000. */
typedef struct {
  int n_clients;
  int n_steps;
  int drop;
  int duplicate;
  int reorder;
  int cut;          /* of a line, a step */
  int crash;        /* of a machine, a step */
  int restore;      /* of the hub from its last backup, a step */
  int copy;         /* of a client's file, put back later, a step */
  gboolean has_reader;   /* one client may read nothing */
  gboolean has_stranger; /* one client is another tenant's */
  gboolean is_shipped;   /* what is stable follows the backups */
} DrayWorldPlan;

/* A computer with a disk of its own. */
typedef struct {
  DrayFaultVfs *vfs;
  char         *path;
  DrayStore    *store;
  gboolean      is_down;
} DrayMachine;

/* An operation whose submission was acknowledged to the person. */
typedef struct {
  gint64 at_us;
  gint64 mid;
} DrayCommitted;

typedef struct {
  DrayMachine      machine;
  DraySyncClient  *sync;
  DraySyncSession *session;    /* (nullable): while there is a line */
  GPtrArray       *to_hub;     /* (element-type utf8): on their way */
  GPtrArray       *to_client;
  GArray          *committed;  /* (element-type DrayCommitted) */
  gboolean         is_cut;     /* no line can be had */
  gboolean         is_reader;
  int              tenant;
  gint64           epoch;
  gint64           cursor;
  char            *copy;       /* (nullable): a copy of its file */
  gint64           copied_us;
} DrayPeer;

typedef struct {
  /* Owned */
  DrayTestFolder *folder;
  DraySchema     *schema;
  DraySimClock   *clock;
  DraySyncHub    *hub;
  DrayMachine     hubs[2];     /* a file a tenant, on one computer: they share its VFS */
  DrayPeer        peers[DRAY_WORLD_MAX_CLIENTS];
  GArray         *ids[3];      /* (element-type DrayId): of the tables that were ever made */
  GHashTable     *hashes;      /* (element-type gint64 GBytes): of the first tenant's state by seq */
  GHashTable     *said;        /* (element-type utf8 gint64): what was acknowledged, and its seq */
  GHashTable     *done;        /* (element-type DrayId): jobs that were seen done */
  GChecksum      *trace;
  char           *backup;      /* (nullable) */
  char           *fault;       /* (nullable): the first invariant that broke */
  DrayWorldPlan   plan;
  DrayRandom      random;
  gint64          now_us;
  gint64          backup_seq;
  gboolean        is_calm;     /* nothing fails any more */
  gboolean        is_loud;     /* says what happens */
  guint           n_restores;
} DrayWorld;

DrayWorld *dray_world_new            (guint64              seed,
                                      const DrayWorldPlan *plan);
void       dray_world_free           (DrayWorld           *self);
void       dray_world_plan           (guint64              seed,
                                      DrayWorldPlan       *plan);

/* By chance. */
void       dray_world_run            (DrayWorld           *self);
/* By hand. */
void       dray_world_calm           (DrayWorld           *self);
gboolean   dray_world_settle         (DrayWorld           *self,
                                      int                  n_rounds);
void       dray_world_pass           (DrayWorld           *self,
                                      gint64               us);
void       dray_world_connect        (DrayWorld           *self,
                                      int                  client);
void       dray_world_disconnect     (DrayWorld           *self,
                                      int                  client);
void       dray_world_carry          (DrayWorld           *self);
gboolean   dray_world_act            (DrayWorld           *self,
                                      int                  client);
void       dray_world_back_up        (DrayWorld           *self);
void       dray_world_restore        (DrayWorld           *self);
void       dray_world_back_up_client (DrayWorld           *self,
                                      int                  client);
void       dray_world_restore_client (DrayWorld           *self,
                                      int                  client);

/* Between the parts of the simulator. */
guint      dray_world_below         (DrayWorld           *self,
                                      guint                n);
DrayId     dray_world_tenant_id     (int                  tenant);
gboolean   dray_world_has_power     (DrayMachine         *machine);
void       dray_world_boot          (DrayWorld           *self,
                                      DrayMachine         *machine);
void       dray_world_boot_hub      (DrayWorld           *self);
void       dray_world_stop_hub      (DrayWorld           *self);
void       dray_world_start_client  (DrayWorld           *self,
                                      int                  client);
void       dray_world_stop_client   (DrayWorld           *self,
                                      int                  client);
void       dray_world_revive_client (DrayWorld           *self,
                                      int                  client);
void       dray_world_collect       (DrayWorld           *self);
void       dray_world_judge_hub     (DrayWorld           *self,
                                      gboolean             good,
                                      GError              *error);

/* What must hold. */
void       dray_world_fail           (DrayWorld           *self,
                                      const char          *format,
                                      ...) G_GNUC_PRINTF (2, 3);
void       dray_world_note           (DrayWorld           *self,
                                      const char          *format,
                                      ...) G_GNUC_PRINTF (2, 3);
void       dray_world_watch_hub      (DrayWorld           *self);
void       dray_world_watch_client   (DrayWorld           *self,
                                      DrayPeer            *peer);
void       dray_world_watch_message  (DrayWorld           *self,
                                      DrayPeer            *peer,
                                      const char          *text);
void       dray_world_check_boot     (DrayWorld           *self);
void       dray_world_check_end      (DrayWorld           *self);
char      *dray_world_hash           (DrayStore           *store,
                                      gboolean             base);

G_END_DECLS
