# Runs a throw-away PostgreSQL server until standard input closes, then removes everything it wrote.
# Arguments: the folder of the server programs, the folder to work in, the TCP port, and "durable" where what was
# committed has to survive a crash of the server. The password stands in $dir/password. Standard input is a pipe from
# the test process: its end reaches this script however that process ends. A line in it that says "restart" has the
# server end in immediate mode, as by a crash, and start again.
set -u
bin=$1 dir=$2 port=$3 server= watcher=

clean_up() {
  trap - EXIT
  [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null && wait "$server" 2>/dev/null
  [ -n "$watcher" ] && kill "$watcher" 2>/dev/null
  [ -f "$dir/log" ] && tail -n 20 "$dir/log" >&2
  cd / && rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

cd "$dir" || exit 1
"$bin/initdb" --pgdata=data --username=postgres --pwfile=password --auth=password --encoding=UTF8 --locale=C \
  --no-sync --no-instructions >log 2>&1 || exit 1

# Durability is off: the data is worth nothing once the tests end. Against a crash of the server, the machine going on,
# it is enough that a commit waits until it is written. Autovacuum stays on, as in production.
if [ "${4:-}" = durable ]; then commit=on pages=on; else commit=off pages=off; fi

exec 3<&0
( while read -r order <&3; do
    [ "$order" = restart ] && : >restart && kill -QUIT "$(cat pid)"
  done
  : >ended
  kill -QUIT "$(cat pid)" 2>/dev/null ) &
watcher=$!

while :; do
  "$bin/postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" \
    -c fsync=off -c full_page_writes=$pages -c synchronous_commit=$commit -c wal_level=minimal \
    -c max_wal_senders=0 -c max_connections=200 -c shared_buffers=64MB -c log_min_messages=warning \
    >>log 2>&1 </dev/null 3<&- &
  server=$!
  echo "$server" >pid
  [ -f ended ] && kill -QUIT "$server"
  wait "$server"
  [ -f restart ] && [ ! -f ended ] || break
  rm -f restart
done
