-- wrk ... -s replay.lua URL -- FILE [once]: replays the requests that prepare.py wrote, each delivery under an id of its
-- own. With "once" each is sent once; repeats of the last follow until all others are answered. One thread (-t1).
local repeats = 64 -- More than there are connections.
-- wrk asks for one request that it does not send, before all others.
local requests, at, once, run = {}, -1, false, tostring(os.time())

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for text in file:read("*a"):gmatch("(.-)%z") do
    local from, to = text:find("@ID@", 1, true)
    requests[#requests + 1] = from and { text:sub(1, from - 1), text:sub(to + 1) } or { text }
  end
  file:close()
  once = args[2] == "once"
  -- Ids must differ between runs within a second.
  run = run .. tostring(requests):match("0x%x+")
end

function request()
  at = at + 1
  if once and at >= #requests + repeats then wrk.thread:stop() end
  local number = once and math.max(1, math.min(at, #requests)) or at
  local it = requests[(number - 1) % #requests + 1]
  return it[2] and it[1] .. run .. "-" .. number .. it[2] or it[1]
end

-- Answers, answers a second, not 2xx, lost, p50 ms, p99 ms, seconds.
function done(summary, latency)
  local seconds, errors = summary.duration / 1e6, summary.errors
  io.write(string.format("RESULT %d %.0f %d %d %.2f %.2f %.2f\n", summary.requests, summary.requests / seconds, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    seconds))
end
