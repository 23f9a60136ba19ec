/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-osm-reader-private.h"

#include "dray-road-error.h"
#include "dray-units.h"

#include <errno.h>
#include <libxml/parser.h>
#include <string.h>

/* OpenStreetMap's XML (wiki.openstreetmap.org/wiki/OSM_XML):
 *
 *   <osm><node id lat lon><tag k v/></node><way id><nd ref/><tag k v/></way>
 *   <relation id><member type ref role/><tag k v/></relation></osm>
 *
 * Read as a stream by libxml2's SAX, so that memory holds the columns and never the document. A document type, and with it every
 * entity that is not predefined, is refused. Deleted and invisible things, which editors write, are passed over. */

#define CHUNK_BYTES (64u << 10)

typedef struct {
  DrayOsmPart     *part;
  GHashTable      *strings;   /* text to its number in the part */
  xmlParserCtxt   *parser;
  GError         **error;
  gboolean         failed;
  guint            depth;
  gboolean         seen_root;
  int              inside;    /* a #DrayOsmKind, or -1 */
  gboolean         passed_over;
} Reading;

static void
fail (Reading *self,
      GError  *fault)
{
  if (self->failed)
    g_error_free (fault);
  else
    g_propagate_error (self->error, fault);
  self->failed = TRUE;
  xmlStopParser (self->parser);
}

static void
fail_literal (Reading    *self,
              const char *what)
{
  fail (self, g_error_new (DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "Line %d: %s", xmlSAX2GetLineNumber (self->parser), what));
}

