#!/usr/bin/env node
'use strict';
// Runs Surfpool, a local Solana chain, in this process until it is told to stop.
// Prints one JSON line {"rpcUrl","wsUrl"} on stdout when the chain takes requests and its programs are deployed;
// what the chain has to say after that goes to stderr.

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { parseArgs } = require('node:util');

const USAGE = `usage: surfnet.js [options]

  --program ID=FILE            deploy the program in the ELF file FILE at address ID; may be repeated
  --account PUBKEY=FILE.json   load an account as written by "solana account --output json"; may be repeated
  --light FOLDER           deploy Light's programs and load its accounts, as scripts/light/install.sh leaves them
  --airdrop PUBKEY=SOL         give an account that many SOL; may be repeated
  --slot-ms N                  length of a slot in milliseconds (default 400)
  --mode clock|transaction     make a block every slot, or as soon as there is a transaction (default clock)
  --rpc-port N --ws-port N     also listen on these ports of 127.0.0.1 (default: ports the system picks)
  --exit-with-stdin            stop when standard input is closed, so that no chain outlives its starter
  --verbose                    log the chain's events to stderr
`;

const LAMPORTS_PER_SOL = 1_000_000_000;
const DRAIN_INTERVAL_MS = 50;

const LIGHT_PROGRAMS = [
  ['SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7', 'light_system_program_pinocchio.so'],
  ['compr6CUsB5m2jS4Y3831ztGSTnDpnKJTKS95d64XVq', 'account_compression.so'],
];

class UsageError extends Error {}

function pairs(values, what) {
  return (values ?? []).map((value) => {
    const at = value.indexOf('=');
    if (at <= 0 || at === value.length - 1) throw new UsageError(`${what} wants KEY=VALUE, not "${value}"`);
    return [value.slice(0, at), value.slice(at + 1)];
  });
}

function port(value, option) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    throw new UsageError(`--${option} wants a port from 1 to 65535, not "${value}"`);
  }
  return number;
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        program: { type: 'string', multiple: true },
        account: { type: 'string', multiple: true },
        light: { type: 'string' },
        airdrop: { type: 'string', multiple: true },
        'slot-ms': { type: 'string', default: '400' },
        mode: { type: 'string', default: 'clock' },
        'rpc-port': { type: 'string' },
        'ws-port': { type: 'string' },
        'exit-with-stdin': { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  if (values.help) return { help: true };
  const slotMs = Number(values['slot-ms']);
  if (!Number.isInteger(slotMs) || slotMs < 1) {
    throw new UsageError(`--slot-ms wants a positive whole number, not "${values['slot-ms']}"`);
  }
  if (values.mode !== 'clock' && values.mode !== 'transaction') {
    throw new UsageError(`--mode is clock or transaction, not "${values.mode}"`);
  }
  const light = values.light === undefined ? { programs: [], accounts: [] } : readLight(values.light);
  return {
    programs: [...pairs(values.program, '--program'), ...light.programs],
    accounts: [
      ...pairs(values.account, '--account').map(([address, file]) => [address, readAccount(file)]),
      ...light.accounts,
    ],
    airdrops: pairs(values.airdrop, '--airdrop').map(([address, sol]) => [address, lamports(sol)]),
    slotMs,
    mode: values.mode,
    rpcPort: port(values['rpc-port'], 'rpc-port'),
    wsPort: port(values['ws-port'], 'ws-port'),
    exitWithStdin: values['exit-with-stdin'],
    verbose: values.verbose,
  };
}

function lamports(sol) {
  const amount = Number(sol) * LAMPORTS_PER_SOL;
  if (!Number.isSafeInteger(amount) || amount <= 0) {
    throw new UsageError(`--airdrop wants an amount of SOL, not "${sol}"`);
  }
  return amount;
}

function readLight(folder) {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  if (!LIGHT_PROGRAMS.every(([, file]) => files.includes(file))) {
    throw new UsageError(`${folder} does not hold Light's programs; scripts/light/install.sh brings them`);
  }
  return {
    programs: LIGHT_PROGRAMS.map(([id, file]) => [id, path.join(folder, file)]),
    accounts: files
      .filter((file) => file.endsWith('.json'))
      .map((file) => [/_([1-9A-HJ-NP-Za-km-z]+)\.json$/.exec(file)[1], readAccount(path.join(folder, file))]),
  };
}

function readAccount(file) {
  const json = JSON.parse(fs.readFileSync(file, 'utf8'));
  const account = json.account ?? json;
  const [data, encoding] = account.data;
  if (encoding !== 'base64') throw new UsageError(`${file}: the data's encoding is ${encoding}, base64 is wanted`);
  return { lamports: account.lamports, data: [...Buffer.from(data, 'base64')], owner: account.owner };
}

/** Listens on a chosen port of 127.0.0.1 and passes every connection on: the addon picks its own ports. */
function forward(fromPort, toUrl) {
  const target = { host: '127.0.0.1', port: Number(new URL(toUrl).port) };
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ ...target, noDelay: true });
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(fromPort, '127.0.0.1', () => resolve(server));
  });
}

async function main() {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { Surfnet } = require('@solana/surfpool-linux-x64-gnu');
  const chain = Surfnet.startWithConfig({
    offline: true,
    blockProductionMode: options.mode,
    slotTimeMs: options.slotMs,
  });

  // The chain stops when nobody takes its events.
  setInterval(() => {
    for (const event of chain.drainEvents()) {
      if (options.verbose) process.stderr.write(`${JSON.stringify(event)}\n`);
    }
  }, DRAIN_INTERVAL_MS);

  const stop = () => {
    chain.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (options.exitWithStdin) {
    process.stdin.on('end', stop);
    process.stdin.on('close', stop);
    process.stdin.resume();
  }

  for (const [programId, soPath] of options.programs) chain.deploy({ programId, soPath });
  for (const [address, account] of options.accounts) {
    chain.setAccount(address, account.lamports, account.data, account.owner);
  }
  for (const [address, amount] of options.airdrops) chain.fundSol(address, amount);

  let { rpcUrl, wsUrl } = chain;
  if (options.rpcPort !== undefined) {
    await forward(options.rpcPort, rpcUrl);
    rpcUrl = `http://127.0.0.1:${options.rpcPort}`;
  }
  if (options.wsPort !== undefined) {
    await forward(options.wsPort, wsUrl);
    wsUrl = `ws://127.0.0.1:${options.wsPort}`;
  }
  process.stdout.write(`${JSON.stringify({ rpcUrl, wsUrl })}\n`);
}

main().catch((error) => {
  process.stderr.write(`surfnet: ${error.message}\n`);
  if (error instanceof UsageError) process.stderr.write(USAGE);
  process.exit(error instanceof UsageError ? 2 : 1);
});
