/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-bench.h"
#include "dray-frame.h"
#include "dray-id.h"

G_BEGIN_DECLS

/* A hub in a process of its own with a tenant of trucks and fences, and connections to it, all in one epoll. */

typedef struct _DrayBenchPeer DrayBenchPeer;

/**
 * DrayBenchPeer:
 * @take: a message of a WebSocket, or the body of an HTTP answer
 * @number: the caller's, as @at_us
 *
 * One connection.
 */
struct _DrayBenchPeer {
  void          (*take) (DrayBenchPeer *peer,
                         const char    *text,
                         gsize          n_bytes);
  int             number;
  gint64          at_us;
  int             fd;
  gboolean        is_http;
  gboolean        is_open;
  gboolean        is_deaf;    /* what comes is left where it is */
  GByteArray     *in;
  DrayFrameReader reader;
};

/* What goes wrong is counted, never hidden: connections that end, answers that are no 200. */
typedef struct {
  int  n_open;
  int  n_wrong;
  char first_wrong[200];
} DrayBenchCounts;

extern DrayBenchCounts dray_bench_counts;

void           dray_bench_hub_start     (int            n_trucks,
                                         int            n_fences);
void           dray_bench_hub_stop      (void);
guint16        dray_bench_hub_get_port  (void);
double         dray_bench_hub_cpu_s     (void);
double         dray_bench_hub_memory    (void);
const char    *dray_bench_hub_get_tracker (int          truck);
const char    *dray_bench_hub_get_administrator (void);

/* The party whose name client @i changes. */
DrayId         dray_bench_hub_party     (int            i);

DrayBenchPeer *dray_bench_peer_open     (const char    *path,
                                         const char    *protocol,
                                         const char    *token,
                                         int            number);
void           dray_bench_peer_free     (DrayBenchPeer *peer);
void           dray_bench_peer_say      (DrayBenchPeer *peer,
                                         const char    *text);
void           dray_bench_peer_ask      (DrayBenchPeer *peer,
                                         const char    *method,
                                         const char    *path,
                                         const char    *headers,
                                         const char    *body);
gboolean       dray_bench_peer_wait     (int            n_wanted,
                                         int            n_seconds);
void           dray_bench_turn          (int            wait_ms);
double         dray_bench_percentile    (GArray        *values,
                                         double         share);

/* Parts of bench-hub. */
void           dray_bench_hub_operations (int           seconds);
void           dray_bench_hub_rest       (int           n_users,
                                          int           seconds);
void           dray_bench_hub_stall      (void);

G_END_DECLS
