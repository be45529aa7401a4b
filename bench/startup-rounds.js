// node startup-rounds.js ROUNDS PORT CONFIG IMAGE_POD DIST_POD: starts relays and measures; see startup.
"use strict";
const { spawn } = require("child_process");
const { once } = require("events");
const fs = require("fs");
const http = require("http");

const [rounds, port, config, image, dist] = process.argv.slice(2);
const KINDS = {
  cache: [image, {}],
  noCache: [image, { POD_AOT: "off" }],
  dist: [dist, { POD_AOT: "off" }],
};
const POLL_MS = 2;
const TICK_MS = 10;

function isReady() {
  return new Promise((resolve) => {
    const call = http.get({ host: "127.0.0.1", port, path: "/readyz", agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on("error", () => resolve(false));
  });
}

async function start([pod, environment]) {
  const began = process.hrtime.bigint();
  const relay = spawn(pod, ["relay", "--config", config], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  relay.stderr.on("data", (part) => (log += part));
  const ended = once(relay, "exit");
  while (!(await isReady())) {
    if (relay.exitCode !== null) throw new Error(`the relay ended with ${relay.exitCode}: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const readyMs = Number(process.hrtime.bigint() - began) / 1e6;
  const fields = fs.readFileSync(`/proc/${relay.pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
  const status = fs.readFileSync(`/proc/${relay.pid}/status`, "utf8");
  const residentMb = Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024;
  relay.kill("SIGTERM");
  await ended;
  return { readyMs, cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, residentMb };
}

function spread(values) {
  const sorted = values.map(Math.round).sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted[sorted.length - 1] };
}

(async () => {
  const seen = { cache: [], noCache: [], dist: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const kind of Object.keys(KINDS)) {
      const measured = await start(KINDS[kind]);
      console.error(`round ${round} ${kind}: ready after ${measured.readyMs.toFixed(0)} ms`);
      if (round > 0) seen[kind].push(measured);
    }
  }
  const report = { rounds: Number(rounds) };
  for (const kind of Object.keys(KINDS)) {
    report[kind] = Object.fromEntries(
      ["readyMs", "cpuMs", "residentMb"].map((name) => [name, spread(seen[kind].map((start) => start[name]))]),
    );
  }
  console.log(JSON.stringify(report));
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
