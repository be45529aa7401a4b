#!/usr/bin/env node
'use strict';
// usage: write-account.js RPC_URL PUBKEY FILE.json
// Puts an account, as written by "solana account --output json", on a Surfpool chain that runs elsewhere.

const fs = require('node:fs');

async function write([url, address, file]) {
  const { account } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const { lamports, owner } = account;
  const data = Buffer.from(account.data[0], 'base64').toString('hex');
  const params = [address, { lamports, owner, data }];
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'surfnet_setAccount', params });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { error } = await answer.json();
  if (error) throw new Error(error.message);
}

write(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`write-account: ${error.message}\n`);
  process.exit(1);
});
