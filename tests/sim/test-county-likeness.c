/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county.h"
#include "dray-osm-reader.h"
#include "dray-test-folder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Is the county like a place? The shares of dead ends and crossings, the lengths of segments and the sizes of blocks are measured on its
 * file and on real extracts in the same way, printed side by side, and held within what the real ones span. */

typedef struct {
  double dead_ends; /* share of the junctions (all nodes of a degree other than two) where one segment ends */
  double threes;
  double fours;
  double median_m;  /* of the segments between junctions */
  double p90_m;
  double block_ha;  /* median of the blocks smaller than a square kilometre */
} Likeness;

/* A half of a stretch between two neighbouring nodes: it leads from @from to @to and has its twin at index ^ 1. */
typedef struct {
  guint32  from;
  guint32  to;
  double   angle;
  gboolean seen;
} Half;

typedef struct {
  const DrayOsmData *data;
  GArray            *halves;  /* (element-type Half) */
  guint32           *order;   /* halves by node, then by angle */
  guint32           *first;   /* [nodes + 1] in @order */
  guint32           *rank;    /* where each half stands in @order */
} Plane;

static gboolean
is_street (const DrayOsmData *data,
           guint32            way)
{
  static const char *const kinds[] = { "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary",
                                       "tertiary_link", "unclassified", "residential", "living_street", "road", NULL };
  const char *highway = dray_osm_data_get_tag (data, dray_osm_data_get_way_tags (data, way), "highway");

  return highway != NULL && g_strv_contains (kinds, highway);
}

/* East and north, in metres about the first node. */
static double
east (const DrayOsmData *data,
      guint32            node)
{
  return (data->node_lon_e7[node] - data->node_lon_e7[0]) * 0.0111319 * cos (data->node_lat_e7[0] / 1e7 * G_PI / 180);
}

static double
north (const DrayOsmData *data,
       guint32            node)
{
  return (data->node_lat_e7[node] - data->node_lat_e7[0]) * 0.0111319;
}

static double
length_of (const DrayOsmData *data,
           const Half        *half)
{
  return hypot (east (data, half->to) - east (data, half->from), north (data, half->to) - north (data, half->from));
}

static int
compare_halves (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const GArray *halves = user_data;
  const Half *left = &g_array_index (halves, Half, *(const guint32 *) a), *right = &g_array_index (halves, Half, *(const guint32 *) b);

  if (left->from != right->from)
    return left->from < right->from ? -1 : 1;
  return left->angle < right->angle ? -1 : left->angle > right->angle;
}

static Plane
plane_new (const DrayOsmData *data)
{
  Plane plane = { data, g_array_new (FALSE, FALSE, sizeof (Half)), NULL, NULL, NULL };

  for (guint32 way = 0; way < data->n_ways; way++) {
    for (guint32 k = data->way_refs_first[way]; is_street (data, way) && k + 1 < data->way_refs_first[way + 1]; k++) {
      Half half = { data->way_refs[k], data->way_refs[k + 1], 0, FALSE };

      if (half.from == DRAY_OSM_MISSING || half.to == DRAY_OSM_MISSING || half.from == half.to)
        continue;
      Half twin = { half.to, half.from, 0, FALSE };
      half.angle = atan2 (north (data, half.to) - north (data, half.from), east (data, half.to) - east (data, half.from));
      twin.angle = atan2 (north (data, half.from) - north (data, half.to), east (data, half.from) - east (data, half.to));
      g_array_append_val (plane.halves, half);
      g_array_append_val (plane.halves, twin);
    }
  }
  guint n = plane.halves->len;

  plane.order = g_new (guint32, n);
  plane.rank = g_new (guint32, n);
  plane.first = g_new0 (guint32, data->n_nodes + 1);
  for (guint i = 0; i < n; i++) {
    plane.order[i] = i;
    plane.first[g_array_index (plane.halves, Half, i).from + 1]++;
  }
  for (guint i = 0; i < data->n_nodes; i++)
    plane.first[i + 1] += plane.first[i];
  g_qsort_with_data (plane.order, (int) n, sizeof *plane.order, compare_halves, plane.halves);
  for (guint i = 0; i < n; i++)
    plane.rank[plane.order[i]] = i;
  return plane;
}

static void
plane_clear (Plane *self)
{
  g_array_unref (self->halves);
  g_free (self->order);
  g_free (self->first);
  g_free (self->rank);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plane, plane_clear)

static guint32
degree (const Plane *plane,
        guint32      node)
{
  return plane->first[node + 1] - plane->first[node];
}

/* The half that bounds the same block on its left: at the end of @i, the first to the right of the way back. */
static guint32
next_half (const Plane *plane,
           guint32      i)
{
  guint32 back = i ^ 1, node = g_array_index (plane->halves, Half, back).from, at = plane->rank[back];

  return plane->order[at == plane->first[node] ? plane->first[node + 1] - 1 : at - 1];
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double *left = a, *right = b;

  return *left < *right ? -1 : *left > *right;
}

