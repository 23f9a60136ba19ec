/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fault-vfs.h"
#include "dray-fault-disk.h"

#include <sqlite3.h>
#include <string.h>

/* A shim before SQLite's own VFS: every call goes through to it unless the plan says otherwise. Memory mapping is not offered,
 * so that every write comes by here. The WAL's index in shared memory does go through; it holds nothing that a power loss keeps.
 *
 * Creating and deleting a file count as durable at once: a fault of the folder's own sync is not played. */

struct _DrayFaultVfs
{
  sqlite3_vfs     vfs;          /* first: SQLite hands us this */
  sqlite3_vfs    *real;         /* Borrowed: the process's default */
  char           *name;
  DrayFaultDisk  *disk;

  GMutex          lock;         /* guards all below, and `disk` */
  DrayFaultPoint  points;
  guint64         nth;          /* of those points; 0 while nothing is planned */
  guint64         count;        /* since the plan was made */
  DrayFaultEffect effect;
  DrayFaultKeep   keep;
  guint64         seed;
  gboolean        fired;
  gboolean        power_is_off;
  guint           n_losses;     /* of power, so far */
};

typedef struct {
  sqlite3_file  file;           /* first */
  DrayFaultVfs *vfs;
  const char   *path;           /* Borrowed from SQLite; NULL for a temporary file */
  guint         n_losses;       /* of power when it was opened; it is dead once there are more */
} FaultFile;

/* The real VFS's own file follows in the same memory. */
#define REAL_OFFSET ((sizeof (FaultFile) + 15) / 16 * 16)

/* What a call is to do. */
typedef enum {
  VERDICT_GO,
  VERDICT_FAIL,
  VERDICT_FULL,
  VERDICT_SHORT,
} Verdict;

static void
cut_power_locked (DrayFaultVfs *self)
{
  self->power_is_off = TRUE;
  self->n_losses++;
  dray_fault_disk_lose_power (self->disk, self->keep, self->seed);
}

static Verdict
judge_locked (DrayFaultVfs   *self,
              DrayFaultPoint  point)
{
  if (self->power_is_off)
    return VERDICT_FAIL;
  if (!(self->points & point))
    return VERDICT_GO;
  self->count++;
  if (self->nth == 0 || self->count < self->nth || (self->count > self->nth && self->effect != DRAY_FAULT_FULL))
    return VERDICT_GO;

  self->fired = TRUE;
  switch (self->effect) {
  case DRAY_FAULT_FULL:
    return VERDICT_FULL;
  case DRAY_FAULT_SHORT:
    return VERDICT_SHORT;
  case DRAY_FAULT_POWER_LOSS:
    cut_power_locked (self);
    return VERDICT_FAIL;
  case DRAY_FAULT_FAIL:
  default:
    return VERDICT_FAIL;
  }
}

static DrayFaultVfs *
get_vfs (sqlite3_file *file)
{
  return ((FaultFile *) file)->vfs;
}

static sqlite3_file *
get_real (sqlite3_file *file)
{
  return (sqlite3_file *) (gpointer) ((char *) file + REAL_OFFSET);
}

static gboolean
is_dead_locked (sqlite3_file *file)
{
  return ((FaultFile *) file)->n_losses != get_vfs (file)->n_losses;
}

/* A dead file lets nothing through that could change the disk; the rest can do no harm. */
static Verdict
judge_file_locked (sqlite3_file   *file,
                   DrayFaultPoint  point)
{
  return is_dead_locked (file) ? VERDICT_FAIL : judge_locked (get_vfs (file), point);
}

static int
on_close (sqlite3_file *file)
{
  return get_real (file)->pMethods->xClose (get_real (file));
}

static int
on_read (sqlite3_file  *file,
         void          *bytes,
         int            n_bytes,
         sqlite3_int64  offset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get_vfs (file)->lock);

  if (is_dead_locked (file))
    return SQLITE_IOERR_READ;
  return get_real (file)->pMethods->xRead (get_real (file), bytes, n_bytes, offset);
}

