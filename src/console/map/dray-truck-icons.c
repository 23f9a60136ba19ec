/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-icons.h"

#include <math.h>

/*
 * Rotating ten thousand pictures a frame costs half a second; painting ready ones costs a fiftieth. So each state is drawn in 64
 * directions when it is first seen, with its ring and its badge. Measures and colours are those of the look.
 */

#define HALO 2.0
#define RING_RADIUS 14.5
#define RING_WIDTH 3.0
#define RING_HALO 5.0
#define PLAIN_SIZE 34       /* a 26 px shape and its halo, with a pixel to spare */
#define MARKED_SIZE 44      /* with ring and badge */
#define CLUSTER_SIZE 60

/* Which pictures there are: a bit a flag that shows, then the state, then the direction. */
#define N_TRUCK_KINDS (DRAY_TRUCK_N_STATES * 8)

struct _DrayTruckIcons {
  const DrayTruckPalette *palette;
  int                     scale;
  cairo_surface_t        *trucks[N_TRUCK_KINDS][DRAY_TRUCK_HEADINGS];
  GHashTable             *clusters;     /* packed parts → cairo_surface_t */
};

static const DrayTruckPalette palettes[DRAY_N_LOOKS] = {
  [DRAY_LOOK_LIGHT] = {
    .states = { 0x6b7280, 0x0072b2, 0x00805e, 0xa67600 },
    .late = 0xc75200, .late_text = 0xb84f00, .alarm = 0xc01c28, .alarm_text = 0xc01c28, .badge_text = 0xffffff,
    .halo = 0xffffff, .pill = 0xffffff, .text = 0x2a2a2a,
  },
  [DRAY_LOOK_DARK] = {
    .states = { 0x8a94a3, 0x56b4e9, 0x3ddc97, 0xf0c419 },
    .late = 0xff8a3d, .late_text = 0xff9d5c, .alarm = 0xff5a5f, .alarm_text = 0xff7b7f, .badge_text = 0x1d2125,
    .halo = 0x0e1215, .pill = 0x0e1215, .text = 0xf2f2f2,
  },
  [DRAY_LOOK_LIGHT_CONTRAST] = {
    .states = { 0x4b5260, 0x0072b2, 0x00805e, 0x8f6800 },
    .late = 0xc75200, .late_text = 0xa04400, .alarm = 0xc01c28, .alarm_text = 0xa51d2d, .badge_text = 0xffffff,
    .halo = 0xffffff, .pill = 0xffffff, .text = 0x000000,
  },
  [DRAY_LOOK_DARK_CONTRAST] = {
    .states = { 0xb6becb, 0x7cc9f5, 0x5df0b0, 0xffd83d },
    .late = 0xff9d5c, .late_text = 0xffb27d, .alarm = 0xff7b7f, .alarm_text = 0xff9a9d, .badge_text = 0x000000,
    .halo = 0x000000, .pill = 0x000000, .text = 0xffffff,
  },
};

/* Returns: (transfer none): the colours of a look */
const DrayTruckPalette *
dray_truck_palette_get (DrayLook look)
{
  return &palettes[look];
}

DrayTruckIcons *
dray_truck_icons_new (DrayLook look,
                      int      scale)
{
  DrayTruckIcons *self = g_rc_box_new0 (DrayTruckIcons);

  self->palette = &palettes[look];
  self->scale = MAX (scale, 1);
  self->clusters = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cairo_surface_destroy);
  return self;
}

static void
clear (gpointer data)
{
  DrayTruckIcons *self = data;

  for (int kind = 0; kind < N_TRUCK_KINDS; kind++) {
    for (int heading = 0; heading < DRAY_TRUCK_HEADINGS; heading++)
      g_clear_pointer (&self->trucks[kind][heading], cairo_surface_destroy);
  }
  g_hash_table_unref (self->clusters);
}

void
dray_truck_icons_unref (DrayTruckIcons *self)
{
  g_rc_box_release_full (self, clear);
}

const DrayTruckPalette *
dray_truck_icons_get_palette (DrayTruckIcons *self)
{
  return self->palette;
}

/* A square surface with the origin in its middle. */
static cairo_surface_t *
new_surface (DrayTruckIcons *self,
             int             size)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size * self->scale, size * self->scale);

  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  cairo_surface_set_device_offset (surface, size * self->scale / 2.0, size * self->scale / 2.0);
  return surface;
}

