/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-road-error.h"
#include "dray-road-fixture.h"
#include "dray-road-path.h"
#include "dray-road-tags-private.h"

#include <string.h>

/* What signs say to trucks, each on a small town made for it:
 *
 *        4 --- 5          The way from 1 to 3 leads over 2 (short, way 10 then 11) or round by 4 and 5 (long, way 20).
 *        |     |          Way 11, from 2 to 3, carries the sign.
 *   0 -- 1 -2- 3 -- 6
 */

static const char town[] =
  "<osm version='0.6'>"
  "<node id='100' lon='10.000' lat='50.000'/><node id='1' lon='10.010' lat='50.000'/><node id='2' lon='10.015' lat='50.000'>%s</node>"
  "<node id='3' lon='10.020' lat='50.000'/><node id='4' lon='10.010' lat='50.010'/><node id='5' lon='10.020' lat='50.010'/>"
  "<node id='6' lon='10.030' lat='50.000'/><node id='7' lon='10.015' lat='49.995'/>"
  "<way id='9'><nd ref='100'/><nd ref='1'/><tag k='highway' v='primary'/><tag k='name' v='West Road'/></way>"
  "<way id='10'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/><tag k='name' v='Bridge Street'/></way>"
  "<way id='11'><nd ref='2'/><nd ref='3'/><tag k='highway' v='primary'/><tag k='name' v='Bridge Street'/>%s</way>"
  "<way id='12'><nd ref='3'/><nd ref='6'/><tag k='highway' v='primary'/><tag k='name' v='East Road'/></way>"
  "<way id='13'><nd ref='2'/><nd ref='7'/><tag k='highway' v='residential'/><tag k='name' v='Mill Lane'/></way>"
  "<way id='20'><nd ref='1'/><nd ref='4'/><nd ref='5'/><nd ref='3'/><tag k='highway' v='primary'/><tag k='name' v='Ring Road'/></way>"
  "%s</osm>";

typedef enum {
  SHORT,   /* over Bridge Street */
  ROUND,   /* by the Ring Road */
  NONE,
} Way;

static const DrayVehicleProfile truck = { .kind = DRAY_VEHICLE_TRUCK, .height_cm = 400, .width_cm = 255, .length_cm = 1650, .weight_kg = 18000, .axle_kg = 10000, .max_speed_kmh = 80 };
static const DrayVehicleProfile van = { .kind = DRAY_VEHICLE_VAN, .height_cm = 250, .width_cm = 200, .length_cm = 600, .weight_kg = 3000, .axle_kg = 1800 };
static const DrayVehicleProfile car = { .kind = DRAY_VEHICLE_CAR, .height_cm = 150, .width_cm = 180, .length_cm = 450, .weight_kg = 1500, .axle_kg = 800 };

static DrayRegion *
make_town (DrayTestFolder *folder,
           const char     *node,
           const char     *way,
           const char     *rest)
{
  g_autoptr (GString) text = g_string_new (town);

  g_string_replace (text, "%s", node, 1);
  g_string_replace (text, "%s", way, 1);
  g_string_replace (text, "%s", rest, 1);
  return dray_fixture_import_text (folder, text->str);
}

static DrayRegionSnap
snap (DrayRegion *region,
      double      lon,
      double      lat)
{
  /* By car, which may stop anywhere here. */
  DrayRegionSnap result = { 0 };
  g_autoptr (GError) error = NULL;

  dray_region_snap (region, &(DrayVehicleProfile) { .kind = DRAY_VEHICLE_CAR }, dray_degrees_to_e7 (lon), dray_degrees_to_e7 (lat), NULL, &result, &error);
  g_assert_no_error (error);
  return result;
}

static Way
drive_at (DrayRegion               *region,
          const DrayVehicleProfile *profile,
          int                       period,
          double                    from_lon,
          double                    to_lon)
{
  DrayRegionSnap from = snap (region, from_lon, 50.0), to = snap (region, to_lon, 50.0);
  g_autoptr (GError) error = NULL;
  g_autoptr (DrayRoadPath) path = dray_road_path_find (region, profile, period, &from, &to, NULL, &error);
  Way way = SHORT;

  if (path == NULL) {
    g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_PATH);
    return NONE;
  }
  for (guint i = 0; i < path->n_segments; i++)
    way = path->segments[i].way_id == 20 ? ROUND : way;
  return way;
}

