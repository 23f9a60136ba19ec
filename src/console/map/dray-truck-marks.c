/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dray-truck-marks.h"

#include <math.h>
#include <string.h>

/*
 * Trucks are joined in two steps, both anchored to the world and not to the window, so that clusters don't swim while the map is
 * dragged. First every truck falls into a cell of 48 pixels; a cell becomes one point, or two if it holds a pair that stands far
 * enough apart. Then, from the north-west on, a point takes in the points of the cells around it that would overlap. The first step
 * is linear in the trucks, the second in the cells, so fifty thousand trucks cost little more than ten thousand.
 *
 * The selected truck is never joined. In a small fleet neither is one with an alarm; in a large one its cluster carries the badge.
 */

#define CELL_PX 48
#define JOIN_PAIR_PX 36
#define JOIN_MORE_PX 42
#define MARGIN_PX 48
#define SMALL_FLEET 200

/* An empty cell is all zeros. */
typedef struct {
  guint32 n;
  guint32 first;            /* truck */
  guint32 second;           /* truck: of a pair */
  guint32 alarmed;          /* truck + 1; 0 for none */
  float   x, y;             /* sums */
  float   first_x, first_y;
  float   second_x, second_y;
  guint16 parts[DRAY_RING_PARTS];
  guint8  flags;
} Cell;

struct _DrayTruckMarks {
  /* Owned */
  GArray  *marks;           /* (element-type DrayTruckMark): the ones on top last */
  GArray  *points;          /* (element-type DrayTruckMark): before they are joined; n = 0 once taken in */
  Cell    *cells;           /* [n_cells] */
  guint32 *cell_points;     /* [n_cells]: index of the cell's first point + 1; 0 for none */
  gsize    n_cells;
  guint    n_trucks;
};

DrayTruckMarks *
dray_truck_marks_new (void)
{
  DrayTruckMarks *self = g_new0 (DrayTruckMarks, 1);

  self->marks = g_array_new (FALSE, FALSE, sizeof (DrayTruckMark));
  self->points = g_array_new (FALSE, FALSE, sizeof (DrayTruckMark));
  return self;
}

void
dray_truck_marks_free (DrayTruckMarks *self)
{
  g_array_unref (self->marks);
  g_array_unref (self->points);
  g_free (self->cells);
  g_free (self->cell_points);
  g_free (self);
}

static guint
get_part (guint8 state,
          guint8 flags)
{
  return flags & DRAY_TRUCK_LATE ? DRAY_RING_LATE : state;
}

static DrayTruckMark
make_single (const DrayLiveColumns *columns,
             guint32                truck,
             float                  x,
             float                  y)
{
  DrayTruckMark mark = { .x = x, .y = y, .truck = truck, .n = 1,
                         .state = columns->states[truck], .flags = columns->flags[truck] };

  mark.parts[get_part (mark.state, mark.flags)] = 1;
  return mark;
}

static void
put_in_cell (Cell                  *cell,
             const DrayLiveColumns *columns,
             guint32                truck,
             float                  x,
             float                  y)
{
  guint8 flags = columns->flags[truck];

  if (cell->n == 0) {
    cell->first = truck;
    cell->first_x = x;
    cell->first_y = y;
  } else if (cell->n == 1) {
    cell->second = truck;
    cell->second_x = x;
    cell->second_y = y;
  }
  if ((flags & DRAY_TRUCK_ALARM) && cell->alarmed == 0)
    cell->alarmed = truck + 1;
  cell->n++;
  cell->x += x;
  cell->y += y;
  cell->flags |= flags;
  cell->parts[get_part (columns->states[truck], flags)]++;
}

static gboolean
is_apart (const Cell *cell)
{
  return hypotf (cell->first_x - cell->second_x, cell->first_y - cell->second_y) >= JOIN_PAIR_PX;
}

static void
add_points (DrayTruckMarks        *self,
            const DrayLiveColumns *columns,
            const Cell            *cell)
{
  if (cell->n == 1 || (cell->n == 2 && is_apart (cell))) {
    DrayTruckMark first = make_single (columns, cell->first, cell->first_x, cell->first_y);

    g_array_append_val (self->points, first);
    if (cell->n == 2) {
      DrayTruckMark second = make_single (columns, cell->second, cell->second_x, cell->second_y);

      g_array_append_val (self->points, second);
    }
  } else {
    DrayTruckMark mark = { .x = cell->x / (float) cell->n, .y = cell->y / (float) cell->n, .n = cell->n, .flags = cell->flags,
                           .truck = cell->alarmed > 0 ? cell->alarmed - 1 : cell->first };

    for (int i = 0; i < DRAY_RING_PARTS; i++)
      mark.parts[i] = cell->parts[i];
    g_array_append_val (self->points, mark);
  }
}

