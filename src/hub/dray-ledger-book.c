/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* TENANT.dray-ledger: 24 bytes ("dray.ledger.1" and zeros to 16, the first seq, little end first), then for each seq, without gaps,
 * 80 bytes: salt 16, digest 32, link 32. TENANT.dray-heads: a line of text each, seq and signature, as an export has them.
 *
 * The book follows the log within seconds, on the writing thread, off the path of a commit: what it holds is made from the log and a
 * random salt. It reaches the disk before a head is signed. A record that was cut in the middle is written anew. A log that is shorter
 * than its book was tampered with or restored without it: then nothing is chained until somebody has looked. */

#include "dray-ledger-book.h"

#include "dray-hub-error.h"
#include "dray-database.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORM "dray.ledger.1"
#define FRONT_BYTES 24
#define HEAD_ENTRIES 1000
#define HEAD_US (60 * G_USEC_PER_SEC)

typedef struct {
  guint8        salt[DRAY_LEDGER_SALT_BYTES];
  guint8        digest[32];
  DrayChainHash link;
} Record;

G_STATIC_ASSERT (sizeof (Record) == 80);

struct _DrayLedgerBook {
  const DraySigningKey *key;        /* Borrowed */
  char                  chain[DRAY_ID_TEXT_LENGTH + 1];
  int                   fd;
  int                   heads_fd;
  gint64                first;      /* 0 before the first entry */
  gint64                last;
  gint64                signed_to;
  gint64                signed_us;
  DrayChainHash         link;       /* of the last */
};

static gboolean
fail (GError     **error,
      const char  *what)
{
  g_set_error (error, DRAY_HUB_ERROR, DRAY_HUB_ERROR_INVALID, "the ledger %s", what);
  return FALSE;
}

static gboolean
fail_io (GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "the ledger can't be read or written: %s", g_strerror (errno));
  return FALSE;
}

static off_t
place_of (DrayLedgerBook *self,
          gint64          seq)
{
  return FRONT_BYTES + (off_t) (seq - self->first) * (off_t) sizeof (Record);
}

static gboolean
read_record (DrayLedgerBook  *self,
             gint64           seq,
             Record          *record,
             GError         **error)
{
  return pread (self->fd, record, sizeof *record, place_of (self, seq)) == sizeof *record || fail_io (error);
}

/* Reads where the book ends. */
static gboolean
load (DrayLedgerBook  *self,
      GError         **error)
{
  guint8 front[FRONT_BYTES] = { 0 };
  struct stat status;
  gint64 first;
  Record record;

  if (fstat (self->fd, &status) != 0)
    return fail_io (error);
  if (status.st_size < FRONT_BYTES)
    return TRUE;
  if (pread (self->fd, front, sizeof front, 0) != sizeof front)
    return fail_io (error);
  memcpy (&first, front + 16, sizeof first);
  if (memcmp (front, FORM, sizeof FORM) != 0 || GINT64_FROM_LE (first) < 1)
    return fail (error, "is of another form");
  self->first = GINT64_FROM_LE (first);
  self->last = self->first - 1 + (status.st_size - FRONT_BYTES) / (gint64) sizeof (Record);
  if (self->last < self->first)
    return TRUE;
  if (!read_record (self, self->last, &record, error))
    return FALSE;
  self->link = record.link;
  return TRUE;
}

static void
load_heads (DrayLedgerBook *self,
            const char     *path)
{
  g_autofree char *text = NULL;
  const char *last;

  if (!g_file_get_contents (path, &text, NULL, NULL) || *text == '\0')
    return;
  g_strchomp (text);
  last = strrchr (text, '\n');
  self->signed_to = g_ascii_strtoll (last != NULL ? last + 1 : text, NULL, 10);
}

/**
 * dray_ledger_book_open:
 * @path: of the tenant's file; the book's two lie beside it
 * @key: (nullable): the hub's, which outlives the book; %NULL only reads
 */
DrayLedgerBook *
dray_ledger_book_open (const char           *path,
                       const DrayId         *tenant,
                       const DraySigningKey *key,
                       GError              **error)
{
  g_autoptr (DrayLedgerBook) self = g_new0 (DrayLedgerBook, 1);
  g_autofree char *book = g_strconcat (path, "-ledger", NULL), *heads = g_strconcat (path, "-heads", NULL);

  self->key = key;
  self->heads_fd = -1;
  dray_id_write (tenant, self->chain);
  self->fd = open (book, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd >= 0)
    self->heads_fd = open (heads, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->heads_fd < 0) {
    fail_io (error);
    return NULL;
  }
  load_heads (self, heads);
  return load (self, error) ? g_steal_pointer (&self) : NULL;
}

