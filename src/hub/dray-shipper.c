/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A folder of shipped logs holds generations, each named by the microsecond in which it began, 16 digits:
 *
 *   GENERATION/base.db       every page, as it was then
 *   GENERATION/000000.wal    the write-ahead log from then on, up to the last commit; after each checkpoint the next file
 *   GENERATION/times         a line a shipment: the file's number, its length, the time in microseconds
 *
 * A restore takes the base, and the files in order, each up to what was shipped by the time that is asked for, and lets SQLite put
 * them onto the base. The log is checkpointed here alone, after it was shipped: a log that began anew behind our back begins a new
 * generation. Frames behind the last commit are of no transaction and stay; their place is written again. */

#include "dray-shipper.h"

#include "dray-hub-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_BYTES 32
#define FRAME_BYTES 24
#define CHECKPOINT_BYTES (4 << 20)
#define KEEP_GENERATIONS 3

struct _DrayShipper {
  char    *path;
  char    *folder;
  char    *generation;     /* (nullable): a folder */
  int      out_fd;
  int      times_fd;
  int      number;         /* of the file */
  gint64   shipped;        /* of it */
  guint8   header[HEADER_BYTES];
};

static gboolean
fail_io (const char  *path,
         GError     **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
  return FALSE;
}

/**
 * dray_shipper_new:
 * @path: of the database
 * @folder: where its generations go
 */
DrayShipper *
dray_shipper_new (const char *path,
                  const char *folder)
{
  DrayShipper *self = g_new0 (DrayShipper, 1);

  self->path = g_strdup (path);
  self->folder = g_strdup (folder);
  self->out_fd = self->times_fd = -1;
  return self;
}

static void
end_generation (DrayShipper *self)
{
  if (self->out_fd >= 0)
    close (self->out_fd);
  if (self->times_fd >= 0)
    close (self->times_fd);
  self->out_fd = self->times_fd = -1;
  g_clear_pointer (&self->generation, g_free);
}

void
dray_shipper_free (DrayShipper *self)
{
  end_generation (self);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}

static gboolean
open_file (DrayShipper  *self,
           int           number,
           GError      **error)
{
  g_autofree char *name = g_strdup_printf ("%06d.wal", number);
  g_autofree char *path = g_build_filename (self->generation, name, NULL);

  if (self->out_fd >= 0)
    close (self->out_fd);
  self->out_fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  self->number = number;
  self->shipped = 0;
  return self->out_fd >= 0 || fail_io (path, error);
}

/* Puts the log into the file, so that a new one begins. Returns: whether it did; a reader may stand in the way */
static gboolean
checkpoint (DrayDatabase *database)
{
  gint64 is_busy = 1;

  return dray_database_get_integer (database, "PRAGMA wal_checkpoint(TRUNCATE)", &is_busy, NULL) && is_busy == 0;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full) (element-type utf8): the generations of a folder, oldest first */
static GPtrArray *
list_generations (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strlen (name) == 16 && strspn (name, "0123456789") == 16)
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
remove_generation (const char *folder,
                   const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL) {
    g_autofree char *full = g_build_filename (path, file, NULL);

    g_unlink (full);
  }
  g_rmdir (path);
}

static void
remove_old (DrayShipper *self)
{
  g_autoptr (GPtrArray) names = list_generations (self->folder);

  for (guint i = 0; i + KEEP_GENERATIONS < names->len; i++)
    remove_generation (self->folder, names->pdata[i]);
}

/* Copies the database as it lies there, page by page, while nobody writes. A process of its own does it: closing the file in this one would
 * take the locks of its connections away. */
static gboolean
copy_file (const char  *from,
           const char  *to,
           GError     **error)
{
  const char *command[] = { "cp", "--", from, to, NULL };
  int status;

  return g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, error) &&
         g_spawn_check_wait_status (status, error);
}