static void
take_in (DrayTruckMark *mark,
         DrayTruckMark *other)
{
  float n = (float) (mark->n + other->n);

  mark->x = (mark->x * (float) mark->n + other->x * (float) other->n) / n;
  mark->y = (mark->y * (float) mark->n + other->y * (float) other->n) / n;
  if (!(mark->flags & DRAY_TRUCK_ALARM) && (other->flags & DRAY_TRUCK_ALARM))
    mark->truck = other->truck;
  mark->flags |= other->flags;
  mark->n += other->n;
  for (int i = 0; i < DRAY_RING_PARTS; i++)
    mark->parts[i] += other->parts[i];
  other->n = 0;
}

static gboolean
would_overlap (const DrayTruckMark *a,
               const DrayTruckMark *b)
{
  float limit = a->n + b->n == 2 ? JOIN_PAIR_PX : JOIN_MORE_PX;
  float dx = a->x - b->x, dy = a->y - b->y;

  return dx * dx + dy * dy < limit * limit;
}

static void
join_cell (DrayTruckMarks *self,
           DrayTruckMark  *mark,
           gsize           cell)
{
  guint32 at = self->cell_points[cell];

  for (int i = 0; at > 0 && i < 2 && at - 1 + (guint) i < self->points->len; i++) {
    DrayTruckMark *other = &g_array_index (self->points, DrayTruckMark, at - 1 + (guint) i);

    /* The second belongs to this cell only if the cell was split. */
    if (i == 1 && !(self->cells[cell].n == 2 && is_apart (&self->cells[cell])))
      break;
    if (other != mark && other->n > 0 && would_overlap (mark, other))
      take_in (mark, other);
  }
}

static void
join_around (DrayTruckMarks *self,
             DrayTruckMark  *mark,
             int             column,
             int             row,
             int             n_columns,
             int             n_rows)
{
  for (int r = MAX (row - 1, 0); r <= MIN (row + 1, n_rows - 1); r++) {
    for (int c = MAX (column - 1, 0); c <= MIN (column + 1, n_columns - 1); c++)
      join_cell (self, mark, (gsize) r * (gsize) n_columns + (gsize) c);
  }
}

static void
join_points (DrayTruckMarks        *self,
             const DrayLiveColumns *columns,
             int                    n_columns,
             int                    n_rows)
{
  for (gsize i = 0; i < self->n_cells; i++) {
    if (self->cells[i].n == 0)
      continue;
    self->cell_points[i] = self->points->len + 1;
    add_points (self, columns, &self->cells[i]);
  }
  for (gsize i = 0; i < self->n_cells; i++) {
    guint n = self->cells[i].n == 2 && is_apart (&self->cells[i]) ? 2 : self->cells[i].n > 0;

    for (guint k = 0; k < n; k++) {
      DrayTruckMark *mark = &g_array_index (self->points, DrayTruckMark, self->cell_points[i] - 1 + k);

      if (mark->n == 0)
        continue;
      join_around (self, mark, (int) (i % (gsize) n_columns), (int) (i / (gsize) n_columns), n_columns, n_rows);
    }
  }
}

static void
resize_cells (DrayTruckMarks *self,
              gsize           n_cells)
{
  if (n_cells != self->n_cells) {
    self->n_cells = n_cells;
    self->cells = g_renew (Cell, self->cells, n_cells);
    self->cell_points = g_renew (guint32, self->cell_points, n_cells);
  }
  memset (self->cells, 0, n_cells * sizeof *self->cells);
  memset (self->cell_points, 0, n_cells * sizeof *self->cell_points);
}

/* What is drawn later lies on top. */
static int
get_level (const DrayTruckMark *mark,
           guint32              selected)
{
  if (mark->truck == selected && mark->n == 1)
    return 4;
  if (mark->flags & DRAY_TRUCK_ALARM)
    return 3;
  if (mark->flags & DRAY_TRUCK_LATE)
    return 2;
  return mark->n > 1 || mark->state != DRAY_TRUCK_PARKED ? 1 : 0;
}

static void
sort_points (DrayTruckMarks *self,
             guint32         selected)
{
  GArray *from = self->points;
  guint starts[6] = { 0 };

  for (guint i = 0; i < from->len; i++) {
    const DrayTruckMark *mark = &g_array_index (from, DrayTruckMark, i);

    if (mark->n > 0)
      starts[get_level (mark, selected) + 1]++;
  }
  for (int level = 1; level < 6; level++)
    starts[level] += starts[level - 1];
  g_array_set_size (self->marks, starts[5]);
  for (guint i = 0; i < from->len; i++) {
    const DrayTruckMark *mark = &g_array_index (from, DrayTruckMark, i);

    if (mark->n > 0)
      g_array_index (self->marks, DrayTruckMark, starts[get_level (mark, selected)]++) = *mark;
  }
}

