-- Reads an entry that has not expired. KEYS: entries, expiries. ARGV: field.
-- Answers the payload and the milliseconds that it may still be read; nothing without one.
local expires = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not expires then return false end
local time = redis.call('TIME')
local left = tonumber(expires) - (time[1] * 1000 + math.floor(time[2] / 1000))
if left <= 0 then return false end
local payload = redis.call('HGET', KEYS[1], ARGV[1])
if not payload then return false end
return {payload, left}