/* @is_begun: %FALSE where a reader stands in the way: later */
static gboolean
begin_generation (DrayShipper   *self,
                  DrayDatabase  *database,
                  gint64         now_us,
                  gboolean      *is_begun,
                  GError       **error)
{
  g_autofree char *name = g_strdup_printf ("%016" G_GINT64_FORMAT, now_us);
  g_autofree char *generation = g_build_filename (self->folder, name, NULL);
  g_autofree char *making = g_build_filename (generation, "base.making", NULL);
  g_autofree char *base = g_build_filename (generation, "base.db", NULL);
  g_autofree char *times = g_build_filename (generation, "times", NULL);

  *is_begun = FALSE;
  if (!dray_database_execute (database, "PRAGMA wal_autocheckpoint = 0", error))
    return FALSE;
  if (!checkpoint (database))
    return TRUE;
  if (g_mkdir_with_parents (generation, 0700) != 0)
    return fail_io (generation, error);
  if (!copy_file (self->path, making, error))
    return FALSE;
  if (g_rename (making, base) != 0)
    return fail_io (base, error);
  self->generation = g_steal_pointer (&generation);
  self->times_fd = open (times, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->times_fd < 0)
    return fail_io (times, error);
  *is_begun = TRUE;
  remove_old (self);
  return open_file (self, 0, error);
}

static guint32
read_big (const guint8 *bytes)
{
  guint32 big;

  memcpy (&big, bytes, sizeof big);
  return GUINT32_FROM_BE (big);
}

/* Returns: where the last commit behind @from ends; @from where there is none */
static gint64
find_commit (int           fd,
             const guint8  header[HEADER_BYTES],
             gint64        from)
{
  gint64 n_frame = FRAME_BYTES + (gint64) read_big (header + 8);
  gint64 end = from;
  guint8 frame[FRAME_BYTES];

  for (gint64 at = MAX (from, HEADER_BYTES); pread (fd, frame, sizeof frame, at) == sizeof frame; at += n_frame) {
    if (memcmp (frame + 8, header + 16, 8) != 0)
      break;
    if (read_big (frame + 4) != 0)
      end = at + n_frame;
  }
  return end;
}

static gboolean
copy_bytes (DrayShipper  *self,
            int           fd,
            gint64        end,
            GError      **error)
{
  guint8 buffer[65536];

  while (self->shipped < end) {
    gssize n = pread (fd, buffer, (gsize) MIN ((gint64) sizeof buffer, end - self->shipped), self->shipped);

    if (n <= 0 || pwrite (self->out_fd, buffer, (gsize) n, self->shipped) != n)
      return fail_io (self->generation, error);
    self->shipped += n;
  }
  return TRUE;
}

static gboolean
note_time (DrayShipper  *self,
           gint64        now_us,
           GError      **error)
{
  g_autofree char *line = g_strdup_printf ("%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", self->number, self->shipped, now_us);
  gssize n = (gssize) strlen (line);

  return (fdatasync (self->out_fd) == 0 && write (self->times_fd, line, (gsize) n) == n && fdatasync (self->times_fd) == 0) ||
         fail_io (self->generation, error);
}

/* @is_same: %FALSE where the log began anew without us */
static gboolean
ship_log (DrayShipper  *self,
          int           fd,
          gint64        now_us,
          gboolean     *is_same,
          GError      **error)
{
  guint8 header[HEADER_BYTES];
  gint64 end, before = self->shipped;

  *is_same = TRUE;
  if (pread (fd, header, sizeof header, 0) != sizeof header)
    return TRUE;
  *is_same = self->shipped == 0 || memcmp (header, self->header, sizeof header) == 0;
  if (!*is_same)
    return TRUE;
  memcpy (self->header, header, sizeof header);
  end = find_commit (fd, header, self->shipped);
  if (!copy_bytes (self, fd, end, error))
    return FALSE;
  return self->shipped == before || note_time (self, now_us, error);
}

/**
 * dray_shipper_ship:
 * @database: between two transactions
 *
 * Ships what was committed since the last time. When it returns, that is on the second disk.
 *
 * Errors: of either disk; what was not shipped is shipped the next time
 */
