/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-county-write-private.h"

/* Roads as ways: a road is one way as long as all its segments are alike, and a new one begins where a bridge, a ban or a turn
 * restriction does. */

static const char *const highways[] = {
  "motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service", "pedestrian",
};
static const int default_kmh[] = { 110, 60, 90, 80, 70, 60, 60, 30, 10, 20, 0 };

static void
write_segment_tags (DrayOsmWriter *self,
                    guint32        flags)
{
  if (flags & DRAY_NET_BRIDGE) {
    dray_osm_writer_tag (self, "bridge", "yes");
    dray_osm_writer_tag (self, "layer", "1");
  }
  if (flags & DRAY_NET_TUNNEL) {
    dray_osm_writer_tag (self, "tunnel", "yes");
    dray_osm_writer_tag (self, "layer", "-1");
  }
  if (flags & DRAY_NET_LOW)
    dray_osm_writer_tag (self, "maxheight", "3.6");
  if (flags & DRAY_NET_WEAK)
    dray_osm_writer_tag (self, "maxweight", "12");
  if (flags & DRAY_NET_TOLL)
    dray_osm_writer_tag (self, "toll", "yes");
  if (flags & DRAY_NET_CORE)
    dray_osm_writer_tag (self, "hgv", "delivery");
  if (flags & DRAY_NET_ONEWAY)
    dray_osm_writer_tag (self, "oneway", "yes");
  else if (flags & DRAY_NET_REVERSE)
    dray_osm_writer_tag (self, "oneway", "-1");
}

static void
write_road_tags (DrayOsmWriter     *self,
                 const DrayNetRoad *road,
                 guint32            flags)
{
  if (road->kind == DRAY_NET_RAIL) {
    dray_osm_writer_tag (self, "railway", "rail");
  } else {
    int kmh = road->speed_kmh != 0 ? road->speed_kmh : default_kmh[road->kind];

    dray_osm_writer_tag (self, "highway", highways[road->kind]);
    dray_osm_writer_tag (self, "ref", road->ref);
    if (kmh > 0)
      dray_osm_writer_tag_number (self, "maxspeed", kmh);
    if (road->lanes > 0)
      dray_osm_writer_tag_number (self, "lanes", road->lanes);
    if (road->roundabout)
      dray_osm_writer_tag (self, "junction", "roundabout");
  }
  dray_osm_writer_tag (self, "name", road->name);
  write_segment_tags (self, flags);
}

static guint32
likeness (const DrayNet *net,
          guint32        vertex)
{
  return dray_net_vertex (net, vertex)->flags & ~(guint32) DRAY_NET_CUT;
}

static void
write_road (DrayOsmWriter     *self,
            const DrayNetRoad *road)
{
  const DrayNet *net = self->county->net;

  for (guint32 v = road->first; dray_net_vertex (net, v)->next != DRAY_NET_NONE;) {
    guint32 flags = likeness (net, v);
    int n = 0;

    dray_osm_writer_open (self, "way", ++self->next_way);
    dray_osm_writer_ref (self, self->node_ids[dray_net_vertex (net, v)->node]);
    do {
      self->ways[v] = self->next_way;
      v = dray_net_vertex (net, v)->next;
      dray_osm_writer_ref (self, self->node_ids[dray_net_vertex (net, v)->node]);
      n++;
    } while (dray_net_vertex (net, v)->next != DRAY_NET_NONE && likeness (net, v) == flags && !(dray_net_vertex (net, v)->flags & DRAY_NET_CUT) && n < 1000);
    write_road_tags (self, road, flags);
    dray_osm_writer_close (self, "way");
  }
}

void
dray_osm_writer_roads (DrayOsmWriter *self)
{
  const DrayNet *net = self->county->net;

  self->ways = g_new0 (gint64, net->vertices->len);
  for (guint32 r = 0; r < net->roads->len; r++) {
    const DrayNetRoad *road = dray_net_road (net, r);

    if (!road->gone && road->first != road->last && (dray_net_is_road ((DrayNetKind) road->kind) || road->kind == DRAY_NET_RAIL))
      write_road (self, road);
  }
}
