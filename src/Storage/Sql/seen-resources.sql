-- name: find
select happened_at, triggered_at from seen_resources
where installation_id = @installation and resource_group = @resourceGroup and resource_hash = @resourceHash

-- name: note
insert into seen_resources (installation_id, resource_group, resource_hash, happened_at, triggered_at, seen_at)
values (@installation, @resourceGroup, @resourceHash, @happenedAt, @triggeredAt, now_ms())
on conflict (installation_id, resource_group, resource_hash) do update
set happened_at = excluded.happened_at, triggered_at = excluded.triggered_at, seen_at = excluded.seen_at
where excluded.happened_at > seen_resources.happened_at
    or (excluded.happened_at = seen_resources.happened_at and excluded.triggered_at >= seen_resources.triggered_at)