static int
on_write (sqlite3_file  *file,
          const void    *bytes,
          int            n_bytes,
          sqlite3_int64  offset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get_vfs (file)->lock);
  Verdict verdict = judge_file_locked (file, DRAY_FAULT_WRITE);
  const char *path = ((FaultFile *) file)->path;

  if (verdict == VERDICT_FULL)
    return SQLITE_FULL;
  if (verdict == VERDICT_FAIL)
    return SQLITE_IOERR_WRITE;
  if (path != NULL)
    dray_fault_disk_touch (get_vfs (file)->disk, path, offset, offset + n_bytes);
  if (verdict == VERDICT_GO)
    return get_real (file)->pMethods->xWrite (get_real (file), bytes, n_bytes, offset);
  get_real (file)->pMethods->xWrite (get_real (file), bytes, n_bytes / 2, offset);
  return SQLITE_IOERR_WRITE;
}

static int
on_truncate (sqlite3_file  *file,
             sqlite3_int64  size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get_vfs (file)->lock);
  const char *path = ((FaultFile *) file)->path;
  sqlite3_int64 old_size = 0;

  if (judge_file_locked (file, DRAY_FAULT_TRUNCATE) != VERDICT_GO)
    return SQLITE_IOERR_TRUNCATE;
  get_real (file)->pMethods->xFileSize (get_real (file), &old_size);
  if (path != NULL)
    dray_fault_disk_touch (get_vfs (file)->disk, path, size, old_size);
  return get_real (file)->pMethods->xTruncate (get_real (file), size);
}

static int
on_sync (sqlite3_file *file,
         int           flags)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&get_vfs (file)->lock);
  const char *path = ((FaultFile *) file)->path;

  if (judge_file_locked (file, DRAY_FAULT_SYNC) != VERDICT_GO)
    return SQLITE_IOERR_FSYNC;
  if (path != NULL)
    dray_fault_disk_sync (get_vfs (file)->disk, path);
  /* The disk is played, so that nothing is gained by waiting for the real one. */
  return SQLITE_OK;
}

static int
on_file_size (sqlite3_file  *file,
              sqlite3_int64 *size)
{
  return get_real (file)->pMethods->xFileSize (get_real (file), size);
}

static int
on_lock (sqlite3_file *file,
         int           level)
{
  return get_real (file)->pMethods->xLock (get_real (file), level);
}

static int
on_unlock (sqlite3_file *file,
           int           level)
{
  return get_real (file)->pMethods->xUnlock (get_real (file), level);
}

static int
on_check_reserved_lock (sqlite3_file *file,
                        int          *reserved)
{
  return get_real (file)->pMethods->xCheckReservedLock (get_real (file), reserved);
}

static int
on_file_control (sqlite3_file *file,
                 int           what,
                 void         *argument)
{
  /* It would grow the file behind our back. */
  if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE)
    return SQLITE_NOTFOUND;
  return get_real (file)->pMethods->xFileControl (get_real (file), what, argument);
}

static int
on_sector_size (sqlite3_file *file)
{
  return get_real (file)->pMethods->xSectorSize (get_real (file));
}

static int
on_device_characteristics (sqlite3_file *file)
{
  return get_real (file)->pMethods->xDeviceCharacteristics (get_real (file));
}

static int
on_shm_map (sqlite3_file   *file,
            int             region,
            int             n_bytes,
            int             extend,
            void volatile **memory)
{
  return get_real (file)->pMethods->xShmMap (get_real (file), region, n_bytes, extend, memory);
}

static int
on_shm_lock (sqlite3_file *file,
             int           offset,
             int           n,
             int           flags)
{
  return get_real (file)->pMethods->xShmLock (get_real (file), offset, n, flags);
}

static void
on_shm_barrier (sqlite3_file *file)
{
  get_real (file)->pMethods->xShmBarrier (get_real (file));
}

static int
on_shm_unmap (sqlite3_file *file,
              int           delete)
{
  return get_real (file)->pMethods->xShmUnmap (get_real (file), delete);
}

/* Version 2: shared memory, but no mapping of the file itself. */
static const sqlite3_io_methods methods = {
  2, on_close, on_read, on_write, on_truncate, on_sync, on_file_size, on_lock, on_unlock, on_check_reserved_lock, on_file_control,
  on_sector_size, on_device_characteristics, on_shm_map, on_shm_lock, on_shm_barrier, on_shm_unmap, NULL, NULL,
};

