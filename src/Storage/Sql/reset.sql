-- name: read-grant
select id, data_key, grant_ciphertext from installations where id = @installation and grant_state = 'held'

-- While Shopify is being asked to replace a token for good, only the stay that asks can store the answer.
-- name: find-asked
select id from installations
where id = @installation and grant_state = 'held' and migration_mark = 1 and refresh_until > now_ms()

-- The new stay begins at the instant at which the other one ended. What a refused grant is worth does not change by a
-- reset, so that comes along; the shop's name and e-mail do not. A refresh in flight can't store its answer any more:
-- its lease comes along, so that nobody asks with the same refresh token at the same time.
-- name: begin
insert into installations(
  id, shop, shop_hash, shop_id, generation, app_installation_id, scopes, scopes_at, started_at, deliveries_since,
  reauthorized_at, access_state, access_lost_at, access_checked_at, grant_state, grant_ciphertext, grant_secret,
  grant_expires_at, refresh_due_at, refresh_until, refresh_holder, refresh_refusals,
  refresh_refused_first_at, refresh_refused_last_at, migration_mark, data_key)
select
  @successor, shop, shop_hash, shop_id, @generation, app_installation_id, scopes, scopes_at, ended_at,
  coalesce(deliveries_since, started_at), reauthorized_at, access_state, access_lost_at, access_checked_at, 'held',
  @grantCiphertext, grant_secret, grant_expires_at, refresh_due_at, refresh_until, refresh_holder, refresh_refusals,
  refresh_refused_first_at, refresh_refused_last_at, migration_mark, @dataKey
from installations where id = @installation and ended_at is not null

-- name: move-subscriptions
update subscription_records set installation_id = @successor where installation_id = @installation

-- Claimed and not handled. Those not claimed yet are the new stay's by the time since which deliveries are its own.
-- name: move-deliveries
update webhook_inbox set installation_id = @successor where installation_id = @installation and dead_at is null

-- Dead letters stay with the stay that they failed in, claimed or not, and go with it.
-- name: keep-dead-letters
update webhook_inbox set installation_id = @installation
where shop = @shop and installation_id is null and dead_at is not null
  and recorded_at >= (select coalesce(deliveries_since, started_at) from installations where id = @installation)
