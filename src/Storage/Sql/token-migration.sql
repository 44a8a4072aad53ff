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

-- A shop that sleeps or refuses its token answers no better here; that Shopify wants a new grant (2) may be for the
-- want of an expiry alone. Whoever was begun before and came to nothing has a due time: the others go first, or a few
-- such shops would stop every order to continue at its beginning.
-- name: find-new
select id from installations
where grant_expires_at is null and grant_state = 'held' and ended_at is null and migration_mark = 0
  and access_state in (0, 2) and (refresh_due_at is null or refresh_due_at <= now_ms())
  and exists (
    select 1 from token_migration where id = 1 and (state = 2 or (state = 1 and begun < @canary)))
order by case when refresh_due_at is null then 0 else 1 end, refresh_due_at, id
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

-- Before its mark goes, and the row of all shops first, as whoever begins one has it.
-- name: uncount-released
update token_migration set begun = begun - 1
where id = 1 and begun > 0 and exists (
    select 1 from installations
    where id = @installation and grant_state = 'held' and grant_version = @version and migration_mark = 1)

-- name: release
update installations
set migration_mark = 0, refresh_due_at = @until, refresh_until = null, refresh_holder = null
where id = @installation and grant_state = 'held' and grant_version = @version

-- name: mark
update installations
set migration_mark = @mark, refresh_due_at = now_ms(), refresh_until = null, refresh_holder = null
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
