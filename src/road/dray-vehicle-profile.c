/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-vehicle-profile.h"

#include "dray-road-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

gboolean
dray_vehicle_profile_equal (const DrayVehicleProfile *a,
                            const DrayVehicleProfile *b)
{
  return a->kind == b->kind && a->height_cm == b->height_cm && a->width_cm == b->width_cm && a->length_cm == b->length_cm &&
         a->weight_kg == b->weight_kg && a->axle_kg == b->axle_kg && a->max_speed_kmh == b->max_speed_kmh &&
         !a->hazmat == !b->hazmat && !a->avoid_toll == !b->avoid_toll;
}

static gboolean
read_kind (JsonNode        *node,
           DrayVehicleKind *kind)
{
  static const char *const names[DRAY_N_VEHICLE_KINDS] = { "truck", "van", "car" };

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  for (int i = 0; i < DRAY_N_VEHICLE_KINDS; i++) {
    if (strcmp (json_node_get_string (node), names[i]) == 0) {
      *kind = (DrayVehicleKind) i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_number (JsonNode *node,
             int      *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  gint64 number = json_node_get_int (node);
  if (number < 0 || number > 1000000)
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static gboolean
read_flag (JsonNode *node,
           gboolean *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * dray_vehicle_profile_parse:
 * @text: a JSON object: "kind" ("truck", "van", "car"), "height_cm", "width_cm", "length_cm", "weight_kg", "axle_kg",
 *   "max_speed_kmh", "hazmat", "avoid_toll"; what is left out is as in %DRAY_VEHICLE_PROFILE_TRUCK
 *
 * Errors: %DRAY_ROAD_ERROR_INVALID, naming the member
 */
gboolean
dray_vehicle_profile_parse (DrayVehicleProfile *self,
                            const char         *text,
                            GError            **error)
{
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  DrayVehicleProfile profile = DRAY_VEHICLE_PROFILE_TRUCK;
  const struct {
    const char *name;
    int        *number;
    gboolean   *flag;
  } members[] = {
    { "height_cm", &profile.height_cm, NULL }, { "width_cm", &profile.width_cm, NULL }, { "length_cm", &profile.length_cm, NULL },
    { "weight_kg", &profile.weight_kg, NULL }, { "axle_kg", &profile.axle_kg, NULL }, { "max_speed_kmh", &profile.max_speed_kmh, NULL },
    { "hazmat", NULL, &profile.hazmat }, { "avoid_toll", NULL, &profile.avoid_toll },
  };

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error_literal (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "A vehicle is a JSON object");
    return FALSE;
  }
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node)) {
    gboolean good = strcmp (name, "kind") == 0 && read_kind (node, &profile.kind);

    for (gsize i = 0; !good && i < G_N_ELEMENTS (members); i++) {
      if (strcmp (name, members[i].name) == 0)
        good = members[i].number != NULL ? read_number (node, members[i].number) : read_flag (node, members[i].flag);
    }
    if (!good) {
      g_set_error (error, DRAY_ROAD_ERROR, DRAY_ROAD_ERROR_INVALID, "The vehicle's \"%s\" is unknown or out of range", name);
      return FALSE;
    }
  }
  *self = profile;
  return TRUE;
}