/* A map that is turned shows parts of the square around it. */
static DrayMapFrame
widen (const DrayMapFrame *frame)
{
  DrayMapFrame flat = *frame;

  if (fabs (frame->rotation) > 1e-9) {
    flat.width = flat.height = (int) ceil (hypot (frame->width, frame->height));
    flat.left_px -= (flat.width - frame->width) / 2.0;
    flat.top_px -= (flat.height - frame->height) / 2.0;
  }
  return flat;
}

static void
turn_marks (DrayTruckMarks     *self,
            const DrayMapFrame *frame,
            const DrayMapFrame *flat)
{
  for (guint i = 0; fabs (frame->rotation) > 1e-9 && i < self->marks->len; i++) {
    DrayTruckMark *mark = &g_array_index (self->marks, DrayTruckMark, i);
    double x = (double) mark->x - (flat->width - frame->width) / 2.0;
    double y = (double) mark->y - (flat->height - frame->height) / 2.0;

    dray_map_frame_turn (frame, &x, &y);
    mark->x = (float) x;
    mark->y = (float) y;
  }
}

/**
 * dray_truck_marks_update:
 * @xs: (array): where each truck is shown, [columns->n]: its position, or on the way there
 * @ys: (array): the same
 * @join: whether trucks that overlap become clusters
 * @selected: the truck that always stands alone, or %DRAY_NO_TRUCK
 *
 * Makes the marks of one frame. A truck without a fix has none.
 */
void
dray_truck_marks_update (DrayTruckMarks        *self,
                         const DrayLiveColumns *columns,
                         const double          *xs,
                         const double          *ys,
                         const DrayMapFrame    *frame,
                         gboolean               join,
                         guint32                selected)
{
  DrayMapFrame flat = widen (frame);
  double first_column = floor ((flat.left_px - MARGIN_PX) / CELL_PX), first_row = floor ((flat.top_px - MARGIN_PX) / CELL_PX);
  int n_columns = (flat.width + 2 * MARGIN_PX) / CELL_PX + 2, n_rows = (flat.height + 2 * MARGIN_PX) / CELL_PX + 2;
  guint8 apart = columns->n < SMALL_FLEET ? DRAY_TRUCK_ALARM : 0;
  float right = (float) flat.width + MARGIN_PX, bottom = (float) flat.height + MARGIN_PX;

  g_array_set_size (self->points, 0);
  self->n_trucks = 0;
  if (join)
    resize_cells (self, (gsize) n_columns * (gsize) n_rows);

  for (guint32 i = 0; i < columns->n; i++) {
    double world_x = xs[i] * flat.world_px, world_y = ys[i] * flat.world_px;
    float x = (float) (world_x - flat.left_px), y = (float) (world_y - flat.top_px);

    if (x < -MARGIN_PX || y < -MARGIN_PX || x > right || y > bottom || !(columns->flags[i] & DRAY_TRUCK_HAS_FIX))
      continue;
    self->n_trucks++;
    if (!join || i == selected || (columns->flags[i] & apart)) {
      DrayTruckMark mark = make_single (columns, i, x, y);

      g_array_append_val (self->points, mark);
    } else {
      int column = (int) (world_x / CELL_PX - first_column), row = (int) (world_y / CELL_PX - first_row);

      put_in_cell (&self->cells[(gsize) CLAMP (row, 0, n_rows - 1) * (gsize) n_columns + (gsize) CLAMP (column, 0, n_columns - 1)],
                   columns, i, x, y);
    }
  }
  if (join)
    join_points (self, columns, n_columns, n_rows);
  sort_points (self, selected);
  turn_marks (self, frame, &flat);
}

/* Returns: (transfer none) (array length=n_marks): the marks, those on top last; valid until the next update */
const DrayTruckMark *
dray_truck_marks_get (DrayTruckMarks *self,
                      guint          *n_marks)
{
  *n_marks = self->marks->len;
  return (const DrayTruckMark *) (gpointer) self->marks->data;
}

/* How many trucks were in the frame. */
guint
dray_truck_marks_n_trucks (DrayTruckMarks *self)
{
  return self->n_trucks;
}

/* Returns: (nullable): the uppermost mark under a point */
const DrayTruckMark *
dray_truck_marks_find (DrayTruckMarks *self,
                       double          x,
                       double          y)
{
  for (guint i = self->marks->len; i-- > 0;) {
    const DrayTruckMark *mark = &g_array_index (self->marks, DrayTruckMark, i);
    double radius = mark->n > 1 ? dray_cluster_radius (mark->n) + 2 : 14;
    double dx = x - (double) mark->x, dy = y - (double) mark->y;

    if (dx * dx + dy * dy <= radius * radius)
      return mark;
  }
  return NULL;
}
