/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-pack-format-private.h"

#include "dray-road-error.h"

#include <libdeflate.h>
#include <stddef.h>
#include <string.h>

/* Opening a pack checks header and table; a section's bytes are checked when it is first asked for, so that opening stays quick and
 * nothing unchecked is ever handed out. */

struct _DrayRoadPack {
  /* Owned */
  GBytes                   *bytes;
  char                     *id;
  int                      *checked;   /* [n_sections], atomic: whether the section's bytes agree with their checksum */
  /* Within bytes */
  const guint8             *data;
  const DrayRoadPackHeader *header;
  const DrayRoadPackEntry  *entries;
};

static gboolean
set_damaged (GError    **error,
             const char *what)
{
  g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region pack is damaged: %s", what);
  return FALSE;
}

static gboolean
check_header (const guint8 *data,
              gsize         n_bytes,
              GError      **error)
{
  const DrayRoadPackHeader *header = (const DrayRoadPackHeader *) (gconstpointer) data;

  if (n_bytes < sizeof *header || memcmp (header->magic, DRAY_ROAD_PACK_MAGIC, sizeof header->magic) != 0) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The file is no region pack");
    return FALSE;
  }
  if (header->version != DRAY_ROAD_PACK_VERSION) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_VERSION, "The region pack has version %u and this program reads version %u; import the region again",
                 header->version, DRAY_ROAD_PACK_VERSION);
    return FALSE;
  }
  if (header->checksum != libdeflate_crc32 (0, data, offsetof (DrayRoadPackHeader, checksum)))
    return set_damaged (error, "its header does not agree with its checksum");
  if (header->n_bytes != n_bytes)
    return set_damaged (error, "it is shorter or longer than it was written");
  if (header->n_sections > DRAY_ROAD_PACK_MAX_SECTIONS || header->table_at % DRAY_ROAD_PACK_ALIGNMENT != 0 || header->table_at > n_bytes ||
      n_bytes - header->table_at != header->n_sections * sizeof (DrayRoadPackEntry))
    return set_damaged (error, "its table lies outside");
  return TRUE;
}

static gboolean
check_table (const DrayRoadPackHeader *header,
             const DrayRoadPackEntry  *entries,
             GError                  **error)
{
  if (header->table_checksum != libdeflate_crc32 (0, entries, header->n_sections * sizeof *entries))
    return set_damaged (error, "its table does not agree with its checksum");
  for (guint i = 0; i < header->n_sections; i++) {
    const DrayRoadPackEntry *entry = &entries[i];

    if (entry->name[DRAY_ROAD_PACK_NAME_LENGTH] != '\0' || entry->at % DRAY_ROAD_PACK_ALIGNMENT != 0 ||
        entry->at < sizeof *header || entry->at > header->table_at || entry->n_bytes > header->table_at - entry->at)
      return set_damaged (error, "a section lies outside");
  }
  return TRUE;
}

/**
 * dray_road_pack_open_bytes:
 * @bytes: a whole pack, from a multiple of 16 bytes on, as allocated and mapped memory is
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID, %DRAY_ROAD_ERROR_VERSION
 *
 * Returns: (transfer full) (nullable): the pack
 */
DrayRoadPack *
dray_road_pack_open_bytes (GBytes  *bytes,
                           GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  g_return_val_if_fail ((gsize) data % 16 == 0, NULL);
  /* Sections are used as they lie in the file, so its order of bytes has to be the machine's. */
  if (G_BYTE_ORDER != G_LITTLE_ENDIAN) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "Region packs need a little-endian machine");
    return NULL;
  }
  if (!check_header (data, n_bytes, error))
    return NULL;
  const DrayRoadPackHeader *header = (const DrayRoadPackHeader *) (gconstpointer) data;
  const DrayRoadPackEntry *entries = (const DrayRoadPackEntry *) (gconstpointer) (data + header->table_at);
  if (!check_table (header, entries, error))
    return NULL;

  DrayRoadPack *self = g_atomic_rc_box_new0 (DrayRoadPack);
  self->bytes = g_bytes_ref (bytes);
  self->data = data;
  self->header = header;
  self->entries = entries;
  self->id = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) entries, header->n_sections * sizeof *entries);
  self->checked = g_new0 (int, header->n_sections + 1);
  return self;
}

/**
 * dray_road_pack_open:
 *
 * Maps the pack at @path. Nothing may write to the file while it is open; the writer never does.
 *
 * Errors: %G_FILE_ERROR, %DRAY_ROAD_ERROR_INVALID, %DRAY_ROAD_ERROR_VERSION
 *
 * Returns: (transfer full) (nullable): the pack
 */
