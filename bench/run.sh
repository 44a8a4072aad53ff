#!/usr/bin/env bash
# Loads one silo on PostgreSQL and checks what it did: see README.md beside this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export PGHOST=${PGHOST:-127.0.0.1} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-postgres} PGPASSWORD=${PGPASSWORD:-}
shops=${SHOPS:-2000} uninstalls=${UNINSTALLS:-200} seconds=${SECONDS_EACH:-5} connections=${CONNECTIONS:-32}
database=shopkeeper_bench admin_port=5099 url=http://127.0.0.1:5080
work=$(mktemp -d)
started=() failures=0
finish() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${started[@]+"${started[@]}"}; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

on() { if [ "$(nproc)" -gt 1 ]; then exec taskset -c "$@"; else shift; exec "$@"; fi; }
sql() { psql -X -q -A -t -d "$database" -c "$1"; }
check() { # check WHAT EXPECTED ACTUAL
  if [ "$2" != "$3" ]; then echo "  FAILED: $1: expected $2, found $3"; failures=$((failures + 1)); fi
}
# User and system time in seconds of a process and its children, those that ended included.
cpu_of() {
  cat /proc/[0-9]*/stat 2>/dev/null | sed 's/(.*)/-/' | awk -v parent="$1" -v hz="$(getconf CLK_TCK)" '
    $1 == parent || $4 == parent { t += $14 + $15 + $16 + $17 } END { printf "%.2f", t / hz }' || true
}
# The server's first process, where the server runs on this machine: the parent of a connection's process.
server_process() {
  psql -X -q -d "$database" <<'END'
select pg_backend_pid() as pid \gset
\setenv BACKEND :pid
\! awk '{ print $4 }' "/proc/$BACKEND/stat" 2>/dev/null || echo 0
END
}
await() { # await SECONDS WHAT QUERY EXPECTED
  local until=$((SECONDS + $1))
  while [ "$(sql "$3")" != "$4" ]; do
    if [ $SECONDS -ge $until ]; then check "$2 within $1 s" "$4" "$(sql "$3")"; return; fi
    sleep 0.1
  done
}
begin() { cpu_before=$(cpu_of "$service") pg_before=$(cpu_of "$server"); }
report() { # report NAME RATE ANSWERS P50 P99
  awk -v name="$1" -v rate="$2" -v n="$3" -v p50="$4" -v p99="$5" \
    -v cpu="$cpu_before $(cpu_of "$service") $pg_before $(cpu_of "$server")" 'BEGIN {
      split(cpu, c, " ")
      printf "%-10s %8.0f/s   p50 %7.2f ms   p99 %7.2f ms   CPU µs: service %6.0f, PostgreSQL %6.0f\n",
        name, rate, p50, p99, (c[2] - c[1]) / n * 1e6, (c[4] - c[3]) / n * 1e6 }'
}
load() { # load FILE SECONDS CONNECTIONS [once]: sets answers rate refused lost p50 p99 took
  read -r _ answers rate refused lost p50 p99 took < <(
    (on 1 wrk -t1 "-c$3" "-d${2}s" -s replay.lua $url -- "$work/$1" "${4:-}") | grep '^RESULT')
  check "$1: requests lost" 0 "$lost"
}

export ASPNETCORE_ENVIRONMENT=Production Logging__LogLevel__Default=Warning
database_at="Host=$PGHOST;Port=$PGPORT;Username=$PGUSER;Password=$PGPASSWORD"
export ConnectionStrings__Shopkeeper="$database_at;Database=$database"
export Storage__DataDirectory=$work/data Keys__Directory=$work/keys
export Listen__Public=$url Listen__Internal=http://127.0.0.1:5081
export Shopify__ApiKey=bench-api-key Shopify__ApiSecret=bench-api-secret Shopify__AppUrl=$url
export Shopify__AdminUrlTemplate="http://127.0.0.1:$admin_port/{shop}"
shopkeeper() { dotnet "$work/app/Shopkeeper.Silo.dll" "$@"; }

dotnet publish ../src/Silo -c Release -o "$work/app" -v q --nologo
dropdb --if-exists --force "$database"
createdb "$database"
shopkeeper seed --prefix shop- --count "$shops" --sessions 1 --preferences 0 --logs 0 --jobs 0
shopkeeper seed --prefix gone- --count "$uninstalls"
sql 'vacuum analyze'
for scenario in ingest badhmac session; do python3 prepare.py $scenario shop- 0 "$shops" >"$work/$scenario"; done
python3 prepare.py uninstall gone- 0 "$uninstalls" >"$work/uninstall"

(on 1 python3 refuse.py $admin_port) &
started+=($!)
(on 0 dotnet "$work/app/Shopkeeper.Silo.dll" serve >"$work/log" 2>&1) &
service=$!
started+=($service)
for _ in $(seq 300); do curl -fs -o "$work/ready" http://127.0.0.1:5081/health/ready && break; sleep 0.1; done
curl -fsS -o "$work/ready" http://127.0.0.1:5081/health/ready || { cat "$work/log"; exit 1; }

server=$(server_process)
inbox='select count(*) from webhook_inbox where dead_at is null'
load ingest 2 "$connections"
await 60 'deliveries to be handled' "$inbox" 0
sql 'truncate webhook_inbox, webhook_ids'
begin
load ingest "$seconds" "$connections"
await 60 'deliveries to be handled' "$inbox" 0
kept=$(sql 'select count(*) from webhook_ids')
# wrk does not count the answers that it no longer waited for.
check 'ingest: every answered delivery is kept' yes \
  "$([ "$kept" -ge "$answers" ] && [ "$kept" -le $((answers + connections)) ] && echo yes || echo "$kept of $answers")"
check 'ingest: answers but 200' 0 "$refused"
check 'ingest: dead letters' 0 "$(sql 'select count(*) from webhook_inbox')"
report ingest "$rate" "$kept" "$p50" "$p99"

load session 3 "$connections"
begin
load session "$seconds" "$connections"
check 'session: answers but 200' 0 "$refused"
report session "$rate" "$answers" "$p50" "$p99"

sql 'truncate webhook_inbox, webhook_ids'
load badhmac 2 "$connections"
begin
load badhmac "$seconds" "$connections"
check 'bad HMAC: answers of 401' "$answers" "$refused"
check 'bad HMAC: rows stored' 0 "$(sql 'select count(*) from webhook_ids')"
report 'bad HMAC' "$rate" "$answers" "$p50" "$p99"

sql 'vacuum analyze'
sessions=$(($(sql 'select count(*) from sessions') - 5 * uninstalls))
begin
from=$(date +%s%3N)
load uninstall 60 8 once
await 120 'certificates' 'select count(*) from certificates' "$uninstalls"
whole=$(sql "select greatest(max(issued_at) - $from, 1) from certificates")
check 'uninstall: answers but 200' 0 "$refused"
check 'uninstall: certificates with exceptions' 0 \
  "$(sql "select count(*) from certificates where result <> 'complete'")"
for table in user_preferences api_logs jobs teardowns; do
  check "uninstall: rows in $table" 0 "$(sql "select count(*) from $table")"
done
check 'uninstall: rows in installations' "$shops" "$(sql 'select count(*) from installations')"
check 'uninstall: rows in sessions' "$sessions" "$(sql 'select count(*) from sessions')"
report uninstall "$(awk -v n="$uninstalls" -v ms="$whole" 'BEGIN { print n / ms * 1000 }')" "$uninstalls" "$p50" "$p99"
[ $failures = 0 ] || { grep -E ' (WARN|ERROR|CRIT)' "$work/log" | tail -n 20; exit 1; }
