-- Removes a namespace and marks its installation as ended, at once. KEYS: entries, expiries, ended.
-- ARGV: for how many ms the mark stays. Answers how many entries there were.
local count = redis.call('HLEN', KEYS[1])
redis.call('SET', KEYS[3], '1', 'PX', ARGV[1])
redis.call('DEL', KEYS[1], KEYS[2])
return count