/* From west to east. */
static Way
drive (DrayRegion               *region,
       const DrayVehicleProfile *profile)
{
  return drive_at (region, profile, DRAY_ROAD_ANY_TIME, 10.005, 10.025);
}

static Way
drive_back (DrayRegion               *region,
            const DrayVehicleProfile *profile)
{
  return drive_at (region, profile, DRAY_ROAD_ANY_TIME, 10.025, 10.005);
}

typedef struct {
  const char *name;
  const char *tags;      /* of way 11 */
  Way         truck, truck_back, van, car;
} Sign;

#define TAG(k, v) "<tag k='" k "' v='" v "'/>"

static const Sign signs[] = {
  { "nothing", "", SHORT, SHORT, SHORT, SHORT },
  { "hgv", TAG ("hgv", "no"), ROUND, ROUND, SHORT, SHORT },
  { "hgv-forward", TAG ("hgv:forward", "no"), ROUND, SHORT, SHORT, SHORT },
  { "hgv-backward", TAG ("hgv:backward", "no"), SHORT, ROUND, SHORT, SHORT },
  { "hgv-over-access", TAG ("access", "no") TAG ("hgv", "yes"), SHORT, SHORT, ROUND, ROUND },
  { "goods", TAG ("goods", "no"), ROUND, ROUND, ROUND, SHORT },
  { "motor-vehicle", TAG ("motor_vehicle", "no"), ROUND, ROUND, ROUND, ROUND },
  { "vehicle", TAG ("vehicle", "no"), ROUND, ROUND, ROUND, ROUND },
  { "access", TAG ("access", "no"), ROUND, ROUND, ROUND, ROUND },
  { "access-private", TAG ("access", "private"), ROUND, ROUND, ROUND, ROUND },
  { "hgv-destination", TAG ("hgv", "destination"), ROUND, ROUND, SHORT, SHORT },
  { "hgv-delivery", TAG ("hgv", "delivery"), ROUND, ROUND, SHORT, SHORT },
  { "motorcar", TAG ("motorcar", "no"), SHORT, SHORT, SHORT, ROUND },
  { "oneway", TAG ("oneway", "yes"), SHORT, ROUND, SHORT, SHORT },
  { "oneway-against", TAG ("oneway", "-1"), ROUND, SHORT, ROUND, ROUND },
  { "oneway-reversible", TAG ("oneway", "reversible"), ROUND, ROUND, ROUND, ROUND },
  { "maxheight", TAG ("maxheight", "3.8"), ROUND, ROUND, SHORT, SHORT },
  { "maxheight-enough", TAG ("maxheight", "4.0"), SHORT, SHORT, SHORT, SHORT },
  { "maxheight-feet", TAG ("maxheight", "13&apos;0\""), ROUND, ROUND, SHORT, SHORT },
  { "maxheight-feet-enough", TAG ("maxheight", "13&apos;6\""), SHORT, SHORT, SHORT, SHORT },
  { "maxheight-default", TAG ("maxheight", "default"), SHORT, SHORT, SHORT, SHORT },
  { "maxheight-none", TAG ("maxheight", "none"), SHORT, SHORT, SHORT, SHORT },
  { "maxheight-physical", TAG ("maxheight", "4.5") TAG ("maxheight:physical", "3.9"), ROUND, ROUND, SHORT, SHORT },
  { "maxheight-forward", TAG ("maxheight:forward", "3.0"), ROUND, SHORT, SHORT, SHORT },
  { "height-of-a-bridge", TAG ("bridge", "yes") TAG ("height", "2"), SHORT, SHORT, SHORT, SHORT },
  { "maxwidth", TAG ("maxwidth", "2.3"), ROUND, ROUND, SHORT, SHORT },
  { "maxlength", TAG ("maxlength", "12 m"), ROUND, ROUND, SHORT, SHORT },
  { "maxweight", TAG ("maxweight", "7.5"), ROUND, ROUND, SHORT, SHORT },
  { "maxweight-unit", TAG ("maxweight", "7.5 t"), ROUND, ROUND, SHORT, SHORT },
  { "maxweight-kg", TAG ("maxweight", "7500 kg"), ROUND, ROUND, SHORT, SHORT },
  { "maxweight-enough", TAG ("maxweight", "18"), SHORT, SHORT, SHORT, SHORT },
  { "maxweight-backward", TAG ("maxweight:backward", "7.5"), SHORT, ROUND, SHORT, SHORT },
  { "maxweightrating", TAG ("maxweightrating", "12"), ROUND, ROUND, SHORT, SHORT },
  { "maxweightrating-hgv", TAG ("maxweightrating:hgv", "12"), ROUND, ROUND, SHORT, SHORT },
  { "maxaxleload", TAG ("maxaxleload", "8"), ROUND, ROUND, SHORT, SHORT },
  { "hgv-conditional-weight", TAG ("hgv:conditional", "no @ (weight>7.5)"), ROUND, ROUND, SHORT, SHORT },
  { "hgv-conditional-weight-more", TAG ("hgv:conditional", "no @ (weight>20)"), SHORT, SHORT, SHORT, SHORT },
  { "access-conditional-length", TAG ("access:conditional", "no @ length>10"), ROUND, ROUND, SHORT, SHORT },
  { "hgv-conditional-hours", TAG ("hgv:conditional", "no @ (22:00-06:00)"), ROUND, ROUND, SHORT, SHORT },
  { "hgv-forward-conditional", TAG ("hgv:forward:conditional", "no @ (07:00-09:00)"), ROUND, SHORT, SHORT, SHORT },
  { "motorroad", TAG ("motorroad", "yes"), SHORT, SHORT, SHORT, SHORT },
};

