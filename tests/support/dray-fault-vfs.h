/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DrayFaultVfs:
 *
 * A file system for SQLite that fails when it is told to. It keeps its files on the real one, so that any program can look at
 * them afterwards, and remembers what was written since the last sync, so that it can play a power loss.
 *
 * Open a database with the name of the VFS as the last argument of sqlite3_open_v2(). After a power loss every open file is dead:
 * close the connections, call dray_fault_vfs_restore_power() and open again.
 */
typedef struct _DrayFaultVfs DrayFaultVfs;

/**
 * DrayFaultPoint:
 *
 * The calls that are counted and can fail. Reads don't: a disk that can't be read is another matter.
 */
typedef enum {
  DRAY_FAULT_OPEN     = 1 << 0,
  DRAY_FAULT_WRITE    = 1 << 1,
  DRAY_FAULT_SYNC     = 1 << 2,
  DRAY_FAULT_TRUNCATE = 1 << 3,
  DRAY_FAULT_DELETE   = 1 << 4,
  DRAY_FAULT_ANY      = (1 << 5) - 1,
} DrayFaultPoint;

/**
 * DrayFaultEffect:
 * @DRAY_FAULT_FAIL: the call does nothing and reports an I/O error; the next one goes well
 * @DRAY_FAULT_FULL: the disk is full: it and every write behind it reports so, until another plan is made
 * @DRAY_FAULT_SHORT: a write does its first half and reports an I/O error; other calls just fail
 * @DRAY_FAULT_POWER_LOSS: the power goes before the call
 */
typedef enum {
  DRAY_FAULT_FAIL,
  DRAY_FAULT_FULL,
  DRAY_FAULT_SHORT,
  DRAY_FAULT_POWER_LOSS,
} DrayFaultEffect;

/**
 * DrayFaultKeep:
 * @DRAY_FAULT_KEEP_NONE: nothing since the last sync reached the disk
 * @DRAY_FAULT_KEEP_ALL: everything did
 * @DRAY_FAULT_KEEP_SOME: each sector of 512 bytes did or didn't, by the seed
 */
typedef enum {
  DRAY_FAULT_KEEP_NONE,
  DRAY_FAULT_KEEP_ALL,
  DRAY_FAULT_KEEP_SOME,
} DrayFaultKeep;

DrayFaultVfs *dray_fault_vfs_new           (void);
void          dray_fault_vfs_free          (DrayFaultVfs    *self);
const char   *dray_fault_vfs_get_name      (DrayFaultVfs    *self);

void          dray_fault_vfs_plan          (DrayFaultVfs    *self,
                                            DrayFaultPoint   points,
                                            guint64          nth,
                                            DrayFaultEffect  effect);
void          dray_fault_vfs_set_keep      (DrayFaultVfs    *self,
                                            DrayFaultKeep    keep,
                                            guint64          seed);
guint64       dray_fault_vfs_get_count     (DrayFaultVfs    *self);
gboolean      dray_fault_vfs_has_fired     (DrayFaultVfs    *self);
void          dray_fault_vfs_cut_power     (DrayFaultVfs    *self);
void          dray_fault_vfs_restore_power (DrayFaultVfs    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrayFaultVfs, dray_fault_vfs_free)

G_END_DECLS
