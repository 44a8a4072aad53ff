-- name: read
select id, shop, data_key, grant_ciphertext, grant_version, ended_at, access_state, refresh_due_at,
  refresh_refusals, refresh_refused_first_at, refresh_refused_last_at, migration_mark,
  case when refresh_until > now_ms() then refresh_until - now_ms() else 0 end as busy_for
from installations where id = @installation and grant_state = 'held'

-- name: read-data-key
select data_key from installations where id = @installation and grant_state = 'held'

-- Shopify gives a pair whose answer was lost again for thirty days. So a refresh that is begun and not ended makes the
-- pair due, though nobody asks for a token meanwhile.
-- name: begin-refresh
update installations set refresh_until = now_ms() + @lease, refresh_holder = @holder,
  refresh_due_at = case
    when refresh_due_at > now_ms() + @doubt then now_ms() + @doubt else refresh_due_at end
where id = @installation and grant_state = 'held' and grant_version = @version
  and (refresh_until is null or refresh_until <= now_ms() or refresh_holder = @holder)

-- A migration stores a pair in the same way, under the same intent. A token that was refused (1) and the want of a new
-- grant (2) are cured by a new pair; what keeps the shop itself from answering is not.
-- name: store
update installations
set grant_ciphertext = @grantCiphertext, scopes = @scopes, scopes_at = coalesce(@scopesAt, now_ms()),
  grant_version = grant_version + 1, grant_secret = @grantSecret,
  grant_expires_at = @grantExpiresAt, refresh_due_at = @refreshDueAt,
  refresh_until = null, refresh_holder = null, migration_mark = 0,
  refresh_refusals = 0, refresh_refused_first_at = null, refresh_refused_last_at = null,
  access_lost_at = case when access_state in (1, 2) then null else access_lost_at end,
  access_state = case when access_state in (1, 2) then 0 else access_state end
where id = @installation and grant_state = 'held' and grant_version = @version
  and coalesce(refresh_holder, @holder) = @holder

-- name: end-refresh
update installations set refresh_until = null, refresh_holder = null
where id = @installation and refresh_holder = @holder

-- Refusals that follow one another closely are one: whoever asks often does not make them more certain.
-- name: note-refused
update installations
set refresh_until = null, refresh_holder = null,
  refresh_refusals = refresh_refusals
    + case when coalesce(refresh_refused_last_at, 0) <= now_ms() - @apart then 1 else 0 end,
  refresh_refused_first_at = coalesce(refresh_refused_first_at, now_ms()),
  refresh_refused_last_at = case
    when coalesce(refresh_refused_last_at, 0) <= now_ms() - @apart then now_ms() else refresh_refused_last_at end
where id = @installation and grant_state = 'held' and grant_version = @version
  and coalesce(refresh_holder, @holder) = @holder
returning refresh_refusals, refresh_refused_first_at, refresh_refused_last_at

-- name: defer-refresh
update installations set refresh_due_at = @until
where id = @installation and grant_state = 'held' and grant_version = @version

-- name: note-lost
update installations
set access_state = @state, access_lost_at = coalesce(access_lost_at, @since), access_check_at = null
where id = @installation and grant_state = 'held' and grant_version = @version

-- name: find-due
select id from installations
where refresh_due_at <= now_ms() and grant_expires_at is not null and grant_state = 'held' and ended_at is null
order by refresh_due_at
limit @limit

-- name: count-by-secret
select grant_secret as fingerprint, count(*) as grants,
  sum(case when grant_expires_at is null then 1 else 0 end) as without_expiry
from installations where grant_state = 'held'
group by grant_secret