static void
test_sign (gconstpointer data)
{
  const Sign *sign = data;
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", sign->tags, "");

  g_assert_cmpint (drive (region, &truck), ==, sign->truck);
  g_assert_cmpint (drive_back (region, &truck), ==, sign->truck_back);
  g_assert_cmpint (drive (region, &van), ==, sign->van);
  g_assert_cmpint (drive (region, &car), ==, sign->car);
}

static void
test_hazmat_and_toll (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", TAG ("hazmat", "no"), "");
  g_autoptr (DrayRegion) tolled = make_town (folder, "", TAG ("toll", "yes"), "");
  DrayVehicleProfile hazmat = truck, thrifty = truck;

  hazmat.hazmat = TRUE;
  thrifty.avoid_toll = TRUE;
  g_assert_cmpint (drive (region, &truck), ==, SHORT);
  g_assert_cmpint (drive (region, &hazmat), ==, ROUND);
  g_assert_cmpint (drive (tolled, &truck), ==, SHORT);
  g_assert_cmpint (drive (tolled, &thrifty), ==, ROUND);
}

static void
test_hours (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) closed = make_town (folder, "", TAG ("hgv:conditional", "no @ (Mo-Fr 07:00-09:00)"), "");
  g_autoptr (DrayRegion) opened = make_town (folder, "", TAG ("hgv", "no") TAG ("hgv:conditional", "yes @ (09:00-12:00)"), "");

  g_assert_cmpint (drive_at (closed, &truck, dray_road_period_of_hour (8), 10.005, 10.025), ==, ROUND);
  g_assert_cmpint (drive_at (closed, &truck, dray_road_period_of_hour (10), 10.005, 10.025), ==, SHORT);
  g_assert_cmpint (drive_at (opened, &truck, dray_road_period_of_hour (8), 10.005, 10.025), ==, ROUND);
  g_assert_cmpint (drive_at (opened, &truck, dray_road_period_of_hour (10), 10.005, 10.025), ==, SHORT);
}

