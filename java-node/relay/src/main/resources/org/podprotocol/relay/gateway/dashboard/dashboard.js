import { Chart } from "./chart.js";
import { judge } from "./proof.js";

const HISTORY_MS = 300_000;
const COMMITS = 20;
const LAMPORTS = 1e9;
const samples = [];
const queuesMost = [];
let latest = null;
let commitsAt = 0;
let commitsSize = -1;

const byId = (id) => document.getElementById(id);
const count = new Intl.NumberFormat("en");
const decimals = (value, digits) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function element(name, kind, ...children) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...children);
  return made;
}

function show(id, text, alarm = false) {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("alarm", alarm);
}

const known = (value, format) => (value === undefined || value === null ? "–" : format(value));

function duration(ms) {
  if (ms < 10_000) return `${count.format(Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

const rate = (value) => (value === null ? "–" : decimals(value, value < 10 ? 1 : 0));
const ms = (value) => decimals(value, value < 10 ? 2 : value < 100 ? 1 : 0);

// Members of the metrics whose name begins so, with their labels.
function labelled(metrics, name) {
  const found = [];
  for (const [key, value] of Object.entries(metrics)) {
    if (key.startsWith(`${name}{`)) {
      const labels = Object.fromEntries(key.slice(name.length + 1, -1).split(",").map((pair) => pair.split("=", 2)));
      found.push({ labels, value });
    }
  }
  return found;
}

const sum = (entries) => entries.reduce((all, entry) => all + entry.value, 0);

// Growth of a counter in a second over the last `spanMs`; null while there is nothing to compare with.
function growth(name, spanMs) {
  const last = samples.at(-1);
  const first = samples.find((sample) => sample.at >= last.at - spanMs);
  if (!first || first === last) return null;
  const grown = last[name] - first[name];
  return Number.isFinite(grown) && grown >= 0 ? (grown * 1000) / (last.at - first.at) : null;
}

const COUNTERS = {
  accepted: (metrics) => metrics["admission.accepted"],
  delivered: (metrics) => metrics["delivery.pushed"],
  anchored: (metrics) => metrics["anchoring.size"],
  processor: (metrics) => metrics["process.cpu.seconds"] * 100,
  landed: (metrics) => metrics["chain.transactions{outcome=landed}"],
};

const charts = {
  messages: new Chart(byId("chart-messages"), "Messages a second", ["accepted", "delivered", "anchored"], HISTORY_MS / 1000),
  confirm: new Chart(byId("chart-confirm"), "Confirmation of transactions in milliseconds", ["p50", "p99"], HISTORY_MS / 1000),
  memory: new Chart(byId("chart-memory"), "Memory in megabytes", ["resident", "heap"], HISTORY_MS / 1000),
  cpu: new Chart(byId("chart-cpu"), "Processor in percent of a core", ["process"], HISTORY_MS / 1000),
};
const points = { messages: [], confirm: [], memory: [], cpu: [] };

function timers(metrics) {
  const span = byId("window").value;
  for (const row of document.querySelectorAll("tr[data-timer]")) {
    const window = metrics[row.dataset.timer]?.[span];
    while (row.cells.length < 6) row.append(element("td", ""));
    const cells = window && window.count
      ? [ms(window.p50), ms(window.p95), ms(window.p99), ms(window.max), count.format(window.count)]
      : ["–", "–", "–", "–", "0"];
    cells.forEach((text, i) => { row.cells[i + 1].textContent = text; });
  }
}

function endpoints(metrics) {
  const rows = labelled(metrics, "chain.endpoint.score").map(({ labels, value }) => {
    const of = (name) => metrics[`chain.endpoint.${name}{endpoint=${labels.endpoint},class=${labels.class}}`];
    const bar = document.createElement("meter");
    bar.min = 0; bar.max = 1; bar.low = 0.4; bar.high = 0.7; bar.optimum = 1; bar.value = value;
    bar.setAttribute("aria-hidden", "true");
    const cell = (text, kind = "") => element("td", kind, text);
    const head = element("th", "mono", labels.endpoint);
    head.scope = "row";
    return element("tr", "", head, cell(labels.class, "text"), element("td", "", bar, decimals(value, 2)),
      cell(`${decimals(of("success.ratio") * 100, 0)} %`), cell(of("latency.ms") ? `${ms(of("latency.ms"))} ms` : "–"),
      cell(count.format(of("slot.lag"))), cell(count.format(of("calls"))), cell(count.format(of("errors"))),
      cell(of("available") ? "in use" : "left alone", of("available") ? "text" : "text trouble"));
  });
  if (rows.length) byId("endpoints").tBodies[0].replaceChildren(...rows);
}

function queues(metrics, at) {
  const now = [
    ["signature checks", "admission.queue"], ["journal writes", "journal.queue"], ["journal reads", "journal.read.queue"],
    ["transactions to send", "chain.transactions.queue"], ["transactions under way", "chain.transactions.in.flight"],
    ["uploads to IPFS", "content.uploads.pending"], ["operations under way", "operations.under.way"],
  ].filter(([, name]) => metrics[name] !== undefined).map(([label, name]) => [label, metrics[name]]);
  queuesMost.push({ at, now });
  while (queuesMost[0].at < at - HISTORY_MS) queuesMost.shift();
  const rows = now.map(([label, value], i) => {
    const head = element("th", "", label);
    head.scope = "row";
    const most = Math.max(...queuesMost.map((past) => past.now[i]?.[1] ?? 0));
    return element("tr", "", head, element("td", "", count.format(value)), element("td", "", count.format(most)));
  });
  byId("queues").tBodies[0].replaceChildren(...rows);
}

function take(state) {
  const metrics = state.metrics;
  const at = state.timeMs;
  latest = metrics;
  if (samples.length && at <= samples.at(-1).at) samples.length = 0;
  samples.push({ at, ...Object.fromEntries(Object.entries(COUNTERS).map(([name, pick]) => [name, pick(metrics)])) });
  while (samples[0].at < at - HISTORY_MS) samples.shift();

  const troubles = Object.entries(state.parts).filter(([, part]) => part.state !== "READY");
  status(state.ready ? "ready" : "down", state.ready ? "ready" : `not ready${troubles.length ? `: ${troubles.map(([name, part]) => `${name} (${part.detail})`).join("; ")}` : ""}`);

  const span = { "10s": 10_000, "1m": 60_000, "5m": HISTORY_MS }[byId("window").value];
  show("accepted-rate", rate(growth("accepted", span)));
  show("delivered-rate", rate(growth("delivered", span)));
  show("anchored-rate", rate(growth("anchored", span)));
  show("log-size", count.format(metrics["anchoring.size"]));
  show("log-waiting", count.format(Math.max(0, metrics["journal.messages"] - metrics["anchoring.size"])));
  show("lag", metrics["anchoring.lag.ms"] ? duration(metrics["anchoring.lag.ms"]) : "none");
  show("refused", count.format(sum(labelled(metrics, "admission.refused"))));

  const perSecond = growth("landed", 60_000);
  show("tx-rate", perSecond === null ? "–" : decimals(perSecond * 60, 0));
  const lost = sum(labelled(metrics, "chain.transactions").filter((entry) => entry.labels.outcome !== "landed"));
  show("tx-errors", count.format(lost), lost > 0);
  show("tx-flight", count.format(metrics["chain.transactions.in.flight"]));
  show("fees", decimals(metrics["chain.transactions.fee.lamports"] / LAMPORTS, 6));
  show("balance", known(metrics["chain.balance.lamports{account=committer}"], (lamports) => decimals(lamports / LAMPORTS, 4)));
  show("slot", count.format(metrics["chain.slot"]), metrics["chain.slot.age.ms"] > 10_000);

  show("resident", known(metrics["process.resident.bytes"], (bytes) => decimals(bytes / 1e6, 0)));
  show("heap", decimals(metrics["process.heap.bytes"] / 1e6, 0));
  const used = growth("processor", 5_000);
  show("cpu", used === null ? "–" : decimals(used, 0));
  show("connections", count.format(metrics["http.connections"]));
  show("streams", count.format(metrics["http.streams"]));
  show("disk", known(metrics["journal.disk.free.bytes"], (bytes) => decimals(bytes / 1e9, 1)));
  show("uptime", duration(metrics["process.uptime.seconds"] * 1000));

  timers(metrics);
  endpoints(metrics);
  queues(metrics, at);

  const confirmation = metrics["chain.transactions.confirmation"]["10s"];
  const point = {
    messages: [growth("accepted", 2_000), growth("delivered", 2_000), growth("anchored", 2_000)],
    confirm: confirmation.count ? [confirmation.p50, confirmation.p99] : [null, null],
    memory: [metrics["process.resident.bytes"] === undefined ? null : metrics["process.resident.bytes"] / 1e6, metrics["process.heap.bytes"] / 1e6],
    cpu: [growth("processor", 2_000)],
  };
  for (const [name, values] of Object.entries(point)) {
    points[name].push({ at, values });
    while (points[name][0].at < at - HISTORY_MS) points[name].shift();
    charts[name].draw(points[name], at);
  }
  if (metrics["anchoring.size"] + metrics["anchoring.finalized"] !== commitsSize && at - commitsAt > 1_500) {
    commitsAt = at;
    commitsSize = metrics["anchoring.size"] + metrics["anchoring.finalized"];
    commits();
  }
}

function status(state, text) {
  const place = byId("status");
  place.dataset.state = state;
  if (place.textContent !== text) place.textContent = text;
}

function listen() {
  const source = new EventSource("admin/live");
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => status("down", "no connection to the relay; trying again"));
}

async function about() {
  const answer = await (await fetch("v1/relay")).json();
  byId("identity").textContent = `${answer.relay} · ${answer.version}`;
}

// A transaction's signature, as a link where an explorer knows the cluster.
function transaction(signature, explorer) {
  if (!signature) return "–";
  if (!explorer) return signature;
  const link = element("a", "", signature);
  link.href = explorer.replace("{signature}", encodeURIComponent(signature));
  link.rel = "noreferrer noopener";
  link.target = "_blank";
  return link;
}

async function commits() {
  const answer = await fetch(`admin/commits?limit=${COMMITS}`);
  if (!answer.ok) return;
  const { commits: latestCommits, explorer } = await answer.json();
  if (!latestCommits.length) return;
  byId("commits").tBodies[0].replaceChildren(...latestCommits.map((commit) => element("tr", "",
    element("td", "", commit.end - commit.start === 1 ? count.format(commit.start) : `${count.format(commit.start)} – ${count.format(commit.end - 1)}`),
    element("td", "", count.format(commit.end - commit.start)), element("td", "", count.format(commit.slot)),
    element("td", "text", commit.state), element("td", "text mono", transaction(commit.signature, explorer)))));
}

function facts(pairs) {
  const list = element("dl", "facts");
  for (const [name, value, mono] of pairs) list.append(element("dt", "", name), element("dd", mono ? "mono" : "", value));
  return list;
}

const when = (atMs) => new Date(atMs).toISOString().replace("T", " ").replace("Z", " UTC");

function states(message) {
  const reached = { accepted: true, delivered: message.delivered, anchored: message.state !== "accepted", finalized: message.state === "finalized" };
  const list = element("ul", "states");
  list.setAttribute("aria-label", "States");
  for (const [name, is] of Object.entries(reached)) {
    list.append(element("li", is ? "reached" : "", is ? name : `not ${name}`));
  }
  return list;
}

const TYPES = { 0: "text", 1: "data", 2: "acknowledgement" };

const RESTS = {
  chain: "Computed in this browser. The log account was read from the chain by this relay just now, so the relay is trusted to pass on what the chain said, and that is all. To do without: pod verify --as AGENT ID, with an RPC endpoint of your own.",
  relay: "Computed in this browser, but only against the peak that the relay itself reports: the proof is consistent, and says nothing about the chain.",
  none: "",
};
const TITLES = { verified: "Verified against the log on chain", failed: "Not verified: the proof does not hold", open: "Not checked against the chain" };

function verdict(result, proof) {
  const list = element("ul", "");
  for (const step of result.steps) {
    list.append(element("li", step.holds ? "holds" : "fails", `${step.holds ? "" : "Does not hold: "}${step.text}`));
  }
  const box = element("div", "verdict", element("h3", "", TITLES[result.verdict]), list,
    element("p", "rests", [proof.chainProblem, result.why, RESTS[result.against]].filter(Boolean).join(" ")));
  box.dataset.verdict = result.verdict;
  return box;
}

async function proven(id) {
  const answer = await fetch(`admin/messages/${id}/proof`);
  const body = await answer.json();
  if (answer.status === 409) {
    const box = element("div", "verdict", element("h3", "", "No proof yet"), element("p", "rests", body.detail));
    box.dataset.verdict = "none";
    return [box, []];
  }
  if (!answer.ok) return [element("p", "trouble", `The proof can't be had: ${body.detail}`), []];
  return [verdict(await judge(id, body), body), [
    ["Commit", transaction(body.commitSignature, body.explorer), true], ["Slot", count.format(body.slot)], ["Log account", body.logAddress, true],
  ]];
}

async function find(id) {
  const place = byId("found");
  if (!/^[0-9a-f]{64}$/.test(id)) {
    place.replaceChildren(element("p", "trouble", "A message id is 64 hex digits."));
    return;
  }
  const answer = await fetch(`admin/messages/${id}`);
  const message = await answer.json();
  if (!answer.ok) {
    place.replaceChildren(element("p", "trouble", message.detail));
    return;
  }
  const [box, more] = await proven(id);
  place.replaceChildren(states(message), box, facts([
    ["Id", message.id, true], ["Index", count.format(message.index)], ["Accepted", when(message.acceptedAtMs)],
    ["Sender", message.sender, true], ["Recipient", `${message.recipient} (place ${count.format(message.seq)} of the inbox)`, true],
    ["Type", `${TYPES[message.messageType] ?? message.messageType}${message.encrypted ? ", encrypted" : ""}`], ["Content", `${count.format(message.contentLength)} bytes, not shown`],
    ...more]));
}

byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  find(byId("id").value.trim().toLowerCase()).catch((failure) =>
    byId("found").replaceChildren(element("p", "trouble", `The relay does not answer: ${failure.message}`)));
});
byId("window").addEventListener("change", () => latest && timers(latest));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    byId("id").focus();
  }
});

about().catch(() => {});
listen();
