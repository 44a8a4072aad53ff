-- The rows of a batch are named one by one, as an array. As a subquery they were joined, and for a table that the
-- planner had not looked at yet the join read all of it, of every shop, for every batch.
-- name: purge-sessions
delete from sessions
where installation_id = @installation and id_hash = any (array(
    select id_hash from sessions where installation_id = @installation order by id_hash limit @rows))

-- name: purge-user-preferences
delete from user_preferences
where installation_id = @installation and user_hash = any (array(
    select user_hash from user_preferences where installation_id = @installation order by user_hash limit @rows))

-- name: purge-api-logs
delete from api_logs
where installation_id = @installation and id = any (array(
    select id from api_logs where installation_id = @installation order by id limit @rows))

-- name: purge-cache-entries
delete from cache_entries
where installation_id = @installation and key_hash = any (array(
    select key_hash from cache_entries where installation_id = @installation order by key_hash limit @rows))

-- name: purge-catalogue-products
delete from catalogue_products
where installation_id = @installation and product_id = any (array(
    select product_id from catalogue_products where installation_id = @installation order by product_id limit @rows))

-- name: purge-seen-resources
delete from seen_resources
where ctid = any (array(
    select ctid from seen_resources
    where installation_id = @installation
    order by resource_group, resource_hash
    limit @rows))

-- name: purge-jobs
delete from jobs
where sequence = any (array(
    select sequence from jobs where installation_id = @installation order by sequence limit @rows))
