-- name: insert
insert into jobs (id, installation_id, kind, key_hash, arguments, status, created_at, run_at)
values (@id, @installation, @kind, @keyHash, @arguments, 1, now_ms(), coalesce(@runAt, now_ms()))
on conflict do nothing

-- name: find-order
select id, kind, status, attempts, done, total, error_code, created_at, run_at, finished_at, cancel_requested, sequence
from jobs
where installation_id = @installation and (id = @id or (kind = @kind and key_hash = @keyHash))
order by case when key_hash = @keyHash then 0 else 1 end
limit 1

-- name: find
select id, kind, status, attempts, done, total, error_code, created_at, run_at, finished_at, cancel_requested, sequence
from jobs
where installation_id = @installation and id = @job

-- name: list
select id, kind, status, attempts, done, total, error_code, created_at, run_at, finished_at, cancel_requested, sequence
from jobs
where installation_id = @installation and (sequence < @before or @before is null)
order by sequence desc
limit @rows

-- name: count-open
select
    count(*) filter (where status = 1) as queued,
    count(*) filter (where status = 2 and lease_until > now_ms()) as running
from jobs
where installation_id = @installation and status in (1, 2)

-- name: find-due-installations
select due.installation_id
from (
    select installation_id, run_at as due_at from jobs where status = 1 and run_at <= now_ms()
    union all
    select installation_id, lease_until from jobs where status = 2 and lease_until <= now_ms()
) due
join installations i on i.id = due.installation_id and i.ended_at is null
group by due.installation_id
order by min(due.due_at)
limit @limit

-- name: renew
update jobs
set lease_until = now_ms() + @leaseMs, done = @done, total = @total
where id = @id and installation_id = @installation and status = 2 and runner = @runner and attempts = @attempt
returning cancel_requested

-- A job that was asked to stop does not go back to the queue: the end of the attempt acknowledges the stop.
-- name: finish
update jobs
set status = case when @status = 1 and cancel_requested then 4 else @status end,
    run_at = case when @status = 1 and not cancel_requested then now_ms() + @retryMs end,
    finished_at = case when @status = 1 and not cancel_requested then null else now_ms() end,
    attempts = attempts - @refund,
    done = @done, total = @total, error_code = @errorCode, runner = null, lease_until = null
where id = @id and installation_id = @installation and status = 2 and runner = @runner and attempts = @attempt

-- name: cancel-queued
update jobs
set status = 4, cancel_requested = true, run_at = null, finished_at = now_ms()
where id = @job and installation_id = @installation and status = 1

-- name: flag-running
update jobs set cancel_requested = true where id = @job and installation_id = @installation and status = 2

-- SQLite uses the index of open jobs only where its condition is repeated as it is; without it, all of the shop's jobs
-- were read and sorted for every batch.
-- name: cancel-all-queued
update jobs
set status = 4, cancel_requested = true, run_at = null, finished_at = now_ms()
where sequence in (
    select sequence from jobs
    where installation_id = @installation and status = 1 and status in (1, 2)
    order by run_at, sequence
    limit @rows)

-- name: flag-all-running
update jobs set cancel_requested = true
where installation_id = @installation and status = 2 and not cancel_requested

-- name: abandon-all
update jobs
set status = 6, run_at = null, finished_at = now_ms(), runner = null, lease_until = null
where installation_id = @installation and status = 2