void
dray_ledger_book_close (DrayLedgerBook *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->heads_fd >= 0)
    close (self->heads_fd);
  g_free (self);
}

/* Returns: the seq up to which the log is chained */
gint64
dray_ledger_book_get_last (DrayLedgerBook *self)
{
  return self->last;
}

static void
append_id (GString       *about,
           DrayStatement *select,
           int            column)
{
  char text[DRAY_ID_TEXT_LENGTH + 1];
  DrayId id;

  if (dray_statement_is_none (select, column)) {
    g_string_append (about, ",null");
    return;
  }
  id = dray_statement_get_id (select, column);
  dray_id_write (&id, text);
  g_string_append_printf (about, ",\"%s\"", text);
}

#define COLUMNS "seq, client.id, mid, verdict, operation, actor, at_us, received_us, base_seq, arguments, effects"

/* [seq, "client", mid, verdict, "operation", "actor", at_us, received_us, base_seq]: the entry's canonical bytes but for its contents. */
static void
read_entry (DrayStatement   *select,
            GString         *about,
            DrayLedgerEntry *entry)
{
  entry->seq = dray_statement_get_integer (select, 0);
  g_string_printf (about, "[%" G_GINT64_FORMAT, entry->seq);
  append_id (about, select, 1);
  g_string_append_printf (about, ",%" G_GINT64_FORMAT ",%d,\"%s\"", dray_statement_get_integer (select, 2), (int) dray_statement_get_integer (select, 3),
                          dray_statement_get_text (select, 4));
  append_id (about, select, 5);
  for (int i = 6; i < 9; i++)
    g_string_append_printf (about, ",%" G_GINT64_FORMAT, dray_statement_get_integer (select, i));
  g_string_append_c (about, ']');
  entry->about = about->str;
  entry->arguments = dray_statement_get_text (select, 9);
  entry->effects = dray_statement_get_bytes (select, 10, &entry->n_effects);
}

static gboolean
begin (DrayLedgerBook  *self,
       gint64           first,
       GError         **error)
{
  guint8 front[FRONT_BYTES] = FORM;
  gint64 little = GINT64_TO_LE (first);

  memcpy (front + 16, &little, sizeof little);
  if (pwrite (self->fd, front, sizeof front, 0) != sizeof front)
    return fail_io (error);
  self->first = first;
  self->last = first - 1;
  return TRUE;
}

static gboolean
add (DrayLedgerBook   *self,
     DrayLedgerEntry  *entry,
     GError          **error)
{
  Record record;

  if (self->first == 0 && !begin (self, entry->seq, error))
    return FALSE;
  if (entry->seq != self->last + 1)
    return fail (error, "finds a gap in the log");
  if (getrandom (entry->salt, sizeof entry->salt, 0) != sizeof entry->salt)
    return fail_io (error);
  dray_ledger_entry_seal (entry);
  memcpy (record.salt, entry->salt, sizeof record.salt);
  memcpy (record.digest, entry->digest, sizeof record.digest);
  record.link = dray_ledger_entry_chain (entry, &self->link);
  if (pwrite (self->fd, &record, sizeof record, place_of (self, entry->seq)) != sizeof record)
    return fail_io (error);
  self->last = entry->seq;
  self->link = record.link;
  return TRUE;
}

/**
 * dray_ledger_book_follow:
 *
 * Chains what is new in the log, and signs a head every 1,000 entries or 60 seconds.
 */
gboolean
dray_ledger_book_follow (DrayLedgerBook  *self,
                         DrayStore       *store,
                         gint64           now_us,
                         GError         **error)
{
  g_autoptr (DrayStatement) select = NULL;
  g_autoptr (GString) about = g_string_new (NULL);
  gboolean has_row = TRUE;

  if (dray_store_get_seq (store) < self->last)
    return fail (error, "is longer than the log");
  if (dray_store_get_seq (store) > self->last)
    select = dray_database_prepare (dray_store_get_database (store), "SELECT " COLUMNS " FROM log JOIN client ON client.number = log.client"
                                    " WHERE seq > ?1 ORDER BY seq", error);
  else
    return self->last == self->signed_to || now_us - self->signed_us < HEAD_US || dray_ledger_book_sign (self, now_us, error);
  if (select == NULL)
    return FALSE;
  dray_statement_bind_integer (select, 1, self->last);
  while (dray_statement_step (select, &has_row, error)) {
    DrayLedgerEntry entry = { 0 };

    if (!has_row)
      return now_us - self->signed_us < HEAD_US || dray_ledger_book_sign (self, now_us, error);
    read_entry (select, about, &entry);
    if (!add (self, &entry, error) || (self->last - self->signed_to >= HEAD_ENTRIES && !dray_ledger_book_sign (self, now_us, error)))
      return FALSE;
  }
  return FALSE;
}

