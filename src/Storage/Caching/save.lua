-- Writes an entry, unless the installation has ended. KEYS: entries, expiries, ended.
-- ARGV: field, payload, lifetime in ms, when the writer began by this server's clock in ms, how long ago that may be
-- in ms, most entries. Answers 0 written, 1 ended, 2 too late: whoever takes that long may have missed the mark.
if redis.call('EXISTS', KEYS[3]) == 1 then return 1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now - tonumber(ARGV[4]) > tonumber(ARGV[5]) then return 2 end

-- A hash's fields expire together, so single ones are taken out here, a bounded number at a time.
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)
for _, field in ipairs(over) do
  redis.call('HDEL', KEYS[1], field)
  redis.call('ZREM', KEYS[2], field)
end
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  while redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[6]) do
    local next = redis.call('ZPOPMIN', KEYS[2])
    if #next == 0 then
      redis.call('DEL', KEYS[1])
    else
      redis.call('HDEL', KEYS[1], next[1])
    end
  end
end

local lifetime = tonumber(ARGV[3])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], now + lifetime, ARGV[1])
for key = 1, 2 do
  if redis.call('PTTL', KEYS[key]) < lifetime then redis.call('PEXPIRE', KEYS[key], lifetime) end
end
return 0
