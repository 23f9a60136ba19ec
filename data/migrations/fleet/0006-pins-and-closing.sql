-- How a driver was told, what the close of a route keeps, pinned stops, why a try failed, and what a driver's week still grants.
ALTER TABLE route ADD COLUMN told_by TEXT;
ALTER TABLE route ADD COLUMN told_us INTEGER;
ALTER TABLE route ADD COLUMN end_odometer_m INTEGER;
ALTER TABLE route ADD COLUMN remark TEXT;
ALTER TABLE route ADD COLUMN closed_us INTEGER;

ALTER TABLE task ADD COLUMN reason TEXT;
ALTER TABLE task ADD COLUMN pinned_to BLOB;

ALTER TABLE shift ADD COLUMN driving_left_s INTEGER;
ALTER TABLE shift ADD COLUMN work_left_s INTEGER;
