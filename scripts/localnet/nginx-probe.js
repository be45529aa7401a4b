// What clients see of three relays behind nginx. Each step prints one line and ends with 1 when it is not as it should be.
//   node nginx-probe.js spread URL FILE     asks for many recipients which relay answers; writes it to FILE
//   node nginx-probe.js takeover URL FILE RELAY   the same when RELAY is gone
//   node nginx-probe.js limit URL           more at once than one address may
//   node nginx-probe.js forwarded URL       two addresses behind the proxy have a limit each at the relay
//   node nginx-probe.js direct URL          X-Forwarded-For of an address that is no proxy is not believed
"use strict";
const http = require("http");
const crypto = require("crypto");
const fs = require("fs");

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RECIPIENTS = 1200;

function address(seed) {
  const bytes = crypto.createHash("sha512").update(`recipient ${seed}`).digest();
  return Array.from({ length: 44 }, (_, i) => ALPHABET[bytes[i] % ALPHABET.length]).join("");
}

function request(url, { path, method = "GET", headers = {}, from = "127.0.0.1", body }) {
  return new Promise((resolve, reject) => {
    const call = http.request(new URL(path, url), { method, headers, localAddress: from, agent: false, timeout: 20000 }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    call.on("timeout", () => call.destroy(new Error("no answer in 20 seconds")));
    call.on("error", reject);
    call.end(body);
  });
}

function check(holds, what) {
  if (!holds) {
    console.error(`not so: ${what}`);
    process.exit(1);
  }
}

/** Which relay answers for each recipient; spread over many client addresses, as each has its own limit. */
async function relays(url, ask) {
  const found = {};
  for (let start = 0; start < RECIPIENTS; start += 24) {
    const some = Array.from({ length: Math.min(24, RECIPIENTS - start) }, (_, i) => start + i);
    await Promise.all(
      some.map(async (i) => {
        const answer = await request(url, { ...ask(address(i)), from: `127.0.1.${1 + (i % 200)}` });
        check(answer.status === 200, `recipient ${i} is answered 200: ${answer.status} ${answer.text}`);
        found[address(i)] = JSON.parse(answer.text).relay;
      }),
    );
  }
  return found;
}

const byHeader = (recipient) => ({ path: "/v1/relay", headers: { "Pod-Recipient": recipient } });
const byQuery = (recipient) => ({ path: `/v1/relay?recipient=${recipient}` });

function counts(found) {
  const sums = {};
  Object.values(found).forEach((relay) => (sums[relay] = (sums[relay] || 0) + 1));
  return sums;
}

const steps = {
  async spread(url, file, ...order) {
    const found = await relays(url, byHeader);
    const again = await relays(url, byQuery);
    check(Object.keys(found).every((key) => found[key] === again[key]), "a recipient has one relay, by header and by query");
    const sums = counts(found);
    const [three, two, one] = order.map((relay) => sums[relay] || 0);
    console.log(`${RECIPIENTS} recipients: ${three} ${two} ${one} for weights 3 2 1`);
    // Consistent hashing gives each share to some percent.
    check(three > two && two > one, "the order is that of the weights");
    [three, two, one].forEach((count, i) => {
      const share = (RECIPIENTS * (3 - i)) / 6;
      check(Math.abs(count - share) < 0.45 * share, `${count} is near ${share}`);
    });
    fs.writeFileSync(file, JSON.stringify(found));
  },

  async takeover(url, file, gone) {
    const before = JSON.parse(fs.readFileSync(file));
    const after = await relays(url, byHeader);
    const moved = Object.keys(before).filter((key) => before[key] !== after[key]);
    check(moved.every((key) => before[key] === gone), "recipients of the others stay where they are");
    check(!Object.values(after).includes(gone), "nobody is sent to the relay that is gone");
    const orphan = Object.keys(before).find((key) => before[key] === gone);
    const posted = await request(url, {
      path: "/v1/messages",
      method: "POST",
      headers: { "Pod-Recipient": orphan, "Content-Type": "application/json" },
      body: "{}",
    });
    check(posted.status === 400, `a POST reaches another relay: ${posted.status} ${posted.text}`);
    console.log(`${moved.length} recipients of the relay that is gone are served: ${JSON.stringify(counts(after))}`);
  },

  async limit(url) {
    const answers = await Promise.all(
      Array.from({ length: 600 }, () => request(url, { path: "/v1/relay", from: "127.0.2.1" })),
    );
    const refused = answers.filter((answer) => answer.status === 429);
    const served = answers.filter((answer) => answer.status === 200);
    check(served.length > 0 && refused.length > 0 && served.length + refused.length === 600, "some are served, the others 429");
    check(
      refused.every((a) => JSON.parse(a.text).code === "rate-limited" && a.headers["retry-after"] === "1"),
      "429 comes as a problem with Retry-After",
    );
    const other = await request(url, { path: "/v1/relay", from: "127.0.2.2" });
    check(other.status === 200, "another address is served");
    const hidden = await request(url, { path: "/metrics", from: "127.0.2.2" });
    check(hidden.status === 404, "metrics are not for the world");
    console.log(`600 requests at once from one address: ${served.length} served, ${refused.length} refused`);
  },

  // The relays of this step let an address have 20 requests, and give it no new one for a long time.
  async forwarded(url) {
    const ask = (from) => request(url, { path: "/v1/relay", headers: { "Pod-Recipient": address(0), "X-Forwarded-For": "192.0.2.9" }, from });
    const first = [];
    for (let i = 0; i < 60; i++) first.push((await ask("127.0.3.1")).status);
    check(first[0] === 200 && first[59] === 429, `the relay limits an address behind the proxy: ${first}`);
    check((await ask("127.0.3.2")).status === 200, "another address behind the proxy has a limit of its own");
    console.log("the relay counts by the address that the proxy names");
  },

  async direct(url) {
    const statuses = [];
    for (let i = 0; i < 60; i++) {
      statuses.push((await request(url, { path: "/v1/relay", headers: { "X-Forwarded-For": `192.0.2.${i}` }, from: "127.0.4.1" })).status);
    }
    check(statuses[0] === 200 && statuses[59] === 429, `an address that is no proxy is not believed: ${statuses}`);
    console.log("X-Forwarded-For of an address that is no proxy is not believed");
  },
};

const [step, ...rest] = process.argv.slice(2);
steps[step](...rest).catch((error) => {
  console.error(error);
  process.exit(1);
});
