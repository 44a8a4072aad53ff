-- Teardowns: 1 confirming, 2 running, 3 stalled. Jobs: 1 queued, 2 running.
-- name: read
select
    (select count(*) from installations where ended_at is null) as installed,
    (select count(*) from installations where ended_at is null and access_state <> 0) as dormant,
    (select count(*) from teardowns where status = 1) as teardowns_confirming,
    (select count(*) from teardowns where status = 2) as teardowns_running,
    (select count(*) from teardowns where status = 3) as teardowns_stalled,
    (select min(ended_at) from teardowns) as oldest_end,
    (select count(*) from webhook_inbox where dead_at is null) as deliveries_waiting,
    (select count(*) from webhook_inbox where dead_at is not null) as deliveries_dead,
    (select count(*) from jobs where status = 1) as jobs_queued,
    (select count(*) from jobs where status = 2) as jobs_running,
    (select count(*) from compliance_requests where closed_at is null) as compliance_open,
    (select count(*) from compliance_requests where closed_at is null and state = 4) as compliance_stalled,
    (select count(*) from compliance_requests where closed_at is null and due_at <= now_ms()) as compliance_overdue,
    (select count(*) from compliance_requests
        where closed_at is null and due_at > now_ms() and due_at <= now_ms() + 604800000) as compliance_due_soon,
    (select min(due) from (
        select min(next_attempt_at) as due from teardowns where next_attempt_at is not null
        union all
        select min(due_at) from webhook_inbox where dead_at is null
        union all
        select min(lease_until) from jobs where status = 2
        union all
        select min(next_attempt_at) from compliance_requests where next_attempt_at is not null
    ) dues where due <= now_ms()) as due_since,
    now_ms() as at

-- name: dormant
select access_state as state, count(*) as shops
from installations where ended_at is null and access_state <> 0
group by access_state
