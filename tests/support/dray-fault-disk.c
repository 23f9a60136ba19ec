/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-fault-disk.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTOR_BYTES 512

/* Files are read and written through a descriptor of our own that stays open as long as SQLite uses the file: closing any
 * descriptor of a file would drop the process's locks on it. */

typedef struct {
  int         fd;
  gint64      synced_size;
  GHashTable *sectors;      /* (element-type gint64 GBytes): number to the content that is safe on disk, shorter at the end */
} File;

struct _DrayFaultDisk
{
  GHashTable *files;        /* (element-type filename File) */
};

static void
file_free (gpointer data)
{
  File *file = data;

  close (file->fd);
  g_hash_table_unref (file->sectors);
  g_free (file);
}

DrayFaultDisk *
dray_fault_disk_new (void)
{
  DrayFaultDisk *self = g_new0 (DrayFaultDisk, 1);

  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  return self;
}

void
dray_fault_disk_free (DrayFaultDisk *self)
{
  g_hash_table_unref (self->files);
  g_free (self);
}

static gint64
get_size (const File *file)
{
  struct stat info;

  if (fstat (file->fd, &info) != 0)
    g_error ("A file of the test's database can't be looked at");
  return info.st_size;
}

/* Begins to follow a file that SQLite has just opened; what it holds then counts as synced. */
void
dray_fault_disk_open (DrayFaultDisk *self,
                      const char    *path)
{
  if (g_hash_table_contains (self->files, path))
    return;

  File *file = g_new0 (File, 1);

  file->fd = open (path, O_RDWR | O_CLOEXEC);
  if (file->fd < 0)
    g_error ("%s can't be opened", path);
  file->synced_size = get_size (file);
  file->sectors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_hash_table_insert (self->files, g_strdup (path), file);
}

static void
save_sector (File   *file,
             gint64  sector)
{
  guint8 bytes[SECTOR_BYTES];

  if (g_hash_table_contains (file->sectors, &sector))
    return;
  gssize n = pread (file->fd, bytes, sizeof bytes, sector * SECTOR_BYTES);
  if (n < 0)
    g_error ("A file of the test's database can't be read");
  g_hash_table_insert (file->sectors, g_memdup2 (&sector, sizeof sector), g_bytes_new (bytes, (gsize) n));
}

/* Saves what is about to be overwritten or cut off: the bytes from @from, up to but without @to. */
void
dray_fault_disk_touch (DrayFaultDisk *self,
                       const char    *path,
                       gint64         from,
                       gint64         to)
{
  File *file = g_hash_table_lookup (self->files, path);

  g_assert_nonnull (file);
  for (gint64 sector = from / SECTOR_BYTES; sector * SECTOR_BYTES < to; sector++)
    save_sector (file, sector);
}

void
dray_fault_disk_sync (DrayFaultDisk *self,
                      const char    *path)
{
  File *file = g_hash_table_lookup (self->files, path);

  g_assert_nonnull (file);
  g_hash_table_remove_all (file->sectors);
  file->synced_size = get_size (file);
}

/* The file was deleted. */
void
dray_fault_disk_forget (DrayFaultDisk *self,
                        const char    *path)
{
  g_hash_table_remove (self->files, path);
}

static void
write_back (File   *file,
            gint64  sector,
            GBytes *old)
{
  guint8 bytes[SECTOR_BYTES] = { 0 };
  gsize n;
  const guint8 *content = g_bytes_get_data (old, &n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = content[i];
  if (pwrite (file->fd, bytes, sizeof bytes, sector * SECTOR_BYTES) != sizeof bytes)
    g_error ("A file of the test's database can't be written");
}

static int
compare_sectors (gconstpointer a,
                 gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
lose_power (File          *file,
            DrayFaultKeep  keep,
            DrayRandom    *random)
{
  g_autoptr (GList) sectors = g_list_sort (g_hash_table_get_keys (file->sectors), compare_sectors);
  gint64 now_size = get_size (file);
  gboolean keep_size = keep == DRAY_FAULT_KEEP_SOME && dray_random_below (random, 2) == 0;
  gint64 size = keep_size ? now_size : file->synced_size;

  for (GList *l = sectors; l != NULL; l = l->next) {
    gint64 sector = *(gint64 *) l->data;

    if (keep == DRAY_FAULT_KEEP_SOME && dray_random_below (random, 2) == 0)
      size = MAX (size, MIN ((sector + 1) * SECTOR_BYTES, now_size));
    else
      write_back (file, sector, g_hash_table_lookup (file->sectors, &sector));
  }
  if (ftruncate (file->fd, size) != 0)
    g_error ("A file of the test's database can't be cut");
}

/* Makes every file what a disk would hold after a power loss, and follows none any more. */
void
dray_fault_disk_lose_power (DrayFaultDisk *self,
                            DrayFaultKeep  keep,
                            guint64        seed)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (self->files), (GCompareFunc) strcmp);
  DrayRandom random;

  dray_random_init (&random, seed);
  for (GList *l = paths; l != NULL && keep != DRAY_FAULT_KEEP_ALL; l = l->next)
    lose_power (g_hash_table_lookup (self->files, l->data), keep, &random);
  g_hash_table_remove_all (self->files);
}