static void
trace_rounded (cairo_t *cr,
               double   width,
               double   height,
               double   radius)
{
  double x = -width / 2, y = -height / 2;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* An arrow head 26 px long that points north. */
static void
trace_arrow (cairo_t *cr)
{
  cairo_move_to (cr, 0, -13);
  cairo_line_to (cr, 9.5, 11);
  cairo_line_to (cr, 0, 6.5);
  cairo_line_to (cr, -9.5, 11);
  cairo_close_path (cr);
}

static void
trace_shape (cairo_t        *cr,
             DrayTruckState  state)
{
  switch (state) {
  case DRAY_TRUCK_DRIVING:
    trace_arrow (cr);
    break;
  case DRAY_TRUCK_WORKING:
    trace_rounded (cr, 18, 18, 3.5);
    break;
  case DRAY_TRUCK_WAITING:
    cairo_new_sub_path (cr);
    cairo_arc (cr, 0, 0, 9.5, 0, 2 * G_PI);
    break;
  case DRAY_TRUCK_PARKED:
  case DRAY_TRUCK_N_STATES:
  default:
    trace_rounded (cr, 18, 7, 2);
    break;
  }
}

static void
draw_ring (cairo_t                *cr,
           const DrayTruckPalette *palette)
{
  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, RING_RADIUS, 0, 2 * G_PI);
  cairo_set_line_width (cr, RING_HALO);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, RING_WIDTH);
  dray_set_source_rgb (cr, palette->late, 1);
  cairo_stroke (cr);
}