static int
on_open (sqlite3_vfs  *vfs,
         const char   *path,
         sqlite3_file *file,
         int           flags,
         int          *out_flags)
{
  DrayFaultVfs *self = (DrayFaultVfs *) vfs;
  FaultFile *mine = (FaultFile *) file;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  mine->file.pMethods = NULL;
  mine->vfs = self;
  mine->path = flags & SQLITE_OPEN_DELETEONCLOSE ? NULL : path;
  mine->n_losses = self->n_losses;
  if (judge_locked (self, DRAY_FAULT_OPEN) != VERDICT_GO)
    return SQLITE_CANTOPEN;

  int result = self->real->xOpen (self->real, path, get_real (file), flags, out_flags);

  if (result != SQLITE_OK)
    return result;
  mine->file.pMethods = &methods;
  if (mine->path != NULL)
    dray_fault_disk_open (self->disk, mine->path);
  return SQLITE_OK;
}

static int
on_delete (sqlite3_vfs *vfs,
           const char  *path,
           int          sync_folder)
{
  DrayFaultVfs *self = (DrayFaultVfs *) vfs;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (judge_locked (self, DRAY_FAULT_DELETE) != VERDICT_GO)
    return SQLITE_IOERR_DELETE;
  dray_fault_disk_forget (self->disk, path);
  return self->real->xDelete (self->real, path, sync_folder);
}

static int
on_access (sqlite3_vfs *vfs,
           const char  *path,
           int          flags,
           int         *result)
{
  sqlite3_vfs *real = ((DrayFaultVfs *) vfs)->real;

  return real->xAccess (real, path, flags, result);
}

static int
on_full_pathname (sqlite3_vfs *vfs,
                  const char  *path,
                  int          n_bytes,
                  char        *full)
{
  sqlite3_vfs *real = ((DrayFaultVfs *) vfs)->real;

  return real->xFullPathname (real, path, n_bytes, full);
}

/**
 * dray_fault_vfs_new:
 *
 * Returns: (transfer full): a registered VFS with nothing planned, which keeps none of what wasn't synced at a power loss
 */
DrayFaultVfs *
dray_fault_vfs_new (void)
{
  static int n_made;
  DrayFaultVfs *self = g_new0 (DrayFaultVfs, 1);

  self->real = sqlite3_vfs_find (NULL);
  self->name = g_strdup_printf ("dray-fault-%d", g_atomic_int_add (&n_made, 1));
  self->disk = dray_fault_disk_new ();
  g_mutex_init (&self->lock);

  /* What isn't set here is the real one's: randomness, time, errors. */
  self->vfs = *self->real;
  self->vfs.szOsFile = (int) REAL_OFFSET + self->real->szOsFile;
  self->vfs.pNext = NULL;
  self->vfs.zName = self->name;
  self->vfs.xOpen = on_open;
  self->vfs.xDelete = on_delete;
  self->vfs.xAccess = on_access;
  self->vfs.xFullPathname = on_full_pathname;
  if (sqlite3_vfs_register (&self->vfs, FALSE) != SQLITE_OK)
    g_error ("The VFS can't be registered");
  return self;
}

/* Every connection through it is closed by then. */
void
dray_fault_vfs_free (DrayFaultVfs *self)
{
  sqlite3_vfs_unregister (&self->vfs);
  dray_fault_disk_free (self->disk);
  g_mutex_clear (&self->lock);
  g_free (self->name);
  g_free (self);
}

const char *
dray_fault_vfs_get_name (DrayFaultVfs *self)
{
  return self->name;
}

/**
 * dray_fault_vfs_plan:
 * @points: which calls are counted
 * @nth: the one that fails, from 1; 0 to count only
 *
 * Replaces the plan before it, and begins to count at 0.
 */
void
dray_fault_vfs_plan (DrayFaultVfs    *self,
                     DrayFaultPoint   points,
                     guint64          nth,
                     DrayFaultEffect  effect)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->points = points;
  self->nth = nth;
  self->effect = effect;
  self->count = 0;
  self->fired = FALSE;
}

/* What the next power loss leaves. */
void
dray_fault_vfs_set_keep (DrayFaultVfs  *self,
                         DrayFaultKeep  keep,
                         guint64        seed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->keep = keep;
  self->seed = seed;
}

/* Returns: how many of the planned points went by */
guint64
dray_fault_vfs_get_count (DrayFaultVfs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->count;
}

gboolean
dray_fault_vfs_has_fired (DrayFaultVfs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->fired;
}

/* The power goes now. */
void
dray_fault_vfs_cut_power (DrayFaultVfs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  cut_power_locked (self);
}

/* The power is back and nothing is planned. */
void
dray_fault_vfs_restore_power (DrayFaultVfs *self)
{
  dray_fault_vfs_plan (self, 0, 0, DRAY_FAULT_FAIL);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->power_is_off = FALSE;
}
