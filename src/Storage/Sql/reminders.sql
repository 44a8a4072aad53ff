-- name: read-of-grain
select grain_id, name, start_at, period_ms, version from reminders where grain_id = @grain

-- name: read-between
select grain_id, name, start_at, period_ms, version from reminders where grain_hash > @begin and grain_hash <= @end

-- name: read-outside
select grain_id, name, start_at, period_ms, version from reminders where grain_hash > @begin or grain_hash <= @end

-- name: read
select grain_id, name, start_at, period_ms, version from reminders where grain_id = @grain and name = @name

-- name: upsert
insert into reminders(grain_id, grain_key, name, grain_hash, start_at, period_ms, version)
values (@grain, @key, @name, @hash, @startAt, @period, @version)
on conflict (grain_id, name) do update
set grain_hash = excluded.grain_hash, start_at = excluded.start_at, period_ms = excluded.period_ms,
  version = excluded.version

-- name: remove
delete from reminders where grain_id = @grain and name = @name and version = @version

-- name: clear
delete from reminders
