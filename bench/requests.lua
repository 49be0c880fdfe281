-- What wrk sends: one request after the other, each for another person.
-- Arguments: the operation, the file of people ("id token" on each line), tasks of each person, requests per second in all (0: as many
-- as it goes), the milliseconds for which all connections stay quiet once they are opened, and how many connections there are. With a
-- rate, wrk must have one thread.

local ffi = require("ffi")
ffi.cdef("struct moment { long seconds, nanoseconds; }; int clock_gettime(int clock, struct moment* now);")

local operation, tasks, turn
local people = {}
local sent, threads = 0, {}

function setup(thread)
   table.insert(threads, thread)
   thread:set("number", #threads)
end

local moment = ffi.new("struct moment")

local function milliseconds()
   ffi.C.clock_gettime(1, moment)
   return tonumber(moment.seconds) * 1000 + tonumber(moment.nanoseconds) / 1e6
end

-- Whoever is free takes the next turn of one timetable for all. Its gaps are those of people who know nothing of each other; however
-- late an answer was, the timetable stays, and so does the rate. Without a rate, only the first request of each waits.
local function wait(rate)
   local now = milliseconds()
   if rate > 0 then turn = turn - 1000 / rate * math.log(1 - math.random()) end
   return math.max(0, math.floor(turn - now + 0.5))
end

function init(args)
   operation, tasks = args[1], tonumber(args[3])
   for line in io.lines(args[2]) do
      local id, token = line:match("^(%d+) (%S+)$")
      people[#people + 1] = { id = tonumber(id), head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " .. token .. "\r\n" }
   end
   math.randomseed(os.time() * 1000 + number)
   -- Walks begin where no other round has been.
   sent = math.random(0, 3 * #people)
   local rate, quiet = tonumber(args[4]), tonumber(args[5])
   connections = tonumber(args[6]) -- for done, which has no arguments
   turn = milliseconds() + quiet
   if rate > 0 or quiet > 0 then delay = function() return wait(rate) end end
end

local function key()
   return "Idempotency-Key: " .. number .. "-" .. os.time() .. "-" .. sent .. "-" .. math.random(1, 1e9) .. "\r\n"
end

local function anyone()
   return people[math.random(#people)]
end

local function task(person)
   return "/api/" .. person.id .. "/tasks/" .. ((person.id - 1) * tasks + math.random(tasks))
end

local send = {}

function send.list()
   local person = anyone()
   return "GET /api/" .. person.id .. "/tasks?limit=50" .. person.head .. "\r\n"
end

-- Each person's list once, one after the other.
function send.walk()
   local person = people[sent % #people + 1]
   return "GET /api/" .. person.id .. "/tasks?limit=50" .. person.head .. "\r\n"
end

-- So many different lists that none is asked for again before it would have been forgotten.
function send.changed()
   local person = people[sent % #people + 1]
   local kinds = math.max(3, math.ceil(30000 / #people))
   local limit = 50 - math.floor(kinds / 2) + math.floor(sent / #people) % kinds
   return "GET /api/" .. person.id .. "/tasks?limit=" .. limit .. person.head .. "\r\n"
end

function send.get()
   local person = anyone()
   return "GET " .. task(person) .. person.head .. "\r\n"
end

function send.create()
   local person = anyone()
   local body = '{"title":"Water the plants on the balcony","description":"All of them","due_date":"2027-03-01","priority":"High","tags":"home,plants"}'
   return "POST /api/" .. person.id .. "/tasks" .. person.head .. key() .. "Content-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function send.toggle()
   local person = anyone()
   return "PATCH " .. task(person) .. "/complete" .. person.head .. key() .. "Content-Length: 0\r\n\r\n"
end

function send.mix()
   local dice = math.random(100)
   if dice <= 70 then return send.list() end
   if dice <= 90 then return send.get() end
   if dice <= 95 then return send.create() end
   return send.toggle()
end

function request()
   sent = sent + 1
   return send[operation]()
end

-- wrk adds to each late answer those that its connection would have got meanwhile, had it not waited: one late answer becomes hundreds.
-- pgbench, which works in the same way, only tells what was, and so does this: from the latest on, what each added is taken away again.
local function told(latency, expected, total)
   local times, counts = {}, {}
   for at = 1, #latency do
      local time, count = latency(at)
      times[at], counts[time] = time, count
   end
   for at = #times, 1, -1 do
      for added = times[at] - expected, expected + 1, -expected do counts[added] = counts[added] - counts[times[at]] end
   end
   return function(share)
      local rank = total * share / 100
      for at = 1, #times do
         rank = rank - counts[times[at]]
         if rank <= 0 then return times[at] end
      end
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   -- As wrk reckons it, in whole numbers. Where no answer took twice as long as they did on average, nothing has been added.
   local ofEach = math.floor(summary.requests / threads[1]:get("connections"))
   local expected = ofEach > 0 and math.floor(summary.duration / ofEach) or math.huge
   local percentile = latency.max > 2 * expected and told(latency, expected, summary.requests) or function(share) return latency:percentile(share) end
   io.write(string.format("\nfigures %d %d %d %d %d %d %d\n", summary.requests, summary.duration, percentile(50), percentile(99), latency.max,
      errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