/* Five pointers an attribute: name, prefix, namespace, begin and end of the value. */
static gboolean
find_attribute (const xmlChar **attributes,
                int             n,
                const char     *name,
                const char    **text,
                gsize          *length)
{
  for (int i = 0; i < n; i++, attributes += 5) {
    if (strcmp ((const char *) attributes[0], name) == 0) {
      *text = (const char *) attributes[3];
      *length = (gsize) (attributes[4] - attributes[3]);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
attribute_is (const xmlChar **attributes,
              int             n,
              const char     *name,
              const char     *value)
{
  const char *text;
  gsize length;

  return find_attribute (attributes, n, name, &text, &length) && length == strlen (value) && memcmp (text, value, length) == 0;
}

static gboolean
read_id (Reading        *self,
         const xmlChar **attributes,
         int             n,
         const char     *name,
         gint64         *id)
{
  const char *text;
  gsize length;
  char digits[24], *end;

  if (!find_attribute (attributes, n, name, &text, &length) || length == 0 || length >= sizeof digits) {
    fail_literal (self, "an id is missing or out of range");
    return FALSE;
  }
  memcpy (digits, text, length);
  digits[length] = '\0';
  errno = 0;
  *id = g_ascii_strtoll (digits, &end, 10);
  if (errno != 0 || *end != '\0') {
    fail_literal (self, "an id is not a whole number or out of range");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_coordinate (Reading        *self,
                 const xmlChar **attributes,
                 int             n,
                 const char     *name,
                 gint64         *e7)
{
  const char *text;
  gsize length;
  char digits[32], *end;

  if (!find_attribute (attributes, n, name, &text, &length) || length == 0 || length >= sizeof digits) {
    fail_literal (self, "a node has no place");
    return FALSE;
  }
  memcpy (digits, text, length);
  digits[length] = '\0';
  double degrees = g_ascii_strtod (digits, &end);
  if (*end != '\0' || !(degrees >= -180 && degrees <= 180)) {
    fail_literal (self, "a node lies outside the world");
    return FALSE;
  }
  *e7 = dray_degrees_to_e7 (degrees);
  return TRUE;
}

static guint32
intern (Reading        *self,
        const xmlChar **attributes,
        int             n,
        const char     *name)
{
  const char *text = "";
  gsize length = 0;
  gpointer known = NULL;

  find_attribute (attributes, n, name, &text, &length);
  g_autofree char *copy = g_strndup (text, length);
  if (!g_hash_table_lookup_extended (self->strings, copy, NULL, &known)) {
    known = GUINT_TO_POINTER (dray_osm_part_add_string (self->part, copy, length));
    g_hash_table_insert (self->strings, g_steal_pointer (&copy), known);
  }
  return GPOINTER_TO_UINT (known);
}

static void
start_node (Reading        *self,
            const xmlChar **attributes,
            int             n,
            gint64          id)
{
  g_autoptr (GError) error = NULL;
  gint64 lon, lat;

  if (!read_coordinate (self, attributes, n, "lon", &lon) || !read_coordinate (self, attributes, n, "lat", &lat))
    return;
  if (!dray_osm_part_add_node (self->part, id, lon, lat, &error))
    fail (self, g_steal_pointer (&error));
}

static void
start_way (Reading *self,
           gint64   id)
{
  g_array_append_val (self->part->way_ids, id);
  g_array_append_val (self->part->way_refs_first, self->part->way_refs->len);
  g_array_append_val (self->part->way_tags_first, self->part->way_tags->len);
}

static void
start_relation (Reading *self,
                gint64   id)
{
  g_array_append_val (self->part->relation_ids, id);
  g_array_append_val (self->part->members_first, self->part->member_ids->len);
  g_array_append_val (self->part->relation_tags_first, self->part->relation_tags->len);
}

static void
start_thing (Reading        *self,
             DrayOsmKind     kind,
             const xmlChar **attributes,
             int             n)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  self->inside = kind;
  self->passed_over = attribute_is (attributes, n, "visible", "false") || attribute_is (attributes, n, "action", "delete");
  if (self->passed_over || !read_id (self, attributes, n, "id", &id))
    return;
  if (!dray_osm_part_check_id (id, &error))
    fail (self, g_steal_pointer (&error));
  else if (kind == DRAY_OSM_NODE)
    start_node (self, attributes, n, id);
  else if (kind == DRAY_OSM_WAY)
    start_way (self, id);
  else
    start_relation (self, id);
}

static void
add_tag (Reading        *self,
         const xmlChar **attributes,
         int             n)
{
  DrayOsmPart *part = self->part;
  DrayOsmTag tag = { intern (self, attributes, n, "k"), intern (self, attributes, n, "v") };

  if (self->inside == DRAY_OSM_NODE) {
    guint32 node = part->node_ids->len - 1;

    if (part->tagged_nodes->len == 0 || g_array_index (part->tagged_nodes, guint32, part->tagged_nodes->len - 1) != node) {
      g_array_append_val (part->tagged_nodes, node);
      g_array_append_val (part->tagged_node_first, part->node_tags->len);
    }
    g_array_append_val (part->node_tags, tag);
  } else {
    g_array_append_val (self->inside == DRAY_OSM_WAY ? part->way_tags : part->relation_tags, tag);
  }
}

static void
add_ref (Reading        *self,
         const xmlChar **attributes,
         int             n)
{
  gint64 ref;

  if (read_id (self, attributes, n, "ref", &ref))
    g_array_append_val (self->part->way_refs, ref);
}

static void
add_member (Reading        *self,
            const xmlChar **attributes,
            int             n)
{
  guint32 kind = attribute_is (attributes, n, "type", "node") ? DRAY_OSM_NODE : attribute_is (attributes, n, "type", "way") ? DRAY_OSM_WAY : DRAY_OSM_RELATION;
  guint32 role = intern (self, attributes, n, "role");
  gint64 ref;

  if (!read_id (self, attributes, n, "ref", &ref))
    return;
  g_array_append_val (self->part->member_ids, ref);
  g_array_append_val (self->part->member_roles, role);
  g_array_append_val (self->part->member_kinds, kind);
}

static void
on_start (void           *data,
          const xmlChar  *local_name,
          const xmlChar  *prefix,
          const xmlChar  *uri,
          int             n_namespaces,
          const xmlChar **namespaces,
          int             n_attributes,
          int             n_defaulted,
          const xmlChar **attributes)
{
  Reading *self = data;
  const char *name = (const char *) local_name;
  guint depth = self->depth++;

  if (depth == 0) {
    self->seen_root = strcmp (name, "osm") == 0;
    if (!self->seen_root)
      fail_literal (self, "the document is not OpenStreetMap data (it does not begin with <osm>)");
  } else if (depth == 1) {
    if (strcmp (name, "node") == 0)
      start_thing (self, DRAY_OSM_NODE, attributes, n_attributes);
    else if (strcmp (name, "way") == 0)
      start_thing (self, DRAY_OSM_WAY, attributes, n_attributes);
    else if (strcmp (name, "relation") == 0)
      start_thing (self, DRAY_OSM_RELATION, attributes, n_attributes);
  } else if (depth == 2 && self->inside >= 0 && !self->passed_over) {
    if (strcmp (name, "tag") == 0)
      add_tag (self, attributes, n_attributes);
    else if (strcmp (name, "nd") == 0 && self->inside == DRAY_OSM_WAY)
      add_ref (self, attributes, n_attributes);
    else if (strcmp (name, "member") == 0 && self->inside == DRAY_OSM_RELATION)
      add_member (self, attributes, n_attributes);
  }
}

static void
on_end (void          *data,
        const xmlChar *local_name,
        const xmlChar *prefix,
        const xmlChar *uri)
{
  Reading *self = data;

  if (--self->depth == 1)
    self->inside = -1;
}

static void
on_document_type (void          *data,
                  const xmlChar *name,
                  const xmlChar *external_id,
                  const xmlChar *system_id)
{
  fail_literal (data, "a document type is not allowed");
}

static xmlEntity *
on_entity (void          *data,
           const xmlChar *name)
{
  return xmlGetPredefinedEntity (name);
}

/* Its own text is worth little; the parser's last error is asked for at the end. */
static void
on_remark (void       *data,
           const char *format,
           ...)
{
}

/* A stream over the bytes, unpacked if they are packed. */
static GInputStream *
open_stream (GBytes   *bytes,
             gboolean  gzipped)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (bytes);

  if (!gzipped)
    return g_steal_pointer (&memory);
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  return g_converter_input_stream_new (memory, G_CONVERTER (decompressor));
}

static gboolean
check_sizes (Reading *self,
             guint64  n_read,
             guint64  limit)
{
  DrayOsmPart *part = self->part;
  guint most = MAX (MAX (part->node_ids->len, part->way_refs->len), MAX (part->member_ids->len, part->string_first->len));
  guint most_tags = MAX (MAX (part->node_tags->len, part->way_tags->len), part->relation_tags->len);

  if (n_read > limit)
    fail (self, g_error_new (DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "The file unpacks to more than %" G_GUINT64_FORMAT " bytes", limit));
  else if (MAX (most, most_tags) > DRAY_OSM_MAX_COUNT || part->string_bytes->len > G_MAXINT32)
    fail (self, g_error_new (DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_LIMIT, "The file holds more than %u nodes, references or tags", DRAY_OSM_MAX_COUNT));
  return !self->failed;
}

static gboolean
feed (Reading             *self,
      const DrayOsmSource *source,
      gboolean             gzipped)
{
  g_autoptr (GInputStream) stream = open_stream (source->bytes, gzipped);
  g_autofree char *chunk = g_malloc (CHUNK_BYTES);
  gsize n_bytes = g_bytes_get_size (source->bytes);
  guint64 n_read = 0, limit = dray_osm_unpacked_limit (n_bytes);

  for (guint turn = 0;; turn++) {
    g_autoptr (GError) error = NULL;
    gssize n = g_input_stream_read (stream, chunk, CHUNK_BYTES, source->cancellable, &error);

    if (n < 0) {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_clear_error (&error);
        error = g_error_new_literal (DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The file is packed, and does not unpack: it is cut short or damaged");
      }
      fail (self, g_steal_pointer (&error));
      return FALSE;
    }
    n_read += (guint64) n;
    if (!check_sizes (self, n_read, limit))
      return FALSE;
    int fault = xmlParseChunk (self->parser, chunk, (int) n, n == 0);
    if (self->failed)
      return FALSE;
    if (fault != 0) {
      const xmlError *last = xmlCtxtGetLastError (self->parser);
      g_autofree char *text = g_strchomp (g_utf8_make_valid (last && last->message ? last->message : "not well-formed", -1));

      fail_literal (self, text);
      return FALSE;
    }
    if (n == 0)
      return TRUE;
    /* How far a packed stream has come shows only in what it gave; ten to one is usual. */
    if (source->progress != NULL && turn % 64 == 0)
      source->progress ("read", MIN (0.9, 0.9 * (double) n_read / ((double) n_bytes * (gzipped ? 10 : 1))), source->user_data);
  }
}

/* Returns: (transfer full) (element-type DrayOsmPart): the one part; the array does not own it */
GPtrArray *
dray_osm_xml_read (const DrayOsmSource *source,
                   gboolean             gzipped,
                   GError             **error)
{
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .internalSubset = on_document_type,
    .getEntity = on_entity,
    .warning = on_remark,
    .error = on_remark,
  };
  g_autoptr (DrayOsmPart) part = dray_osm_part_new ();
  g_autoptr (GHashTable) strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading self = { .part = part, .strings = strings, .error = error, .inside = -1 };

  self.parser = xmlCreatePushParserCtxt (&handler, &self, NULL, 0, NULL);
  /* Substituting is what makes "&amp;" arrive as "&"; other entities are not known to on_entity(). */
  xmlCtxtUseOptions (self.parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  gboolean done = feed (&self, source, gzipped);
  if (done && !self.seen_root) {
    fail_literal (&self, "the document is empty");
    done = FALSE;
  }
  g_clear_pointer (&self.parser->myDoc, xmlFreeDoc);
  xmlFreeParserCtxt (self.parser);
  if (!done)
    return NULL;

  GPtrArray *parts = g_ptr_array_new ();
  g_ptr_array_add (parts, g_steal_pointer (&part));
  return parts;
}