/* Signs the chain as it stands: with a head all that is before it is the hub's word. */
gboolean
dray_ledger_book_sign (DrayLedgerBook  *self,
                       gint64           now_us,
                       GError         **error)
{
  DrayCheckpoint head = { .chain = self->chain, .seq = self->last, .head = self->link };
  g_autoptr (GString) line = g_string_new (NULL);

  g_return_val_if_fail (self->key != NULL, FALSE);

  self->signed_us = now_us;
  if (self->last == self->signed_to || self->first == 0)
    return TRUE;
  dray_checkpoint_sign (&head, self->key);
  g_string_printf (line, "%" G_GINT64_FORMAT " ", head.seq);
  for (gsize i = 0; i < sizeof head.signature.bytes; i++)
    g_string_append_printf (line, "%02x", head.signature.bytes[i]);
  g_string_append_c (line, '\n');
  if (fdatasync (self->fd) != 0 || write (self->heads_fd, line->str, line->len) != (gssize) line->len || fdatasync (self->heads_fd) != 0)
    return fail_io (error);
  self->signed_to = head.seq;
  return TRUE;
}

/* Returns: (transfer full) (element-type DrayCheckpoint): the heads in order of their seq */
static GArray *
list_heads (DrayLedgerBook *self)
{
  GArray *heads = g_array_new (FALSE, TRUE, sizeof (DrayCheckpoint));
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  char buffer[4096];
  gssize n;

  for (off_t at = 0; (n = pread (self->heads_fd, buffer, sizeof buffer, at)) > 0; at += n)
    g_string_append_len (text, buffer, n);
  lines = g_strsplit (text->str, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++) {
    DrayCheckpoint head = { .chain = self->chain };
    char *space;

    head.seq = g_ascii_strtoll (lines[i], &space, 10);
    if (*space == ' ' && dray_hex_read (space + 1, head.signature.bytes, sizeof head.signature.bytes))
      g_array_append_val (heads, head);
  }
  return heads;
}

static gboolean
export_entry (DrayLedgerBook  *self,
              DrayStatement   *select,
              GString         *to,
              GError         **error)
{
  g_autoptr (GString) about = g_string_new (NULL);
  DrayLedgerEntry entry = { 0 };
  Record record;

  read_entry (select, about, &entry);
  if (entry.seq > self->last || !read_record (self, entry.seq, &record, error))
    return entry.seq > self->last && fail (error, "ends before the log");
  memcpy (entry.salt, record.salt, sizeof entry.salt);
  memcpy (entry.digest, record.digest, sizeof entry.digest);
  dray_ledger_append_entry (to, &entry, &record.link);
  return TRUE;
}

/* Everything, as it stands in the log: what was changed there doesn't fit the digest that was chained. */
static gboolean
export_entries (DrayLedgerBook  *self,
                DrayStore       *store,
                GString         *to,
                GError         **error)
{
  g_autoptr (GArray) heads = list_heads (self);
  g_autoptr (DrayStatement) select = dray_database_prepare (dray_store_get_database (store),
    "SELECT " COLUMNS " FROM log JOIN client ON client.number = log.client WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq", error);
  gboolean has_row;
  guint k = 0;

  if (select == NULL)
    return FALSE;
  dray_statement_bind_integer (select, 1, self->first);
  dray_statement_bind_integer (select, 2, self->last);
  while (dray_statement_step (select, &has_row, error)) {
    gint64 seq;

    if (!has_row)
      return TRUE;
    if (!export_entry (self, select, to, error))
      return FALSE;
    seq = dray_statement_get_integer (select, 0);
    for (; k < heads->len && g_array_index (heads, DrayCheckpoint, k).seq <= seq; k++)
      if (g_array_index (heads, DrayCheckpoint, k).seq == seq)
        dray_ledger_append_head (to, &g_array_index (heads, DrayCheckpoint, k));
  }
  return FALSE;
}

/* Returns: (transfer full): the ledger up to where it stands, with a head at its end */
char *
dray_ledger_book_export (DrayLedgerBook  *self,
                         DrayStore       *store,
                         GError         **error)
{
  g_autoptr (GString) to = g_string_new (NULL);
  DrayPublicKey key = dray_signing_key_get_public (self->key);

  if (self->first == 0) {
    fail (error, "is still empty");
    return NULL;
  }
  dray_ledger_append_start (to, self->chain, self->first, &key);
  if (!export_entries (self, store, to, error))
    return NULL;
  if (self->signed_to < self->last) {
    DrayCheckpoint head = { .chain = self->chain, .seq = self->last, .head = self->link };

    dray_checkpoint_sign (&head, self->key);
    dray_ledger_append_head (to, &head);
  }
  return g_string_free (g_steal_pointer (&to), FALSE);
}