static double
quantile (GArray *values,
          double  share)
{
  g_array_sort (values, compare_doubles);
  return values->len > 0 ? g_array_index (values, double, (guint) (share * (values->len - 1))) : 0;
}

static GArray *
list_lengths (const Plane *plane)
{
  GArray *lengths = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i < plane->halves->len; i++) {
    guint32 at = i;
    double length = 0;

    if (degree (plane, g_array_index (plane->halves, Half, i).from) == 2)
      continue;
    for (guint steps = 0; steps < 100000; steps++) {
      length += length_of (plane->data, &g_array_index (plane->halves, Half, at));
      if (degree (plane, g_array_index (plane->halves, Half, at).to) != 2)
        break;
      at = next_half (plane, at);
    }
    g_array_append_val (lengths, length);
  }
  return lengths;
}

static GArray *
list_blocks (Plane *plane)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i < plane->halves->len; i++) {
    double twice = 0;

    for (guint32 at = i; !g_array_index (plane->halves, Half, at).seen; at = next_half (plane, at)) {
      Half *half = &g_array_index (plane->halves, Half, at);

      half->seen = TRUE;
      twice += east (plane->data, half->from) * north (plane->data, half->to) - east (plane->data, half->to) * north (plane->data, half->from);
    }
    double hectares = twice / 2 / 10000;

    if (hectares > 0.02 && hectares < 100)
      g_array_append_val (blocks, hectares);
  }
  return blocks;
}

static Likeness
measure (const DrayOsmData *data)
{
  g_auto (Plane) plane = plane_new (data);
  guint32 counts[5] = { 0 }, n = 0;

  for (guint32 node = 0; node < data->n_nodes; node++) {
    guint32 d = degree (&plane, node);

    if (d == 0 || d == 2)
      continue;
    counts[MIN (d, 4)]++;
    n++;
  }
  g_autoptr (GArray) lengths = list_lengths (&plane);
  g_autoptr (GArray) blocks = list_blocks (&plane);

  return (Likeness) { (double) counts[1] / n, (double) counts[3] / n, (double) counts[4] / n, quantile (lengths, 0.5), quantile (lengths, 0.9), quantile (blocks, 0.5) };
}

static void
print_likeness (const char     *what,
                const Likeness *self)
{
  g_test_message ("%-22s dead ends %.2f, threes %.2f, fours %.2f; segments median %.0f m, p90 %.0f m; blocks median %.2f ha", what, self->dead_ends, self->threes,
                  self->fours, self->median_m, self->p90_m, self->block_ha);
}

static DrayOsmData *
read_county (void)
{
  DrayCountyOptions options = { .seed = DRAY_COUNTY_DEFAULT_SEED, .n_segments = 20000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayCounty) county = dray_county_new (&options, NULL, &error);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  g_assert_true (dray_county_write (county, stream, NULL, &error));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  g_autoptr (GBytes) bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  DrayOsmData *data = dray_osm_reader_read_bytes (bytes, 1, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return data;
}

/* Widens what is spanned until now to hold @value. */
static void
span (double *low,
      double *high,
      double  value)
{
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

#define N_FIGURES (sizeof (Likeness) / sizeof (double))

static void
test_county_lies_among_real_extracts (void)
{
  static const char *const files[] = { "regions/liechtenstein.osm.pbf", "regions/andorra-2020.osm.pbf", "regions/porto.osm.pbf", "regions/monaco.osm.pbf" };
  double low[N_FIGURES], high[N_FIGURES], mine[N_FIGURES];
  g_autoptr (DrayOsmData) county = NULL;
  Likeness likeness;
  int n_read = 0;

  for (gsize k = 0; k < N_FIGURES; k++) {
    low[k] = G_MAXDOUBLE;
    high[k] = 0;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = dray_test_shared_path (files[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (DrayOsmData) data = path != NULL ? dray_osm_reader_read_file (path, 1, NULL, NULL, NULL, &error) : NULL;
    double figures[N_FIGURES];

    if (data == NULL)
      continue;
    likeness = measure (data);
    print_likeness (files[i], &likeness);
    memcpy (figures, &likeness, sizeof figures);
    for (gsize k = 0; k < N_FIGURES; k++)
      span (&low[k], &high[k], figures[k]);
    n_read++;
  }
  if (n_read < 2) {
    g_test_skip ("no real extracts at DRAY_SHARED or beside the source");
    return;
  }

  county = read_county ();
  likeness = measure (county);
  print_likeness ("demo county", &likeness);
  memcpy (mine, &likeness, sizeof mine);
  /* A quarter beyond the real ones is still a place: no two of them are alike either. */
  for (gsize k = 0; k < N_FIGURES; k++) {
    g_assert_cmpfloat (mine[k], >, 0.75 * low[k]);
    g_assert_cmpfloat (mine[k], <, 1.25 * high[k]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/county/lies-among-real-extracts", test_county_lies_among_real_extracts);
  return g_test_run ();
}