static void
test_destination_is_reached_and_left (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", TAG ("hgv", "destination"), "");

  /* In from either side, out to either side, and within. */
  g_assert_cmpint (drive_at (region, &truck, DRAY_ROAD_ANY_TIME, 10.005, 10.018), ==, SHORT);
  g_assert_cmpint (drive_at (region, &truck, DRAY_ROAD_ANY_TIME, 10.018, 10.005), ==, SHORT);
  g_assert_cmpint (drive_at (region, &truck, DRAY_ROAD_ANY_TIME, 10.018, 10.025), ==, SHORT);
  g_assert_cmpint (drive_at (region, &truck, DRAY_ROAD_ANY_TIME, 10.016, 10.018), ==, SHORT);
}

typedef struct {
  const char *name;
  const char *tags;       /* of node 2, in the middle of Bridge Street */
  Way         truck, van, car;
} Barrier;

static const Barrier barriers[] = {
  { "bollard", TAG ("barrier", "bollard"), ROUND, ROUND, ROUND },
  { "bollard-let-through", TAG ("barrier", "bollard") TAG ("motor_vehicle", "yes"), SHORT, SHORT, SHORT },
  { "bollard-for-trucks", TAG ("barrier", "bollard") TAG ("hgv", "yes"), SHORT, ROUND, ROUND },
  { "lift-gate", TAG ("barrier", "lift_gate"), SHORT, SHORT, SHORT },
  { "gate-closed", TAG ("barrier", "gate") TAG ("access", "no"), ROUND, ROUND, ROUND },
  { "kerb", TAG ("barrier", "kerb"), SHORT, SHORT, SHORT },
  { "height-restrictor", TAG ("barrier", "height_restrictor") TAG ("maxheight", "2.7"), ROUND, SHORT, SHORT },
  { "narrow", TAG ("barrier", "entrance") TAG ("maxwidth", "1.9"), ROUND, ROUND, SHORT },
  { "signals", TAG ("highway", "traffic_signals"), SHORT, SHORT, SHORT },
};

static void
test_barrier (gconstpointer data)
{
  const Barrier *barrier = data;
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, barrier->tags, "", "");

  g_assert_cmpint (drive (region, &truck), ==, barrier->truck);
  g_assert_cmpint (drive (region, &van), ==, barrier->van);
  g_assert_cmpint (drive (region, &car), ==, barrier->car);
}

typedef struct {
  const char *name;
  const char *relation;
  Way         truck, truck_back, car;
} Rule;

#define RULE(from, via, to, tags) \
  "<relation id='1'><member type='way' ref='" from "' role='from'/>" via "<member type='way' ref='" to "' role='to'/>" TAG ("type", "restriction") tags "</relation>"
#define NODE(n) "<member type='node' ref='" n "' role='via'/>"
#define WAY(n) "<member type='way' ref='" n "' role='via'/>"

static const Rule rules[] = {
  { "no", RULE ("10", NODE ("2"), "11", TAG ("restriction", "no_straight_on")), ROUND, SHORT, ROUND },
  { "only", RULE ("10", NODE ("2"), "13", TAG ("restriction", "only_right_turn")), ROUND, SHORT, ROUND },
  { "only-the-way", RULE ("10", NODE ("2"), "11", TAG ("restriction", "only_straight_on")), SHORT, SHORT, SHORT },
  { "hgv", RULE ("10", NODE ("2"), "11", TAG ("restriction:hgv", "no_straight_on")), ROUND, SHORT, SHORT },
  { "except-hgv", RULE ("10", NODE ("2"), "11", TAG ("restriction", "no_straight_on") TAG ("except", "psv;hgv")), SHORT, SHORT, ROUND },
  { "conditional-weight", RULE ("10", NODE ("2"), "11", TAG ("restriction:conditional", "no_straight_on @ (weight>7.5)")), ROUND, SHORT, SHORT },
  { "conditional-not-understood", RULE ("10", NODE ("2"), "11", TAG ("restriction:conditional", "no_straight_on @ (moon=full)")), ROUND, SHORT, ROUND },
  { "over-a-way", RULE ("9", WAY ("10"), "11", TAG ("restriction", "no_straight_on")), ROUND, SHORT, ROUND },
  { "over-two-ways", RULE ("9", WAY ("10") WAY ("11"), "12", TAG ("restriction", "no_straight_on")), ROUND, SHORT, ROUND },
  { "only-over-a-way", RULE ("9", WAY ("10"), "13", TAG ("restriction", "only_right_turn")), ROUND, SHORT, ROUND },
  { "names-what-is-not-here", RULE ("10", NODE ("2"), "999", TAG ("restriction", "no_straight_on")), SHORT, SHORT, SHORT },
};

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", "", rule->relation);

  g_assert_cmpint (drive (region, &truck), ==, rule->truck);
  g_assert_cmpint (drive_back (region, &truck), ==, rule->truck_back);
  g_assert_cmpint (drive (region, &car), ==, rule->car);
}

