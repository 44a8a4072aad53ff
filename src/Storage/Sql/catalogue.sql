-- name: save
insert into catalogue_products (installation_id, product_id, seen_at, payload)
values (@installationId, @productId, @seenAt, @payload)
on conflict (installation_id, product_id) do update
set seen_at = excluded.seen_at, payload = excluded.payload

-- name: remove-unseen
delete from catalogue_products
where installation_id = @installation and product_id in (
    select product_id from catalogue_products
    where installation_id = @installation and seen_at < @before
    order by seen_at
    limit @rows)

-- name: remove
delete from catalogue_products where installation_id = @installation and product_id = @productId

-- name: count
select count(*) from catalogue_products where installation_id = @installation
