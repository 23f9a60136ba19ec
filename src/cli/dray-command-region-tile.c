/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-commands.h"

#include <string.h>

#include "dray-map-painter.h"
#include "dray-map-stack.h"
#include "dray-road-map.h"

/* Paints one tile of a region's base map into a PNG file. */

typedef struct {
  char     *region;
  char     *world;
  char     *output;
  char     *style;
  int       size_px;
  double    scale;
  gboolean  restrictions;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->region);
  g_free (self->world);
  g_free (self->output);
  g_free (self->style);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options  *options,
               GError        **error)
{
  const char *fault = options->region == NULL && options->world == NULL ? "--region FILE is missing"
                      : options->output == NULL ? "-o FILE.png is missing"
                      : strcmp (options->style, "light") != 0 && strcmp (options->style, "dark") != 0 ? "--style is light or dark"
                      : options->size_px != 256 && options->size_px != 512 ? "--size is 256 or 512"
                      : !(options->scale >= 1 && options->scale <= 3) ? "--scale is 1 to 3"
                      : NULL;

  if (fault == NULL)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, fault);
  return FALSE;
}

static DrayMapSource *
open_pack (const char  *path,
           GError     **error)
{
  g_autoptr (DrayRoadPack) pack = dray_road_pack_open (path, error);

  return pack != NULL ? (DrayMapSource *) dray_road_map_new (pack, error) : NULL;
}

/* The region, the world, or the one over the other. */
static DrayMapSource *
open_map (const Options  *options,
          GError        **error)
{
  g_autoptr (DrayMapSource) region = NULL;
  g_autoptr (DrayMapSource) world = NULL;

  if (options->region != NULL && (region = open_pack (options->region, error)) == NULL)
    return NULL;
  if (options->world == NULL)
    return g_steal_pointer (&region);
  world = open_pack (options->world, error);
  return world != NULL ? DRAY_MAP_SOURCE (dray_map_stack_new (world, region)) : NULL;
}

static cairo_status_t
append_png (void                *bytes,
            const unsigned char *data,
            unsigned int         length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Writes beside the place and renames, so that a viewer never sees half a picture. */
static gboolean
write_png (cairo_surface_t  *surface,
           const char       *path,
           GError          **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_png, bytes);

  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The picture was not encoded: %s", cairo_status_to_string (status));
    return FALSE;
  }
  return g_file_set_contents (path, (const char *) bytes->data, bytes->len, error);
}

static void
print_tile (DrayCommandLine *line,
            DrayTile         tile,
            const Options   *options)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "file", options->output);
  json_object_set_int_member (object, "z", tile.z);
  json_object_set_int_member (object, "x", tile.x);
  json_object_set_int_member (object, "y", tile.y);
  json_object_set_int_member (object, "size_px", options->size_px);
  json_object_set_string_member (object, "style", options->style);
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  dray_command_line_print (line, node, "%s", options->output);
}

gboolean
dray_command_region_tile (DrayCommandLine  *line,
                          GError          **error)
{
  g_auto (Options) options = { .style = g_strdup ("light"), .size_px = 256, .scale = 1 };
  const GOptionEntry entries[] = {
    { "region", 'r', 0, G_OPTION_ARG_FILENAME, &options.region, "The region pack", "FILE.region" },
    { "world", 0, 0, G_OPTION_ARG_FILENAME, &options.world, "The overview of the world, for zooms up to 7", "FILE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "Where to write the picture", "FILE.png" },
    { "style", 0, 0, G_OPTION_ARG_STRING, &options.style, "light or dark", "STYLE" },
    { "size", 0, 0, G_OPTION_ARG_INT, &options.size_px, "256 or 512 pixels", "PX" },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options.scale, "Pixels of the picture for one of the tile", "N" },
    { "restrictions", 0, 0, G_OPTION_ARG_NONE, &options.restrictions, "With the road signs for trucks", NULL },
    G_OPTION_ENTRY_NULL
  };
  DrayTile tile;

  if (!dray_command_line_parse (line, entries, 1, 1, error) || !check_options (&options, error)
      || !dray_tile_parse (line->arguments[0], &tile, error))
    return FALSE;

  g_autoptr (DrayMapSource) map = open_map (&options, error);
  if (map == NULL)
    return FALSE;
  g_autoptr (DrayMapPainter) painter = dray_map_painter_new (map, strcmp (options.style, "dark") == 0 ? DRAY_MAP_DARK : DRAY_MAP_LIGHT,
                                                             options.scale, options.restrictions ? DRAY_MAP_PAINTER_RESTRICTIONS : DRAY_MAP_PAINTER_DEFAULT);
  cairo_surface_t *surface = dray_map_painter_paint (painter, tile.z, tile.x, tile.y, options.size_px, line->cancellable, error);
  if (surface == NULL)
    return FALSE;
  gboolean written = write_png (surface, options.output, error);
  cairo_surface_destroy (surface);
  if (written)
    print_tile (line, tile, &options);
  return written;
}
