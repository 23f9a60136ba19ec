/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-fault-vfs.h"
#include "dray-random.h"

G_BEGIN_DECLS

/**
 * DrayFaultDisk:
 *
 * What of each file has not been synced: the old content of every sector that was written or cut off since the last sync, and
 * the size that the file had then. dray_fault_disk_lose_power() puts back what the disk forgets. The other half of #DrayFaultVfs.
 */
typedef struct _DrayFaultDisk DrayFaultDisk;

DrayFaultDisk *dray_fault_disk_new        (void);
void           dray_fault_disk_free       (DrayFaultDisk *self);
void           dray_fault_disk_open       (DrayFaultDisk *self,
                                           const char    *path);
void           dray_fault_disk_touch      (DrayFaultDisk *self,
                                           const char    *path,
                                           gint64         from,
                                           gint64         to);
void           dray_fault_disk_sync       (DrayFaultDisk *self,
                                           const char    *path);
void           dray_fault_disk_forget     (DrayFaultDisk *self,
                                           const char    *path);
void           dray_fault_disk_lose_power (DrayFaultDisk *self,
                                           DrayFaultKeep  keep,
                                           guint64        seed);

G_END_DECLS
