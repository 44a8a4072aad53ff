-- name: record
insert into schema_versions(script, checksum, applied_at) values (@script, @checksum, now_ms())
