'use strict';
const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

const SCRIPT = path.join(__dirname, 'surfnet.js');
const SOMEBODY = 'AYKwR5wtt9dcM69dLq9tSupLUVrWZUwAcsnSTGjR3BCf';
const SYSTEM = '11111111111111111111111111111111';

function start(...options) {
  const child = spawn(process.execPath, [SCRIPT, ...options]);
  let stderr = '';
  child.stderr.on('data', (data) => { stderr += data; });
  child.said = () => stderr;
  return child;
}

async function ready(child) {
  for await (const line of require('node:readline').createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error(`the chain did not start: ${child.said()}`);
}

async function rpc(url, method, ...params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()).result;
}

async function exitCode(child) {
  const [code] = await once(child, 'exit');
  return code;
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

test("Light's programs and queues are on the chain", async () => {
  const folder = execFileSync('bash', [path.join(__dirname, '../light/install.sh')], { encoding: 'utf8' }).trim();
  const child = start('--light', folder);
  try {
    const { rpcUrl } = await ready(child);
    const program = await rpc(rpcUrl, 'getAccountInfo', 'SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7', { encoding: 'base64' });
    assert.equal(program.value.executable, true);
    const queue = await rpc(rpcUrl, 'getAccountInfo', 'oq1na8gojfdUhsfCpyjNt6h4JaDWtHf1yQj4koBWfto', { encoding: 'base64' });
    assert.equal(Buffer.from(queue.value.data[0], 'base64').subarray(0, 8).toString(), 'queueacc');
  } finally {
    child.kill('SIGTERM');
    await exitCode(child);
  }
});

test("a folder without Light's programs is refused", async () => {
  const child = start('--light', os.tmpdir());
  assert.notEqual(await exitCode(child), 0);
  assert.match(child.said(), /scripts\/light\/install\.sh brings them/);
});

test('airdrops and loaded accounts are on the chain when it says it is ready', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'surfnet-'));
  const file = path.join(folder, 'account.json');
  const account = { lamports: 2_000_000, data: ['AQID', 'base64'], owner: SYSTEM };
  fs.writeFileSync(file, JSON.stringify({ pubkey: SOMEBODY, account }));
  const other = 'So11111111111111111111111111111111111111113';
  const child = start('--account', `${SOMEBODY}=${file}`, '--airdrop', `${other}=1.5`);
  try {
    const { rpcUrl } = await ready(child);
    const loaded = await rpc(rpcUrl, 'getAccountInfo', SOMEBODY, { encoding: 'base64' });
    assert.deepEqual(loaded.value.data, ['AQID', 'base64']);
    assert.equal((await rpc(rpcUrl, 'getBalance', other)).value, 1_500_000_000);
  } finally {
    child.kill('SIGTERM');
    fs.rmSync(folder, { recursive: true });
  }
});

test('a chosen port reaches the chain', async () => {
  const port = await freePort();
  const child = start('--rpc-port', String(port));
  try {
    const { rpcUrl } = await ready(child);
    assert.equal(rpcUrl, `http://127.0.0.1:${port}`);
    assert.ok((await rpc(rpcUrl, 'getLatestBlockhash')).value.blockhash);
  } finally {
    child.kill('SIGTERM');
  }
});

test('an occupied port is an error with its reason', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const child = start('--rpc-port', String(server.address().port));
    assert.equal(await exitCode(child), 1);
    assert.match(child.said(), /EADDRINUSE/);
  } finally {
    server.close();
  }
});

test('SIGTERM ends the chain with exit code 0', async () => {
  const child = start();
  await ready(child);
  child.kill('SIGTERM');
  assert.equal(await exitCode(child), 0);
});

test('the end of standard input ends the chain when asked to', async () => {
  const child = start('--exit-with-stdin');
  await ready(child);
  child.stdin.end();
  assert.equal(await exitCode(child), 0);
});

test('slots pass without transactions in clock mode', async () => {
  const child = start('--slot-ms', '50');
  try {
    const { rpcUrl } = await ready(child);
    const slot = () => rpc(rpcUrl, 'getSlot', { commitment: 'confirmed' });
    const first = await slot();
    while ((await slot()) < first + 3);
  } finally {
    child.kill('SIGTERM');
  }
});

for (const [what, options] of Object.entries({
  'an unknown option': ['--frobnicate'],
  'a slot length that is no number': ['--slot-ms', 'soon'],
  'a program without a file': ['--program', SYSTEM],
  'a mode that does not exist': ['--mode', 'manual'],
})) {
  test(`${what} is a usage error`, async () => {
    const child = start(...options);
    assert.equal(await exitCode(child), 2);
    assert.match(child.said(), /usage: surfnet\.js/);
  });
}
