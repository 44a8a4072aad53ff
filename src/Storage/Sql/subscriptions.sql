-- name: save
insert into webhook_subscriptions (
    installation_id, name, topic, uri, filter, include_fields, metafield_namespaces, shopify_id, state, reason,
    checked_at)
values (
    @installation, @name, @topic, @uri, @filter, @includeFields, @metafieldNamespaces, @shopifyId, @state, @reason,
    @checkedAt)
on conflict (installation_id, name) do update
set topic = excluded.topic, uri = excluded.uri, filter = excluded.filter, include_fields = excluded.include_fields,
    metafield_namespaces = excluded.metafield_namespaces, shopify_id = excluded.shopify_id, state = excluded.state,
    reason = excluded.reason, checked_at = excluded.checked_at

-- name: list
select name, topic, uri, filter, include_fields, metafield_namespaces, shopify_id, state, reason, checked_at
from webhook_subscriptions
where installation_id = @installation
order by name

-- name: remove
delete from webhook_subscriptions where installation_id = @installation and name = @name

-- name: count-missing
select coalesce(s.reason, 'unknown') as reason, count(*) as count
from webhook_subscriptions s
join installations i on i.id = s.installation_id and i.ended_at is null
where s.shopify_id is null
group by s.reason
