-- Removes a namespace and marks its installation as ended, at once. KEYS: entries, expiries, ended.
-- ARGV: for how many ms the mark stays. Answers how many entries there were.
-- It deletes before it writes: a Redis whose memory is full refuses a script that begins with a write which needs
-- memory, and lets one go on that has begun with a write which frees some.
local count = redis.call('HLEN', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('SET', KEYS[3], '1', 'PX', ARGV[1])
return count
