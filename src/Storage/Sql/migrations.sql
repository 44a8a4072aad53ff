-- name: create-table
create table if not exists schema_versions(
  script text primary key,
  checksum text not null,
  applied_at bigint not null
)

-- name: list
select script, checksum from schema_versions
