ALTER TABLE device ADD COLUMN signed_boot_report BLOB NOT NULL DEFAULT x'';

-- The public keys by which devices' signed boot reports are checked, in whatever form they were given.
CREATE TABLE device_key (
    endpoint TEXT PRIMARY KEY,
    public_key BLOB NOT NULL
);
