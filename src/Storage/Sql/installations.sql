-- name: find-current
select id, shop, shop_id, generation, app_installation_id, scopes, started_at, ended_at, access_lost_at,
  deliveries_since, reauthorized_at, access_state, access_checked_at
from installations where shop = @shop and ended_at is null

-- name: find
select id, shop, shop_id, generation, app_installation_id, scopes, started_at, ended_at, access_lost_at,
  deliveries_since, reauthorized_at, access_state, access_checked_at
from installations where id = @installation

-- name: next-generation
select 1 + coalesce(max(generation), 0)
from (
  select generation from installations where shop_hash = @shopHash
  union all
  select generation from teardowns where shop_hash = @shopHash
  union all
  select generation from certificates where shop_hash = @shopHash
) as known

-- name: insert
insert into installations(
  id, shop, shop_hash, shop_id, generation, app_installation_id, scopes, scopes_at, started_at,
  grant_state, grant_ciphertext, grant_secret, grant_expires_at, refresh_due_at, profile_ciphertext, data_key)
values (
  @id, @shop, @shopHash, @shopId, @generation, @appInstallationId, @scopes, coalesce(@scopesAt, now_ms()), now_ms(),
  'held', @grantCiphertext, @grantSecret, @grantExpiresAt, @refreshDueAt, @profileCiphertext, @dataKey)

-- name: read-data-key
select data_key from installations where id = @installation

-- A new grant wins over a refresh or a migration in flight: whatever they bring is of another version.
-- The token that is held already, which Shopify is being asked to replace: what it is replaced with is stored over this
-- version, and would be lost over another.
-- name: keep-asked-grant
update installations
set app_installation_id = @appInstallationId, scopes = @scopes, scopes_at = coalesce(@scopesAt, now_ms()),
  reauthorized_at = coalesce(@scopesAt, now_ms()), access_state = 0, access_lost_at = null, access_check_at = null
where id = @installation and grant_state = 'held' and migration_mark = 1
  and (grant_version = @version or @version is null)

-- name: swap-grant
update installations
set grant_state = 'held', grant_ciphertext = @grantCiphertext, grant_version = grant_version + 1,
  grant_secret = @grantSecret, grant_expires_at = @grantExpiresAt, refresh_due_at = @refreshDueAt,
  refresh_until = null, refresh_holder = null, migration_mark = 0,
  refresh_refusals = 0, refresh_refused_first_at = null, refresh_refused_last_at = null,
  app_installation_id = @appInstallationId, scopes = @scopes, scopes_at = coalesce(@scopesAt, now_ms()),
  reauthorized_at = coalesce(@scopesAt, now_ms()), access_state = 0, access_lost_at = null, access_check_at = null
where id = @installation and (grant_version = @version or @version is null)

-- name: read-grant
select id, data_key, grant_ciphertext from installations where id = @installation and grant_state = 'held'

-- name: list-ended-grants
select id, data_key, grant_ciphertext from installations
where shop = @shop and ended_at is not null and grant_state = 'held'

-- name: destroy-grant
update installations set grant_state = 'destroyed', grant_ciphertext = null
where id = @installation and grant_state = 'held'

-- Without a time the next check is planned anew: a dormant shop is asked sooner.
-- name: set-access
update installations
set access_state = @state,
  access_lost_at = case when @state = 0 then null else coalesce(access_lost_at, @since) end,
  access_check_at = null
where id = @installation

-- name: update-scopes
update installations set scopes = @scopes, scopes_at = @at
where id = @installation and (scopes_at < @at or scopes_at is null)

-- Jobs that wait for their shop are due at once.
-- name: wake-jobs
update jobs set run_at = now_ms()
where installation_id = @installation and status = 1 and run_at > now_ms() and error_code in (
  'shopify-dormant', 'shopify-unauthorized', 'shopify-frozen', 'shopify-not-found', 'shopify-locked',
  'shopify-forbidden-non-expiring-token', 'token-expired', 'refresh-refused-once', 'refresh-refused',
  'refresh-token-expired', 'app-not-installed', 'client-refused')

-- name: end
update installations
set ended_cause = @cause, ended_at = case when now_ms() > started_at then now_ms() else started_at end
where id = @installation and ended_at is null
returning shop_hash, ended_at

-- name: find-teardown
select version, payload from teardowns where installation_id = @installation

-- name: find-teardown-id
select id from teardowns where installation_id = @installation
union all
select teardown_id from certificates where installation_id = @installation

-- The order was carried out before: its teardown runs, or its certificate answers for it.
-- name: find-order
select id from teardowns where id = @teardown
union all
select teardown_id from certificates where teardown_id = @teardown

-- name: open-teardown
insert into teardowns(
  id, installation_id, shop_hash, generation, status, next_attempt_at, version, body_hash, opened_at, ended_at, payload)
values (
  @id, @installation, @shopHash, @generation, @status, @nextAttemptAt, @version, @bodyHash, @openedAt, @endedAt,
  @payload)

-- name: run-teardown
update teardowns
set id = @id, status = @status, next_attempt_at = @nextAttemptAt, version = @version, ended_at = @endedAt,
    payload = @payload
where installation_id = @installation

-- Rounded up to the minute, so that the instant does not tell whose end it was.
-- name: note-unattested
insert into unattested_ends(id, ended_at) values (@id, @endedAt - @endedAt % 60000 + 60000)

-- name: count-unattested
select count(*) from unattested_ends where ended_at >= now_ms() - @window

-- name: forget-unattested
delete from unattested_ends where ended_at < @before

-- name: count-ends
select
  (select count(*) from unattested_ends where ended_at >= @since) as unattested,
  (select count(*) from installations where ended_at is null) as current
