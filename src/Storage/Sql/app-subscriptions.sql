-- Shopify tells the time of a change in whole seconds: within one, what comes later in a subscription's life counts,
-- and what ends it is not undone. A status that is not known here is as late as ACTIVE.
-- name: save-newer
insert into app_subscriptions (installation_id, gid_hash, status, updated_at, payload)
values (@installation, @gidHash, @status, @updatedAt, @payload)
on conflict (installation_id, gid_hash) do update
set status = excluded.status, updated_at = excluded.updated_at, payload = excluded.payload
where excluded.updated_at > app_subscriptions.updated_at
    or (excluded.updated_at = app_subscriptions.updated_at
        and app_subscriptions.status not in ('CANCELLED', 'EXPIRED', 'DECLINED')
        and case excluded.status when 'PENDING' then 0 when 'ACCEPTED' then 1 else 2 end
            >= case app_subscriptions.status when 'PENDING' then 0 when 'ACCEPTED' then 1 else 2 end)

-- name: list
select gid_hash, status, updated_at, payload from app_subscriptions
where installation_id = @installation
order by updated_at desc, gid_hash

-- name: count-by-status
select status, count(*) as count from app_subscriptions
where installation_id = @installation
group by status
order by status

-- name: move
update app_subscriptions set installation_id = @successor, payload = @payload
where installation_id = @installation and gid_hash = @gidHash