/* A triangle of 18 x 15 around (10, -10) with an exclamation mark. */
static void
draw_badge (cairo_t                *cr,
            const DrayTruckPalette *palette)
{
  cairo_save (cr);
  cairo_translate (cr, 10, -10);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, 0, -6.5);
  cairo_line_to (cr, 8, 6.5);
  cairo_line_to (cr, -8, 6.5);
  cairo_close_path (cr);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_set_line_width (cr, 2 + 2 * HALO);
  cairo_stroke_preserve (cr);
  dray_set_source_rgb (cr, palette->alarm, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke_preserve (cr);
  cairo_fill (cr);
  dray_set_source_rgb (cr, palette->badge_text, 1);
  cairo_rectangle (cr, -1, -3, 2, 5.5);
  cairo_rectangle (cr, -1, 3.75, 2, 2);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_solid (cairo_t                *cr,
            const DrayTruckPalette *palette,
            DrayTruckState          state)
{
  trace_shape (cr, state);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_set_line_width (cr, 2 * HALO);
  cairo_stroke_preserve (cr);
  dray_set_source_rgb (cr, palette->states[state], 1);
  cairo_fill (cr);
  if (state == DRAY_TRUCK_WORKING) {
    cairo_arc (cr, 0, 0, 3.2, 0, 2 * G_PI);
    dray_set_source_rgb (cr, palette->halo, 1);
    cairo_fill (cr);
  }
}

/* No fix for a while: the outline alone, dashed, on the halo's colour. */
static void
draw_hollow (cairo_t                *cr,
             const DrayTruckPalette *palette,
             DrayTruckState          state)
{
  static const double dashes[] = { 3, 2 };

  trace_shape (cr, state);
  dray_set_source_rgb (cr, palette->halo, 0.9);
  cairo_set_line_width (cr, 2 * HALO);
  cairo_stroke_preserve (cr);
  cairo_fill_preserve (cr);
  dray_set_source_rgb (cr, palette->states[state], 1);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static cairo_surface_t *
draw_truck (DrayTruckIcons *self,
            DrayTruckState  state,
            guint           flags,
            int             heading)
{
  gboolean marked = flags & (DRAY_TRUCK_LATE | DRAY_TRUCK_ALARM);
  cairo_surface_t *surface = new_surface (self, marked ? MARKED_SIZE : PLAIN_SIZE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (flags & DRAY_TRUCK_LATE) {
    draw_ring (cr, self->palette);
    /* The shape steps back a little so that the ring stays a ring. */
    cairo_save (cr);
    cairo_scale (cr, 0.8, 0.8);
  }
  cairo_save (cr);
  cairo_rotate (cr, heading * 2 * G_PI / DRAY_TRUCK_HEADINGS);
  if (flags & DRAY_TRUCK_STALE)
    draw_hollow (cr, self->palette, state);
  else
    draw_solid (cr, self->palette, state);
  cairo_restore (cr);
  if (flags & DRAY_TRUCK_LATE)
    cairo_restore (cr);
  if (flags & DRAY_TRUCK_ALARM)
    draw_badge (cr, self->palette);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/**
 * dray_truck_icons_get_truck:
 * @flags: #DrayTruckFlags
 * @heading_deg: clockwise from north; only a truck that drives has one to show
 *
 * Returns: (transfer none): the picture
 */
cairo_surface_t *
dray_truck_icons_get_truck (DrayTruckIcons *self,
                            DrayTruckState  state,
                            guint           flags,
                            double          heading_deg)
{
  guint shown = flags & (DRAY_TRUCK_LATE | DRAY_TRUCK_ALARM | DRAY_TRUCK_STALE);
  int heading = state == DRAY_TRUCK_DRIVING ? (int) (heading_deg * DRAY_TRUCK_HEADINGS / 360 + 0.5) & (DRAY_TRUCK_HEADINGS - 1) : 0;
  cairo_surface_t **slot = &self->trucks[state * 8 + shown][heading];

  G_STATIC_ASSERT ((DRAY_TRUCK_LATE | DRAY_TRUCK_ALARM | DRAY_TRUCK_STALE) == 7);
  if (*slot == NULL)
    *slot = draw_truck (self, state, shown, heading);
  return *slot;
}

/* The radius of a cluster's disc by how many trucks are in it. */
double
dray_cluster_radius (guint n)
{
  if (n <= 3)
    return 15;
  return n <= 7 ? 17 : 20;
}

/* Eight parts at most are told apart, and a state that is there at all has one of them. */
static guint
reduce_parts (const guint parts[DRAY_RING_PARTS],
              guint       reduced[DRAY_RING_PARTS])
{
  guint n = 0, sum = 0;

  for (int i = 0; i < DRAY_RING_PARTS; i++)
    n += parts[i];
  for (int i = 0; i < DRAY_RING_PARTS; i++) {
    reduced[i] = n <= 8 || parts[i] == 0 ? parts[i] : MAX (1, (parts[i] * 8 + n / 2) / n);
    sum += reduced[i];
  }
  return sum;
}

static cairo_surface_t *
draw_cluster (DrayTruckIcons *self,
              const guint     parts[DRAY_RING_PARTS],
              guint           n_parts,
              double          radius,
              gboolean        alarm)
{
  cairo_surface_t *surface = new_surface (self, CLUSTER_SIZE);
  cairo_t *cr = cairo_create (surface);
  const DrayTruckPalette *palette = self->palette;
  double from = -G_PI_2;

  cairo_arc (cr, 0, 0, radius + HALO, 0, 2 * G_PI);
  dray_set_source_rgb (cr, palette->halo, 1);
  cairo_fill (cr);
  cairo_set_line_width (cr, 4.5);
  for (int i = 0; i < DRAY_RING_PARTS; i++) {
    double to = from + 2 * G_PI * parts[i] / n_parts;

    if (parts[i] == 0)
      continue;
    cairo_new_sub_path (cr);
    cairo_arc (cr, 0, 0, radius - 2.25, from, to);
    dray_set_source_rgb (cr, i == DRAY_RING_LATE ? palette->late : palette->states[i], 1);
    cairo_stroke (cr);
    from = to;
  }
  if (alarm) {
    cairo_translate (cr, radius - 14.5, 14.5 - radius);
    draw_badge (cr, palette);
  }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/**
 * dray_truck_icons_get_cluster:
 * @parts: (array length=DRAY_RING_PARTS): how many trucks of each state, those that are late apart
 * @alarm: one inside has an alarm
 *
 * Returns: (transfer none): the disc and its ring, without the number
 */
cairo_surface_t *
dray_truck_icons_get_cluster (DrayTruckIcons *self,
                              const guint     parts[DRAY_RING_PARTS],
                              gboolean        alarm)
{
  guint reduced[DRAY_RING_PARTS];
  guint n = reduce_parts (parts, reduced);
  guint total = 0, key = 0;

  g_return_val_if_fail (n > 0, NULL);
  for (int i = 0; i < DRAY_RING_PARTS; i++) {
    total += parts[i];
    key = key << 4 | reduced[i];
  }

  double radius = dray_cluster_radius (total);

  key = key << 3 | (radius > 19 ? 2u : radius > 16 ? 1u : 0u) << 1 | (alarm ? 1u : 0u);

  cairo_surface_t *surface = g_hash_table_lookup (self->clusters, GUINT_TO_POINTER (key));

  if (surface == NULL) {
    surface = draw_cluster (self, reduced, n, radius, alarm);
    g_hash_table_insert (self->clusters, GUINT_TO_POINTER (key), surface);
  }
  return surface;
}
