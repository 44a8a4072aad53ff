-- name: mark-outdated
update subscription_checks
set due_at = now_ms() + abs(random() % (@spread + 1)), cause = 2, marks = marks + 1
where installation_id in (
    select installation_id from subscription_checks
    where wanted_hash <> @wantedHash and due_at > now_ms() + @spread
    limit @rows)
