-- name: note
update installations set access_checked_at = @at where id = @installation and ended_at is null

-- name: find-unplanned
select id, shop, shop_id, generation, app_installation_id, scopes, started_at, ended_at, access_lost_at,
  deliveries_since, reauthorized_at, access_state, access_checked_at
from installations where ended_at is null and access_check_at is null
limit @limit

-- A check that is due was asked for while another was under way. A shop that fell asleep since it was read is to be
-- asked within minutes, not when it would have been asked awake: a day later.
-- name: schedule
update installations set access_check_at = now_ms() + @delayMs
where id = @installation and ended_at is null and (access_check_at > now_ms() or access_check_at is null)
  and access_state = @access

-- name: make-due
update installations set access_check_at = now_ms(), access_checked_at = null
where id = @installation and ended_at is null

-- name: is-due
select exists (select 1 from installations where ended_at is null and access_check_at <= now_ms())

-- name: count-claimed
select count(*) from installations where access_claimed_at > now_ms() - 60000

-- name: claim
update installations set access_claimed_at = now_ms(), access_check_at = now_ms() + @leaseMs
where id in (
    select id from installations where ended_at is null and access_check_at <= now_ms()
    order by access_check_at
    limit @limit)
returning id
