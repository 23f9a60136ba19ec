/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-find-index.h"

#include <string.h>

/*
 * Every word that is typed must be found somewhere in an entry. A hit is the better, the nearer it is to what was meant: the title
 * itself, its beginning, the beginning of a word, the inside of one. Among equals the kind decides, then the shorter title: 12 is
 * found before 121.
 */

#define MAX_WORDS 8

typedef struct {
  DrayFind  find;
  char     *folded;         /* title, detail and keys, each word after a space */
  guint     n_title;        /* bytes of the folded title */
} Entry;

typedef struct {
  const Entry *entry;
  guint        score;       /* less is better */
} Hit;

struct _DrayFindIndex {
  GArray       *entries;    /* (element-type Entry) */
  GStringChunk *texts;
};

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->folded);
}

DrayFindIndex *
dray_find_index_new (void)
{
  DrayFindIndex *self = g_new0 (DrayFindIndex, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->texts = g_string_chunk_new (65536);
  return self;
}

void
dray_find_index_free (DrayFindIndex *self)
{
  g_array_unref (self->entries);
  g_string_chunk_free (self->texts);
  g_free (self);
}

static const char *
keep (DrayFindIndex *self,
      const char    *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

static void
append_folded (GString    *folded,
               const char *text)
{
  g_autofree char *own = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  if (own == NULL || *own == '\0')
    return;
  g_string_append_c (folded, ' ');
  g_string_append (folded, own);
}

/* @find: copied; @keys: (nullable): further words by which it is found, such as a plate without its spaces */
void
dray_find_index_add (DrayFindIndex  *self,
                     const DrayFind *find,
                     const char     *keys)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  Entry entry = { .find = *find };

  entry.find.title = keep (self, find->title);
  entry.find.detail = keep (self, find->detail);
  entry.find.action = keep (self, find->action);
  entry.find.icon = keep (self, find->icon);
  entry.find.table = keep (self, find->table);
  append_folded (folded, find->title);
  entry.n_title = (guint) folded->len;
  append_folded (folded, find->detail);
  append_folded (folded, keys);
  entry.folded = g_string_free (g_steal_pointer (&folded), FALSE);
  g_array_append_val (self->entries, entry);
}

/* Returns: how badly @word fits, or G_MAXUINT where it doesn't */
static guint
score_word (const Entry *entry,
            const char  *word,
            gsize        n_word)
{
  guint best = G_MAXUINT;

  for (const char *at = strstr (entry->folded, word); at != NULL; at = strstr (at + 1, word)) {
    guint from = (guint) (at - entry->folded);
    gboolean begins = at > entry->folded && at[-1] == ' ';
    gboolean whole = begins && (at[n_word] == ' ' || at[n_word] == '\0');
    guint score = (whole ? 0u : begins ? 1u : 3u) + (from < entry->n_title ? 0u : 1u);

    best = MIN (best, score);
    if (best == 0)
      break;
  }
  return best;
}

static guint
score_entry (const Entry *entry,
             char       **words,
             const gsize *lengths)
{
  guint sum = 0;

  for (int i = 0; words[i] != NULL && i < MAX_WORDS; i++) {
    guint score = score_word (entry, words[i], lengths[i]);

    if (score == G_MAXUINT)
      return G_MAXUINT;
    sum += score;
  }
  return (sum << 16) + ((guint) entry->find.kind << 12) + MIN (entry->n_title, 0xfffu);
}

/* Keeps the best hits in order; most entries are worse than the last of them. */
static guint
insert_hit (Hit         *hits,
            guint        n_hits,
            guint        max_hits,
            const Entry *entry,
            guint        score)
{
  guint at = n_hits;

  if (n_hits == max_hits && score >= hits[n_hits - 1].score)
    return n_hits;
  while (at > 0 && hits[at - 1].score > score)
    at--;
  if (n_hits < max_hits)
    n_hits++;
  memmove (&hits[at + 1], &hits[at], (n_hits - at - 1) * sizeof *hits);
  hits[at] = (Hit) { entry, score };
  return n_hits;
}

static char **
split_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  char **words = g_strsplit_set (folded, " \t\n", -1);
  int n = 0;

  for (int i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      g_free (words[i]);
    else
      words[n++] = words[i];
  }
  words[n] = NULL;
  return words;
}

/**
 * dray_find_index_search:
 * @text: as it was typed; empty finds the views and commands
 * @hits: (out caller-allocates) (array length=max_hits): the best first; valid until the index changes
 *
 * Returns: how many were found, @max_hits at most
 */
guint
dray_find_index_search (DrayFindIndex   *self,
                        const char      *text,
                        const DrayFind **hits,
                        guint            max_hits)
{
  g_auto (GStrv) words = split_words (text);
  g_autofree Hit *best = g_new (Hit, max_hits + 1);
  gsize lengths[MAX_WORDS] = { 0 };
  guint n_hits = 0;

  for (int i = 0; words[i] != NULL && i < MAX_WORDS; i++)
    lengths[i] = strlen (words[i]);
  for (guint i = 0; i < self->entries->len; i++) {
    const Entry *entry = &g_array_index (self->entries, Entry, i);
    gboolean offered = words[0] != NULL || entry->find.kind == DRAY_FIND_VIEW || entry->find.kind == DRAY_FIND_COMMAND;
    guint score = offered ? score_entry (entry, words, lengths) : G_MAXUINT;

    if (score != G_MAXUINT)
      n_hits = insert_hit (best, n_hits, max_hits, entry, words[0] != NULL ? score : i);
  }
  for (guint i = 0; i < n_hits; i++)
    hits[i] = &best[i].entry->find;
  return n_hits;
}