/* A restriction over a way binds only those who came that way. */
static void
test_rule_over_a_way_binds_who_came_that_way (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", "", RULE ("20", WAY ("10"), "11", TAG ("restriction", "no_straight_on")));

  g_assert_cmpint (drive (region, &truck), ==, SHORT);
}

/* Who drives on a road turns round only where it ends. */
static void
test_turning_round_needs_a_dead_end (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", "", "");
  DrayRegionSnap back = snap (region, 10.0125, 50.0), behind = snap (region, 10.0115, 50.0), west = snap (region, 10.005, 50.0), east = snap (region, 10.025, 50.0);

  /* Eastward from the one point to the other that lies behind it, eastward again: round by the ring, for nobody turns round in
   * the middle of a town. */
  g_assert_cmpuint (back.piece, ==, behind.piece);
  back.directions = behind.directions = 1;
  g_autoptr (DrayRoadPath) round = dray_road_path_find (region, &truck, DRAY_ROAD_ANY_TIME, &back, &behind, NULL, NULL);
  for (guint i = 1; i < round->n_segments; i++)
    g_assert_cmpuint (round->segments[i].piece, !=, round->segments[i - 1].piece);
  g_assert_cmpuint (round->length_dm, >, 30000);

  /* Westward on the road that ends in the west: turned round at its end, once. */
  west.directions = 2;
  g_autoptr (DrayRoadPath) turned = dray_road_path_find (region, &truck, DRAY_ROAD_ANY_TIME, &west, &east, NULL, NULL);
  g_assert_cmpuint (turned->segments[0].piece, ==, turned->segments[1].piece);
  g_assert_cmpint (turned->steps[1].turn, ==, DRAY_ROAD_TURN_ROUND);
  for (guint i = 2; i < turned->n_segments; i++)
    g_assert_cmpuint (turned->segments[i].piece, !=, turned->segments[i - 1].piece);
}

static void
test_no_path_names_the_sign (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = dray_fixture_import_text (folder,
    "<osm><node id='1' lon='10' lat='50'/><node id='2' lon='10.01' lat='50'/><node id='3' lon='10.02' lat='50'/><node id='4' lon='10.03' lat='50'/>"
    "<way id='1'><nd ref='1'/><nd ref='2'/>" TAG ("highway", "primary") "</way>"
    "<way id='2'><nd ref='2'/><nd ref='3'/>" TAG ("highway", "primary") TAG ("name", "Low Bridge") TAG ("maxheight", "3.1") "</way>"
    "<way id='3'><nd ref='3'/><nd ref='4'/>" TAG ("highway", "primary") "</way></osm>");
  DrayRegionSnap from = snap (region, 10.005, 50), to = snap (region, 10.025, 50);
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_road_path_find (region, &truck, DRAY_ROAD_ANY_TIME, &from, &to, NULL, &error));
  g_assert_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_NO_PATH);
  g_assert_nonnull (strstr (error->message, "maxheight on Low Bridge"));
}

