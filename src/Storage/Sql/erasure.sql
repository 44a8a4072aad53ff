-- Where the ended installation stands among its shop's. "Newer" is told by the generation, which its row or its
-- teardown knows; without either, every other installation counts as newer: too little is erased, never too much.
-- name: bounds
select
    exists (select 1 from installations where id = @installation and ended_at is null) as is_current,
    exists (
        select 1 from installations n
        where n.shop = @shop and n.id <> @installation and n.generation > own.generation) as has_newer,
    (
        select min(coalesce(n.deliveries_since, n.started_at)) from installations n
        where n.shop = @shop and n.id <> @installation and n.generation > own.generation) as newer_since,
    (select coalesce(deliveries_since, started_at) from installations where id = @installation) as own_since
from (
    select coalesce(
        (select generation from installations where id = @installation),
        (select generation from teardowns where installation_id = @installation),
        0) as generation
) as own

-- name: count-sessions
select count(*) from sessions where installation_id = @installation

-- name: count-user-preferences
select count(*) from user_preferences where installation_id = @installation

-- name: count-api-logs
select count(*) from api_logs where installation_id = @installation

-- name: count-cache-entries
select count(*) from cache_entries where installation_id = @installation

-- name: count-catalogue-products
select count(*) from catalogue_products where installation_id = @installation

-- name: count-jobs
select count(*) from jobs where installation_id = @installation

-- name: count-seen-resources
select count(*) from seen_resources where installation_id = @installation

-- name: count-app-subscriptions
select count(*) from app_subscriptions where installation_id = @installation

-- name: count-webhook-subscriptions
select count(*) from webhook_subscriptions where installation_id = @installation

-- name: count-subscription-records
select count(*) from subscription_records where installation_id = @installation

-- name: count-subscription-checks
select count(*) from subscription_checks where installation_id = @installation

-- name: count-grain-state
select count(*) from grain_state where installation_id = @installation

-- name: count-reminders
select count(*) from reminders
where (grain_key = @shop and not @hasNewer) or (grain_key = @grain and grain_id not like 'teardown/%')

-- name: count-permits
select count(*) from permits where installation_id = @installation and expires_at <= now_ms()

-- name: count-install-intents
select count(*) from install_intents where shop = @shop and expires_at <= now_ms()

-- name: count-installations
select count(*) from installations where id = @installation

-- name: count-webhook-inbox
select count(*) from webhook_inbox
where installation_id = @installation
    or (shop = @shop and installation_id is null and (recorded_at < @newerSince or @newerSince is null)
        and (lane <> 0 or dead_at is not null))

-- What a reset leaves to the ended installation: its dead letters, and what belongs to an earlier stay.
-- name: count-dead-letters
select count(*) from webhook_inbox
where (installation_id = @installation and dead_at is not null)
    or (shop = @shop and installation_id is null
        and (dead_at is not null or (lane <> 0 and recorded_at < @ownSince)))

-- name: count-live-deliveries
select count(*) from webhook_inbox
where dead_at is null
    and (installation_id = @installation
        or (shop = @shop and installation_id is null and recorded_at >= @ownSince))

-- name: count-none
select 0

-- name: count-held-grant
select count(*) from installations where id = @installation and grant_state = 'held'

-- The big tables are purged range by range of their keys: the first statement finds where a batch ends, the second
-- deletes up to there. Each goes on after the key where the one before it ended, and never reads again what that one
-- deleted: while anybody holds an older snapshot, a backup for one, PostgreSQL can't drop it from the index. Keys come
-- and go as text.
-- name: end-sessions
select hex(id_hash) from (
    select id_hash from sessions
    where installation_id = @installation and id_hash > unhex(@after)
    order by id_hash
    limit @rows) as batch
order by batch.id_hash desc
limit 1

-- name: purge-sessions
delete from sessions
where installation_id = @installation and id_hash > unhex(@after) and id_hash <= unhex(@until)

-- name: end-user-preferences
select hex(user_hash) from (
    select user_hash from user_preferences
    where installation_id = @installation and user_hash > unhex(@after)
    order by user_hash
    limit @rows) as batch
order by batch.user_hash desc
limit 1

-- name: purge-user-preferences
delete from user_preferences
where installation_id = @installation and user_hash > unhex(@after) and user_hash <= unhex(@until)

-- name: end-api-logs
select id from (
    select id from api_logs
    where installation_id = @installation and id > @after
    order by id
    limit @rows) as batch
order by batch.id desc
limit 1

-- name: purge-api-logs
delete from api_logs
where installation_id = @installation and id > @after and id <= @until

-- name: end-cache-entries
select hex(key_hash) from (
    select key_hash from cache_entries
    where installation_id = @installation and key_hash > unhex(@after)
    order by key_hash
    limit @rows) as batch
order by batch.key_hash desc
limit 1

-- name: purge-cache-entries
delete from cache_entries
where installation_id = @installation and key_hash > unhex(@after) and key_hash <= unhex(@until)

-- name: end-catalogue-products
select product_id from (
    select product_id from catalogue_products
    where installation_id = @installation and product_id > @after
    order by product_id
    limit @rows) as batch
order by batch.product_id desc
limit 1

-- name: purge-catalogue-products
delete from catalogue_products
where installation_id = @installation and product_id > @after and product_id <= @until

-- A key of two parts: the last 64 characters are the hash.
-- name: end-seen-resources
select resource_group || hex(resource_hash) from (
    select resource_group, resource_hash from seen_resources
    where installation_id = @installation
        and (resource_group, resource_hash) > (substr(@after, 1, length(@after) - 64), unhex(substr(@after, -64)))
    order by resource_group, resource_hash
    limit @rows) as batch
order by batch.resource_group desc, batch.resource_hash desc
limit 1

-- name: purge-seen-resources
delete from seen_resources
where installation_id = @installation
    and (resource_group, resource_hash) > (substr(@after, 1, length(@after) - 64), unhex(substr(@after, -64)))
    and (resource_group, resource_hash) <= (substr(@until, 1, length(@until) - 64), unhex(substr(@until, -64)))

-- name: end-jobs
select cast(sequence as text) from (
    select sequence from jobs
    where installation_id = @installation and sequence > cast(@after as bigint)
    order by sequence
    limit @rows) as batch
order by batch.sequence desc
limit 1

-- name: purge-jobs
delete from jobs
where installation_id = @installation
    and sequence > cast(@after as bigint) and sequence <= cast(@until as bigint)

-- Deliveries bound to the installation, of whatever topic; of the unbound ones of its shop those that no other
-- installation can claim. Lifecycle and compliance topics (lane 0) are the shop's own to answer until they are dead.
-- name: list-deliveries
select id, delivery_hash from webhook_inbox
where installation_id = @installation
    or (shop = @shop and installation_id is null and (recorded_at < @newerSince or @newerSince is null)
        and (lane <> 0 or dead_at is not null))
order by id
limit @rows

-- name: purge-delivery
delete from webhook_inbox where id = @id

-- name: purge-verdict
update webhook_ids set verdict = @verdict where delivery_hash = @deliveryHash

-- The teardown's own reminder wakes it until the certificate is written, and goes after that.
-- name: purge-reminders
delete from reminders
where (grain_key = @shop and not @hasNewer) or (grain_key = @grain and grain_id not like 'teardown/%')

-- A permit that is still valid may stand for a call that is still under way: it protects a reinstall until it expires.
-- name: purge-permits
delete from permits where installation_id = @installation and expires_at <= now_ms()

-- name: purge-install-intents
delete from install_intents where shop = @shop and expires_at <= now_ms()

-- name: purge-installations
delete from installations where id = @installation and ended_at is not null
