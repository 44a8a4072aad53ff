-- name: save
insert into subscription_records (
    installation_id, name, topic, uri, filter, include_fields, metafield_namespaces, shopify_id, state, reason,
    actual, is_shared, checked_at)
values (
    @installation, @name, @topic, @uri, @filter, @includeFields, @metafieldNamespaces, @shopifyId, @state, @reason,
    @actual, @isShared, @checkedAt)
on conflict (installation_id, name) do update
set topic = excluded.topic, uri = excluded.uri, filter = excluded.filter, include_fields = excluded.include_fields,
    metafield_namespaces = excluded.metafield_namespaces, shopify_id = excluded.shopify_id, state = excluded.state,
    reason = excluded.reason, actual = excluded.actual, is_shared = excluded.is_shared,
    checked_at = excluded.checked_at

-- name: list
select name, topic, uri, filter, include_fields, metafield_namespaces, shopify_id, state, reason, actual,
    is_shared, checked_at
from subscription_records
where installation_id = @installation
order by name

-- name: remove
delete from subscription_records where installation_id = @installation and name = @name

-- name: count-missing
select coalesce(s.reason, 'unknown') as reason, count(*) as count
from subscription_records s
join installations i on i.id = s.installation_id and i.ended_at is null
where s.shopify_id is null
group by s.reason