DrayRoadPack *
dray_road_pack_open (const char *path,
                     GError    **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return NULL;
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  DrayRoadPack *self = dray_road_pack_open_bytes (bytes, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);
  return self;
}

DrayRoadPack *
dray_road_pack_ref (DrayRoadPack *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (DrayRoadPack *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->id);
  g_free (self->checked);
}

void
dray_road_pack_unref (DrayRoadPack *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

/* Returns: the pack's name for good: %DRAY_ROAD_PACK_ID_LENGTH hexadecimal digits that depend on its every byte */
const char *
dray_road_pack_get_id (DrayRoadPack *self)
{
  return self->id;
}

guint64
dray_road_pack_get_size (DrayRoadPack *self)
{
  return self->header->n_bytes;
}

guint
dray_road_pack_get_n_sections (DrayRoadPack *self)
{
  return self->header->n_sections;
}

void
dray_road_pack_describe (DrayRoadPack        *self,
                         guint                i,
                         DrayRoadPackSection *section)
{
  g_return_if_fail (i < self->header->n_sections);

  *section = (DrayRoadPackSection) { self->entries[i].name, self->entries[i].n_bytes, self->entries[i].checksum };
}

static int
find_section (DrayRoadPack *self,
              const char   *name)
{
  for (guint i = 0; i < self->header->n_sections; i++) {
    if (strcmp (self->entries[i].name, name) == 0)
      return (int) i;
  }
  return -1;
}

gboolean
dray_road_pack_has_section (DrayRoadPack *self,
                            const char   *name)
{
  return find_section (self, name) >= 0;
}

static gboolean
check_section (DrayRoadPack *self,
               guint         i,
               GError      **error)
{
  const DrayRoadPackEntry *entry = &self->entries[i];

  if (g_atomic_int_get (&self->checked[i]))
    return TRUE;
  if (libdeflate_crc32 (0, self->data + entry->at, entry->n_bytes) != entry->checksum) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region pack is damaged: section %s does not agree with its checksum",
                 entry->name);
    return FALSE;
  }
  g_atomic_int_set (&self->checked[i], TRUE);
  return TRUE;
}

/**
 * dray_road_pack_get_section:
 * @n_bytes: (out): its length
 *
 * The bytes of a section, checked, from a multiple of %DRAY_ROAD_PACK_ALIGNMENT in the file on. What they mean is the business of
 * whoever put them there: a checksum does not make a hostile file sound.
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID if it is not there or damaged
 *
 * Returns: (transfer none) (nullable): as long as the pack lives
 */
gconstpointer
dray_road_pack_get_section (DrayRoadPack *self,
                            const char   *name,
                            gsize        *n_bytes,
                            GError      **error)
{
  int i = find_section (self, name);

  if (i < 0) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region pack has no section %s", name);
    return NULL;
  }
  if (!check_section (self, (guint) i, error))
    return NULL;
  *n_bytes = self->entries[i].n_bytes;
  return self->data + self->entries[i].at;
}

/**
 * dray_road_pack_get_column:
 *
 * As dray_road_pack_get_section(), of a section that has to hold exactly @n elements.
 */
gconstpointer
dray_road_pack_get_column (DrayRoadPack *self,
                           const char   *name,
                           gsize         element_bytes,
                           guint64       n,
                           GError      **error)
{
  gsize n_bytes;
  gconstpointer data = dray_road_pack_get_section (self, name, &n_bytes, error);

  if (data != NULL && (n > G_MAXSIZE / element_bytes || n_bytes != n * element_bytes)) {
    g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The region pack is damaged: section %s has the wrong length", name);
    return NULL;
  }
  return data;
}

static gboolean
check_gap (DrayRoadPack *self,
           guint64       from,
           guint64       to,
           GError      **error)
{
  for (guint64 i = from; i < to; i++) {
    if (self->data[i] != 0)
      return set_damaged (error, "there is something between its sections");
  }
  return TRUE;
}

/**
 * dray_road_pack_verify:
 *
 * Reads every byte and compares it with its checksum.
 */
gboolean
dray_road_pack_verify (DrayRoadPack *self,
                       GError      **error)
{
  guint64 end = sizeof (DrayRoadPackHeader);

  for (guint i = 0; i < self->header->n_sections; i++) {
    const DrayRoadPackEntry *entry = &self->entries[i];

    if (entry->at < end)
      return set_damaged (error, "two sections overlap");
    if (!check_gap (self, end, entry->at, error) || !check_section (self, i, error))
      return FALSE;
    end = entry->at + entry->n_bytes;
  }
  return check_gap (self, end, self->header->table_at, error);
}
