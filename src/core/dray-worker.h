/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DrayWorker:
 *
 * One named thread with a queue of tasks by priority: what owns a database connection, or any other thing that one thread alone
 * may touch. It is stopped explicitly, by dray_worker_stop().
 */
#define DRAY_TYPE_WORKER (dray_worker_get_type ())
G_DECLARE_FINAL_TYPE (DrayWorker, dray_worker, DRAY, WORKER, GObject)

DrayWorker *dray_worker_new  (const char      *name);
void        dray_worker_push (DrayWorker      *self,
                              GTask           *task,
                              int              priority,
                              GTaskThreadFunc  func);
void        dray_worker_stop (DrayWorker      *self);

G_END_DECLS
