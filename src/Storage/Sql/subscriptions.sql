-- name: save
insert into webhook_subscriptions (installation_id, topic, uri, shopify_id, missing_because, checked_at)
values (@installation, @topic, @uri, @shopifyId, @missingBecause, @checkedAt)
on conflict (installation_id, topic) do update
set uri = excluded.uri, shopify_id = excluded.shopify_id, missing_because = excluded.missing_because,
    checked_at = excluded.checked_at

-- name: list
select topic, uri, shopify_id, missing_because, checked_at from webhook_subscriptions
where installation_id = @installation
order by topic

-- name: remove
delete from webhook_subscriptions where installation_id = @installation and topic = @topic
