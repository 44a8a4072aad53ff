-- The newest installation of each shop, and what its teardown says. state: 1 installed, 2 dormant, 3 confirming,
-- 4 tearing down, 5 stalled.
-- name: list-shops
select shop, shop_id, state, installation_id, generation, installed_at, access, dormant_since
from (
    select i.shop, i.shop_id, i.id as installation_id, i.generation, i.started_at as installed_at,
        case when i.ended_at is null then i.access_state else 0 end as access,
        case when i.ended_at is null then i.access_lost_at end as dormant_since,
        case
            when t.status = 3 then 5
            when i.ended_at is not null then 4
            when t.status = 1 then 3
            when i.access_state <> 0 then 2
            else 1
        end as state
    from installations i
    left join teardowns t on t.installation_id = i.id
    where not exists (
        select 1 from installations n where n.shop_hash = i.shop_hash and n.generation > i.generation)
) newest
where (shop > @after or @after is null)
    and (state = @state or @state is null)
    and (access = @dormantBecause or @dormantBecause is null)
    and (shop_id = @searchId or strpos(shop, @search) > 0 or @search is null)
order by shop
limit @rows

-- name: find-shop
select i.shop, i.shop_id, i.id as installation_id, i.generation, i.started_at as installed_at, i.scopes,
    (select count(*) from subscription_records s where s.installation_id = i.id and s.shopify_id is null)
        as webhooks_missing,
    case when i.ended_at is null then i.access_state else 0 end as access,
    case when i.ended_at is null then i.access_lost_at end as dormant_since,
    case
        when t.status = 3 then 5
        when i.ended_at is not null then 4
        when t.status = 1 then 3
        when i.access_state <> 0 then 2
        else 1
    end as state
from installations i
left join teardowns t on t.installation_id = i.id
where i.shop = @shop
order by i.generation desc
limit 1
