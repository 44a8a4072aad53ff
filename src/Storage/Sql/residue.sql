-- Templates: {table} and {column} are put in at run time, from the names that the database itself lists.

-- name: newer
select min(coalesce(deliveries_since, started_at)) as since, count(*) as number
from installations
where shop_hash = @shopHash and generation > coalesce(
    (select max(generation) from (
        select generation from installations where id = @installation
        union all
        select generation from teardowns where installation_id = @installation
        union all
        select generation from certificates where installation_id = @installation) known),
    0)
    and id <> @installation

-- name: by-installation
select count(*) from {table} where {column} = @installation

-- name: by-shop
select count(*) from {table} where {column} = @shop

-- name: by-shop-hash
select count(*) from {table} where {column} = @shopHash

-- name: by-expired-shop
select count(*) from {table} where {column} = @shop and expires_at < now_ms()

-- A delivery belongs to whom it is bound to, and before that to whoever of its shop was there when it was recorded.
-- name: by-recorded-shop
select coalesce(sum(case
    when installation_id = @installation then 1
    when installation_id is null and (recorded_at < @newerSince or @newerSince is null) then 1
    else 0 end), 0)
from {table}
where {column} = @shop or installation_id = @installation

-- Grains are keyed by the shop or by the installation; the teardown's own reminder goes after the certificate.
-- name: by-grain-key
select count(*) from {table}
where {column} in (@ownedShop, @grain) and grain_id not like 'teardown/%'

-- name: by-grain
select count(*) from {table}
where {column} like '%/' || @ownedShop
    or ({column} like '%/' || @grain and {column} not like 'teardown/%')

-- name: by-installation-or-grain
select count(*) from {table}
where installation_id = @installation or {column} in (@ownedShop, 'shop/' || @ownedShop)

-- name: names
select distinct {column} from {table} where {column} is not null

-- Each branch is cut to the page by its own index before they are put together.
-- name: list-ended
select installation_id, shop_hash, generation, max(certified) as certified
from (
    select * from (
        select id as installation_id, shop_hash, generation, 0 as certified
        from installations
        where ended_at is not null and (id > @after or @after is null)
        order by id limit @rows) fenced
    union all
    select * from (
        select installation_id, shop_hash, generation, 0 as certified
        from teardowns
        where ended_at is not null and (installation_id > @after or @after is null)
        order by installation_id limit @rows) running
    union all
    select * from (
        select installation_id, shop_hash, generation, 1 as certified
        from certificates
        where installation_id > @after or @after is null
        order by installation_id limit @rows) certified
) ended
group by installation_id, shop_hash, generation
order by installation_id
limit @rows

-- name: list-ended-of-shop
select installation_id, max(generation) as generation
from (
    select id as installation_id, generation from installations where shop_hash = @shopHash and ended_at is not null
    union all
    select installation_id, generation from teardowns where shop_hash = @shopHash and ended_at is not null
    union all
    select installation_id, generation from certificates where shop_hash = @shopHash
) ended
where generation < @after or @after is null
group by installation_id
order by max(generation) desc
limit @rows
