-- name: begin
begin immediate

-- name: savepoint
savepoint request

-- name: release
release request

-- name: undo
rollback to request

-- name: commit
commit

-- name: rollback
rollback
