-- The order's own names come first; what they don't say, the teardown or its certificate does.
-- name: begin
insert into audit_log (
    id, at, actor, action, shop_hash, installation_id, teardown_id, step, participant, reason, note,
    request_id)
values (
    @id, now_ms(), @actor, @action,
    coalesce(
        @shopHash,
        (select shop_hash from teardowns where id = @teardown),
        (select shop_hash from certificates where teardown_id = @teardown),
        (select shop_hash from compliance_requests where id = @request)),
    coalesce(
        (select id from installations where shop_hash = @shopHash and ended_at is null),
        (select installation_id from teardowns where id = @teardown),
        (select installation_id from certificates where teardown_id = @teardown),
        (select installation_id from compliance_requests where id = @request)),
    @teardown, @step, @participant, @reason, @note, @request)

-- name: complete
update audit_log
set status = @status, outcome = @outcome, completed_at = now_ms(),
    teardown_id = coalesce(@teardown, teardown_id),
    installation_id = coalesce(
        (select installation_id from teardowns where id = @teardown),
        (select installation_id from certificates where teardown_id = @teardown),
        installation_id)
where id = @id and outcome is null

-- name: list
select id, at, actor, action, shop_hash, installation_id, teardown_id, step, participant, reason, note, status,
    outcome, completed_at, request_id
from audit_log
where (shop_hash = @shopHash or @shopHash is null)
    and (actor = @actor or @actor is null)
    and (action = @action or @action is null)
    and (at >= @since or @since is null)
    and ((at, id) < (@before, @beforeId) or @before is null)
order by at desc, id desc
limit @rows
