/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-pack-format-private.h"

#include "dray-road-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <libdeflate.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* The file is written under another name in the same folder, synced, and renamed: whoever opens the pack sees the old one or the
 * new one, whole, whatever happens on the way. */

struct _DrayRoadPackWriter {
  char   *path;
  char   *beside;    /* %NULL once it has been renamed */
  int     fd;
  guint64 at;
  GArray *entries;   /* DrayRoadPackEntry */
};

static gboolean
set_errno (DrayRoadPackWriter *self,
           const char         *what,
           GError            **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code), "%s can't be %s: %s", self->path, what, g_strerror (code));
  return FALSE;
}

static gboolean
put (DrayRoadPackWriter *self,
     gconstpointer       data,
     gsize               n_bytes,
     GError            **error)
{
  const guint8 *at = data;

  for (gsize left = n_bytes; left > 0;) {
    gssize n = write (self->fd, at, MIN (left, 1u << 30));

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return set_errno (self, "written", error);
    at += n;
    left -= (gsize) n;
  }
  self->at += n_bytes;
  return TRUE;
}

static gboolean
pad (DrayRoadPackWriter *self,
     GError            **error)
{
  static const guint8 zeros[DRAY_ROAD_PACK_ALIGNMENT];

  return put (self, zeros, (gsize) (-self->at % DRAY_ROAD_PACK_ALIGNMENT), error);
}

/**
 * dray_road_pack_writer_new:
 * @path: where the pack will stand; one that stands there is replaced when the new one is whole
 *
 * Errors: %G_FILE_ERROR
 *
 * Returns: (transfer full) (nullable): a writer. Freed before it has finished, it leaves nothing behind
 */
DrayRoadPackWriter *
dray_road_pack_writer_new (const char *path,
                           GError    **error)
{
  static const DrayRoadPackHeader blank;

  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (DrayRoadPackWriter) self = g_new0 (DrayRoadPackWriter, 1);
  self->path = g_strdup (path);
  self->entries = g_array_new (FALSE, TRUE, sizeof (DrayRoadPackEntry));
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  self->fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0644);
  if (self->fd < 0) {
    set_errno (self, "made", error);
    return NULL;
  }
  self->beside = g_steal_pointer (&beside);
  return put (self, &blank, sizeof blank, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * dray_road_pack_writer_add:
 * @name: not yet in the pack, at most %DRAY_ROAD_PACK_NAME_LENGTH bytes
 * @data: (array length=n_bytes) (nullable): the section's bytes
 *
 * Errors: %G_FILE_ERROR
 */
gboolean
dray_road_pack_writer_add (DrayRoadPackWriter *self,
                           const char         *name,
                           gconstpointer       data,
                           gsize               n_bytes,
                           GError            **error)
{
  g_return_val_if_fail (strlen (name) <= DRAY_ROAD_PACK_NAME_LENGTH, FALSE);
  g_return_val_if_fail (self->entries->len < DRAY_ROAD_PACK_MAX_SECTIONS, FALSE);

  for (guint i = 0; i < self->entries->len; i++)
    g_return_val_if_fail (strcmp (g_array_index (self->entries, DrayRoadPackEntry, i).name, name) != 0, FALSE);

  if (!pad (self, error))
    return FALSE;
  DrayRoadPackEntry entry = { .at = self->at, .n_bytes = n_bytes };
  g_strlcpy (entry.name, name, sizeof entry.name);
  entry.checksum = n_bytes > 0 ? libdeflate_crc32 (0, data, n_bytes) : libdeflate_crc32 (0, NULL, 0);
  g_array_append_val (self->entries, entry);
  return put (self, data, n_bytes, error);
}

static gboolean
write_header (DrayRoadPackWriter *self,
              guint64             table_at,
              GError            **error)
{
  DrayRoadPackHeader header = {
    .version = DRAY_ROAD_PACK_VERSION,
    .n_sections = self->entries->len,
    .table_at = table_at,
    .n_bytes = self->at,
    .table_checksum = libdeflate_crc32 (0, self->entries->data, self->entries->len * sizeof (DrayRoadPackEntry)),
  };

  memcpy (header.magic, DRAY_ROAD_PACK_MAGIC, sizeof header.magic);
  header.checksum = libdeflate_crc32 (0, &header, offsetof (DrayRoadPackHeader, checksum));
  if (pwrite (self->fd, &header, sizeof header, 0) != (gssize) sizeof header)
    return set_errno (self, "written", error);
  return TRUE;
}

static gboolean
sync_folder (DrayRoadPackWriter *self,
             GError            **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    set_errno (self, "synced", error);
  if (fd >= 0)
    close (fd);
  return done;
}

/**
 * dray_road_pack_writer_finish:
 *
 * Writes the table and puts the pack in its place, on the disk for good.
 *
 * Errors: %G_FILE_ERROR
 */
gboolean
dray_road_pack_writer_finish (DrayRoadPackWriter *self,
                              GError            **error)
{
  g_return_val_if_fail (self->beside != NULL, FALSE);

  if (!pad (self, error))
    return FALSE;
  guint64 table_at = self->at;
  if (!put (self, self->entries->data, self->entries->len * sizeof (DrayRoadPackEntry), error) || !write_header (self, table_at, error))
    return FALSE;
  if (fsync (self->fd) != 0)
    return set_errno (self, "synced", error);
  if (g_rename (self->beside, self->path) != 0)
    return set_errno (self, "put in its place", error);
  g_clear_pointer (&self->beside, g_free);
  return sync_folder (self, error);
}

void
dray_road_pack_writer_free (DrayRoadPackWriter *self)
{
  if (self->beside != NULL)
    g_unlink (self->beside);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->beside);
  g_free (self->path);
  g_array_unref (self->entries);
  g_free (self);
}