gboolean
dray_shipper_ship (DrayShipper   *self,
                   DrayDatabase  *database,
                   gint64         now_us,
                   GError       **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  gboolean is_begun = TRUE, is_same = TRUE, is_shipped;
  int fd;

  if (self->generation == NULL) {
    if (!begin_generation (self, database, now_us, &is_begun, error)) {
      end_generation (self);
      return FALSE;
    }
    if (!is_begun) {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN, "a reader stands in the way of the first copy");
      return FALSE;
    }
  }
  fd = open (wal, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT || fail_io (wal, error);
  is_shipped = ship_log (self, fd, now_us, &is_same, error);
  close (fd);
  if (!is_shipped)
    return FALSE;
  if (!is_same) {
    end_generation (self);
    return dray_shipper_ship (self, database, now_us, error);
  }
  return self->shipped < CHECKPOINT_BYTES || !checkpoint (database) || open_file (self, self->number + 1, error);
}

/* How much of each file had been shipped by @until_us. Returns: (transfer full) (element-type gint64): a length a file */
static GArray *
read_times (const char *generation,
            gint64      until_us,
            gint64     *reached_us)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autofree char *path = g_build_filename (generation, "times", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return parts;
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++) {
    char *at = lines[i];
    gint64 number = g_ascii_strtoll (at, &at, 10), length = g_ascii_strtoll (at, &at, 10), at_us = g_ascii_strtoll (at, &at, 10);

    if (at_us > until_us || number < 0 || number > (gint64) parts->len + 1)
      break;
    if (number >= (gint64) parts->len)
      g_array_set_size (parts, (guint) number + 1);
    g_array_index (parts, gint64, number) = length;
    *reached_us = at_us;
  }
  return parts;
}

/* Puts one file of the log onto the database. */
static gboolean
apply (const char  *generation,
       int          number,
       gint64       length,
       const char  *to,
       GError     **error)
{
  g_autofree char *name = g_strdup_printf ("%06d.wal", number);
  g_autofree char *from = g_build_filename (generation, name, NULL);
  g_autofree char *wal = g_strconcat (to, "-wal", NULL);
  g_autofree char *content = NULL;
  g_autoptr (DrayDatabase) database = NULL;
  gsize n_bytes;

  if (length == 0)
    return TRUE;
  if (!g_file_get_contents (from, &content, &n_bytes, error))
    return FALSE;
  if (n_bytes < (gsize) length) {
    g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "%s is shorter than what was shipped", from);
    return FALSE;
  }
  if (!g_file_set_contents_full (wal, content, length, G_FILE_SET_CONTENTS_NONE, 0600, error))
    return FALSE;
  database = dray_database_open (to, DRAY_DATABASE_WRITE, NULL, error);
  if (database == NULL)
    return FALSE;
  if (checkpoint (database))
    return TRUE;
  g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "%s can't be put onto the base", from);
  return FALSE;
}

static char *
find_generation (const char  *folder,
                 gint64       until_us,
                 gint64      *began_us,
                 GError     **error)
{
  g_autoptr (GPtrArray) names = list_generations (folder);

  for (guint i = names->len; i-- > 0;) {
    g_autofree char *generation = g_build_filename (folder, names->pdata[i], NULL);
    g_autofree char *base = g_build_filename (generation, "base.db", NULL);

    *began_us = g_ascii_strtoll (names->pdata[i], NULL, 10);
    if (*began_us <= until_us && g_file_test (base, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&generation);
  }
  g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_NOT_FOUND, "nothing was shipped to %s by then", folder);
  return NULL;
}

/**
 * dray_shipper_restore:
 * @until_us: nothing that was shipped later is taken
 * @to: a file that must not exist
 * @reached_us: (out): when the last that was taken was shipped
 */
gboolean
dray_shipper_restore (const char  *folder,
                      gint64       until_us,
                      const char  *to,
                      gint64      *reached_us,
                      GError     **error)
{
  g_autofree char *generation = find_generation (folder, until_us, reached_us, error);
  g_autofree char *base = NULL;
  g_autoptr (GArray) parts = NULL;
  g_autoptr (DrayDatabase) database = NULL;

  if (generation == NULL)
    return FALSE;
  base = g_build_filename (generation, "base.db", NULL);
  parts = read_times (generation, until_us, reached_us);
  if (!dray_database_copy_file (base, to, error))
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!apply (generation, (int) i, g_array_index (parts, gint64, i), to, error))
      return FALSE;
  database = dray_database_open (to, DRAY_DATABASE_WRITE, NULL, error);
  return database != NULL && dray_database_check (database, error);
}
