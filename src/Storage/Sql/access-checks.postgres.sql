-- Rows that a fence holds at this moment are passed over.
-- name: claim
update installations set access_claimed_at = now_ms(), access_check_at = now_ms() + @leaseMs
where id in (
    select id from installations where ended_at is null and access_check_at <= now_ms()
    order by access_check_at
    limit @limit
    for update skip locked)
returning id