static void
test_turn_list_names_streets (void)
{
  g_autoptr (DrayTestFolder) folder = dray_test_folder_new ();
  g_autoptr (DrayRegion) region = make_town (folder, "", TAG ("hgv", "no"), "");
  DrayRegionSnap from = snap (region, 10.005, 50), to = snap (region, 10.025, 50);
  g_autoptr (DrayRoadPath) path = dray_road_path_find (region, &truck, DRAY_ROAD_ANY_TIME, &from, &to, NULL, NULL);
  const struct {
    DrayRoadTurn turn;
    const char  *name;
  } expected[] = {
    { DRAY_ROAD_TURN_DEPART, "West Road" }, { DRAY_ROAD_TURN_LEFT, "Ring Road" }, { DRAY_ROAD_TURN_LEFT, "East Road" }, { DRAY_ROAD_TURN_ARRIVE, "East Road" },
  };

  g_assert_cmpuint (path->n_steps, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < path->n_steps; i++) {
    g_assert_cmpint (path->steps[i].turn, ==, expected[i].turn);
    g_assert_cmpstr (path->steps[i].name, ==, expected[i].name);
  }
  /* 2 km of latitude, 1.4 km of longitude at 50 degrees. */
  g_assert_cmpfloat_with_epsilon (path->length_dm / 10.0, 2 * 1111.95 + 2 * 0.01 * 111195 * 0.642788, 8);
}

static void
test_units (void)
{
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("4.1"), ==, 410);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("4,1 m"), ==, 410);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("13'6\""), ==, 411);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("13'"), ==, 396);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("14 ft"), ==, 427);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("310 cm"), ==, 310);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("default"), ==, 0);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("below_default"), ==, 0);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("-4"), ==, 0);
  g_assert_cmpuint (dray_road_tags_parse_length_cm ("1e9"), ==, 0);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("7.5"), ==, 7500);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("7.5 t"), ==, 7500);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("7.5t"), ==, 7500);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("7500 kg"), ==, 7500);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("16000 lbs"), ==, 7257);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("none"), ==, 0);
  g_assert_cmpuint (dray_road_tags_parse_weight_kg ("heavy"), ==, 0);
  g_assert_cmpuint (dray_road_tags_parse_speed_kmh ("50"), ==, 50);
  g_assert_cmpuint (dray_road_tags_parse_speed_kmh ("30 mph"), ==, 48);
  g_assert_cmpuint (dray_road_tags_parse_speed_kmh ("none"), ==, 0);
}

static void
test_conditions (void)
{
  DrayTagCondition night = dray_tag_condition_parse ("(22:00-06:00)");
  DrayTagCondition both = dray_tag_condition_parse ("(Mo-Fr 07:00-19:00 AND weight>7.5)");
  DrayTagCondition odd = dray_tag_condition_parse ("wet");

  g_assert_true (night.understood);
  g_assert_cmphex (night.hours, ==, 0xc0003f);
  g_assert_true (both.understood);
  g_assert_cmphex (both.hours, ==, 0x7ff80);
  g_assert_cmpuint (both.weight_kg, ==, 7500);
  g_assert_false (odd.understood);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
    g_autofree char *name = g_strconcat ("/road/trucks/sign/", signs[i].name, NULL);
    g_test_add_data_func (name, &signs[i], test_sign);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (barriers); i++) {
    g_autofree char *name = g_strconcat ("/road/trucks/barrier/", barriers[i].name, NULL);
    g_test_add_data_func (name, &barriers[i], test_barrier);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *name = g_strconcat ("/road/trucks/restriction/", rules[i].name, NULL);
    g_test_add_data_func (name, &rules[i], test_rule);
  }
  g_test_add_func ("/road/trucks/restriction/over-a-way-binds-who-came-that-way", test_rule_over_a_way_binds_who_came_that_way);
  g_test_add_func ("/road/trucks/hazmat-and-toll", test_hazmat_and_toll);
  g_test_add_func ("/road/trucks/hours", test_hours);
  g_test_add_func ("/road/trucks/destination-is-reached-and-left", test_destination_is_reached_and_left);
  g_test_add_func ("/road/trucks/turning-round-needs-a-dead-end", test_turning_round_needs_a_dead_end);
  g_test_add_func ("/road/trucks/no-path-names-the-sign", test_no_path_names_the_sign);
  g_test_add_func ("/road/trucks/turn-list-names-streets", test_turn_list_names_streets);
  g_test_add_func ("/road/trucks/units", test_units);
  g_test_add_func ("/road/trucks/conditions", test_conditions);
  return g_test_run ();
}
