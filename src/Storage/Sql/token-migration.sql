-- name: read
select state, begun, migrated, failed, failure_code, changed_at,
  (select count(*) from installations where grant_expires_at is null and grant_state = 'held' and ended_at is null
    and migration_mark in (0, 1)) as remaining,
  (select count(*) from installations where grant_expires_at is null and grant_state = 'held' and ended_at is null
    and migration_mark = 2) as lost,
  (select count(*) from installations where grant_expires_at is null and grant_state = 'held' and ended_at is null
    and migration_mark = 3) as declined
from token_migration where id = 1

-- name: find-asked
select id from installations
where grant_expires_at is null and grant_state = 'held' and ended_at is null and migration_mark = 1
  and (refresh_due_at is null or refresh_due_at <= now_ms())
limit @limit

-- name: find-new
select id from installations
where grant_expires_at is null and grant_state = 'held' and ended_at is null and migration_mark = 0
  and exists (
    select 1 from token_migration where id = 1 and (state = 2 or (state = 1 and begun < @canary)))
order by id
limit @limit

-- The row of all shops first: whoever else begins one waits for it, so that no more are begun than may be.
-- name: count-begun
update token_migration set begun = begun + 1
where id = 1 and (state = 2 or (state = 1 and begun < @canary))

-- name: uncount-begun
update token_migration set begun = begun - 1 where id = 1

-- name: begin
update installations set migration_mark = 1, refresh_due_at = null
where id = @installation and grant_state = 'held' and ended_at is null and grant_version = @version
  and grant_expires_at is null and migration_mark = 0

-- name: count-migrated
update token_migration set migrated = migrated + 1 where id = 1

-- name: mark
update installations
set migration_mark = @mark, refresh_due_at = null, refresh_until = null, refresh_holder = null
where id = @installation and grant_state = 'held' and grant_version = @version

-- name: stop
update token_migration
set state = 3, failed = failed + 1, failure_code = @code, changed_at = now_ms()
where id = 1

-- name: continue
update token_migration set state = 2, changed_at = now_ms() where id = 1

-- name: ask-declined-again
update installations set migration_mark = 0
where grant_expires_at is null and grant_state = 'held' and ended_at is null and migration_mark = 3
