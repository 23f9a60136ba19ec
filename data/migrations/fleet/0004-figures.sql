-- What really happened, kept for the figures: visits, when routes left and came back, what was promised at the release, and when
-- orders were delivered. The last indexes cover the questions of the fact sets: whatever a figure reads comes from the index alone.
CREATE TABLE visit (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  stop BLOB,
  task BLOB,
  "order" BLOB,
  party BLOB,
  site BLOB,
  route BLOB,
  truck BLOB,
  driver BLOB,
  depot BLOB,
  day INTEGER,
  kind TEXT,
  attempt INTEGER,
  n_tasks INTEGER,
  promised_open_us INTEGER,
  promised_close_us INTEGER,
  tolerance_s INTEGER,
  free_s INTEGER,
  planned_us INTEGER,
  eta_hour_us INTEGER,
  eta_leg_us INTEGER,
  loaded_us INTEGER,
  arrived_us INTEGER,
  started_us INTEGER,
  departed_us INTEGER,
  leg_m INTEGER,
  load_kg INTEGER,
  served INTEGER,
  in_full INTEGER,
  excused INTEGER,
  proof_m INTEGER,
  proved_us INTEGER
) WITHOUT ROWID;
CREATE INDEX visit_task ON visit (deleted, task);
CREATE INDEX visit_route ON visit (deleted, route);

ALTER TABLE "order" ADD COLUMN delivered_on INTEGER;
ALTER TABLE "order" ADD COLUMN delivered_us INTEGER;
ALTER TABLE "order" ADD COLUMN delivered_with BLOB;
ALTER TABLE "order" ADD COLUMN delivered_by BLOB;

ALTER TABLE route ADD COLUMN baseline_distance_m INTEGER;
ALTER TABLE route ADD COLUMN baseline_s INTEGER;
ALTER TABLE route ADD COLUMN loaded_kg INTEGER;
ALTER TABLE route ADD COLUMN loaded_l INTEGER;
ALTER TABLE route ADD COLUMN left_us INTEGER;
ALTER TABLE route ADD COLUMN back_us INTEGER;
ALTER TABLE route ADD COLUMN n_stops INTEGER;
ALTER TABLE route ADD COLUMN driven_m INTEGER;
ALTER TABLE route ADD COLUMN empty_m INTEGER;
ALTER TABLE route ADD COLUMN carried_kgm INTEGER;
ALTER TABLE route ADD COLUMN idle_s INTEGER;

ALTER TABLE stop ADD COLUMN promised_open_us INTEGER;
ALTER TABLE stop ADD COLUMN promised_close_us INTEGER;

-- What was promised against what came, and then all of a visit.
CREATE INDEX visit_due ON visit (deleted, day, attempt, promised_close_us, tolerance_s, arrived_us, in_full, excused, n_tasks, "order");
CREATE INDEX visit_day ON visit (deleted, day, attempt, arrived_us, departed_us, served, kind, promised_open_us, promised_close_us, tolerance_s, free_s,
  started_us, loaded_us, eta_hour_us, eta_leg_us, planned_us, in_full, excused, proof_m, proved_us, n_tasks, load_kg, leg_m,
  truck, driver, depot, party, site, "order", task);
CREATE INDEX route_figure ON route (deleted, day, status, left_us, back_us, n_stops, driven_m, empty_m, carried_kgm, loaded_kg, loaded_l,
  baseline_distance_m, baseline_s, idle_s, truck, driver, depot);
CREATE INDEX order_delivered ON "order" (deleted, delivered_on, charge_minor, requested_us, delivered_us, status, delivered_with, delivered_by, depot, party);
CREATE INDEX order_figure ON "order" (deleted, day, status, charge_minor, depot, party);
CREATE INDEX order_open ON "order" (deleted, day, status, depot, party, delivered_on) WHERE delivered_on IS NULL;
CREATE INDEX task_due ON task (deleted, order_id, window_open_us, window_close_us, kind, site, load_kg);
CREATE INDEX stop_due ON stop (deleted, task, route, promised_open_us, promised_close_us);
CREATE INDEX shift_figure ON shift (deleted, day, kind, start_us, end_us, driver, truck, depot);
CREATE INDEX fuel_figure ON fuel (deleted, at_us, truck, depot, volume_ml, "full", amount_minor, odometer_m);
CREATE INDEX meter_reading_figure ON meter_reading (deleted, at_us, truck, depot, odometer_m, engine_s);
CREATE INDEX alarm_figure ON alarm (deleted, raised_us, kind, priority, taken_us, acknowledged_us, truck, depot);
CREATE INDEX fence_event_figure ON fence_event (deleted, at_us, transition, truck, fence);
CREATE INDEX incident_figure ON incident (deleted, at_us, kind, cost_minor, truck, driver, depot);
CREATE INDEX rating_figure ON rating (deleted, at_us, stars, driver, "order");
CREATE INDEX work_order_figure ON work_order (deleted, from_us, status, until_us, cost_minor, truck, depot);
CREATE INDEX work_order_workshop ON work_order (deleted, truck, from_us, until_us, status);
