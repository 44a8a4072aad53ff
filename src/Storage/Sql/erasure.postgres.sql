-- The statements of erasure.sql whose keys PostgreSQL writes otherwise: see there.
-- name: end-sessions
select encode(id_hash, 'hex') from (
    select id_hash from sessions
    where installation_id = @installation and id_hash > decode(@after, 'hex')
    order by id_hash
    limit @rows) as batch
order by batch.id_hash desc
limit 1

-- name: purge-sessions
delete from sessions
where installation_id = @installation and id_hash > decode(@after, 'hex') and id_hash <= decode(@until, 'hex')

-- name: end-user-preferences
select encode(user_hash, 'hex') from (
    select user_hash from user_preferences
    where installation_id = @installation and user_hash > decode(@after, 'hex')
    order by user_hash
    limit @rows) as batch
order by batch.user_hash desc
limit 1

-- name: purge-user-preferences
delete from user_preferences
where installation_id = @installation and user_hash > decode(@after, 'hex') and user_hash <= decode(@until, 'hex')

-- name: end-cache-entries
select encode(key_hash, 'hex') from (
    select key_hash from cache_entries
    where installation_id = @installation and key_hash > decode(@after, 'hex')
    order by key_hash
    limit @rows) as batch
order by batch.key_hash desc
limit 1

-- name: purge-cache-entries
delete from cache_entries
where installation_id = @installation and key_hash > decode(@after, 'hex') and key_hash <= decode(@until, 'hex')

-- name: end-api-logs
select id::text from (
    select id from api_logs
    where installation_id = @installation and id > @after::uuid
    order by id
    limit @rows) as batch
order by batch.id desc
limit 1

-- name: purge-api-logs
delete from api_logs
where installation_id = @installation and id > @after::uuid and id <= @until::uuid

-- name: end-seen-resources
select resource_group || encode(resource_hash, 'hex') from (
    select resource_group, resource_hash from seen_resources
    where installation_id = @installation
        and (resource_group, resource_hash) > (left(@after, -64), decode(right(@after, 64), 'hex'))
    order by resource_group, resource_hash
    limit @rows) as batch
order by batch.resource_group desc, batch.resource_hash desc
limit 1

-- name: purge-seen-resources
delete from seen_resources
where installation_id = @installation
    and (resource_group, resource_hash) > (left(@after, -64), decode(right(@after, 64), 'hex'))
    and (resource_group, resource_hash) <= (left(@until, -64), decode(right(@until, 64), 'hex'))
