-- Within the hour, should the job that a stay starts with come to no end.
-- name: begin
insert into subscription_checks (installation_id, due_at) values (@installation, now_ms() + 3600000)

-- name: announce
insert into wanted_subscriptions (id, hash, announced_at) values (1, @wantedHash, now_ms())
on conflict (id) do update set hash = excluded.hash, announced_at = excluded.announced_at

-- A process of a release that knew no comparisons began them.
-- name: begin-missing
insert into subscription_checks (installation_id, wanted_hash, due_at, cause)
select id, '', now_ms(), 2 from installations i
where ended_at is null and not exists (select 1 from subscription_checks c where c.installation_id = i.id)
on conflict do nothing

-- Each at a moment of its own. One that is due within the spread already is left as it is: so the batches come to an
-- end, and a second start marks none again.
-- name: mark-outdated
update subscription_checks
set due_at = now_ms() + (random() * @spread)::bigint, cause = 2, marks = marks + 1
where installation_id in (
    select installation_id from subscription_checks
    where wanted_hash <> @wantedHash and due_at > now_ms() + @spread
    limit @rows)

-- name: mark
update subscription_checks
set due_at = case when due_at <= now_ms() + @delay then due_at else now_ms() + @delay end,
    cause = @cause, marks = marks + 1
where installation_id = @installation

-- name: mark-shop
update subscription_checks
set due_at = case when due_at <= now_ms() + @delay then due_at else now_ms() + @delay end,
    cause = @cause, marks = marks + 1
where installation_id = (select id from installations where shop = @shop and ended_at is null)

-- Only what keeps others waiting counts. A dormant shop's job waits for as long as the shop is dormant, and one that is
-- put off for long, such as after a rejected call, for nothing that others wait for: counted, a few of them would end
-- all comparisons. Jobs of installs are not in any row.
-- name: count-open
select count(*)
from jobs j
join subscription_checks c on c.installation_id = j.installation_id and c.job_id = j.id
join installations i on i.id = j.installation_id and i.ended_at is null and i.access_state = 0
where j.kind = @kind and (j.status = 2 or (j.status = 1 and j.run_at <= now_ms() + 300000))

-- name: find-due
select c.installation_id
from subscription_checks c
join installations i on i.id = c.installation_id and i.ended_at is null
where c.due_at <= now_ms() and exists (select 1 from wanted_subscriptions where hash = @wantedHash)
order by c.due_at
limit @limit

-- name: await-access
update subscription_checks
set due_at = null
where installation_id = @installation
    and exists (select 1 from installations where id = @installation and access_state <> 0)

-- Right before the access is noted as fine, or the grant is replaced: only then is it known that it was not.
-- name: access-regained
update subscription_checks
set due_at = now_ms(), cause = 4, marks = marks + 1
where installation_id = @installation
    and exists (select 1 from installations where id = @installation and access_state <> 0)

-- A pair that was bought cures a token that was refused without anybody's noting so. Only a stay that waits for its
-- access is due at no time.
-- name: access-bought
update subscription_checks
set due_at = now_ms(), cause = 4, marks = marks + 1
where installation_id = @installation and due_at is null
    and exists (select 1 from installations where id = @installation and ended_at is null and access_state = 0)

-- What was refused for want of a scope may be granted now.
-- name: scopes-changed
update subscription_checks
set due_at = case when due_at <= now_ms() then due_at else now_ms() end, cause = 5, marks = marks + 1
where installation_id = @installation

-- name: take
update subscription_checks set due_at = now_ms() + @again where installation_id = @installation and due_at <= now_ms()

-- name: note-job
update subscription_checks set job_id = @id where installation_id = @installation

-- name: has-queued
select exists (select 1 from jobs where installation_id = @installation and kind = @kind and status = 1)

-- name: find
select wanted_hash, checked_at, due_at, cause, marks, failed_at, failure, now_ms() as now,
    (select hash from wanted_subscriptions where id = 1) as latest_hash
from subscription_checks
where installation_id = @installation

-- name: complete
update subscription_checks
set checked_at = now_ms(), failed_at = null, failure = null, wanted_hash = coalesce(@wantedHash, wanted_hash),
    due_at = case when marks = @marks and @mayMove then now_ms() + @next else due_at end,
    cause = case when marks = @marks and @mayMove then 1 else cause end
where installation_id = @installation

-- name: fail
update subscription_checks set failed_at = now_ms(), failure = @code where installation_id = @installation
