#!/usr/bin/env node
'use strict';
// usage: write-program.js RPC_URL PROGRAM_ID FILE
// Puts a program on a Surfpool chain that runs elsewhere, by its RPC, which takes the ELF file in pieces.

const fs = require('node:fs');

const PIECE = 512 * 1024;

async function write([url, programId, file]) {
  const elf = fs.readFileSync(file);
  for (let at = 0; at < elf.length; at += PIECE) {
    const params = [programId, elf.subarray(at, at + PIECE).toString('hex'), at];
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'surfnet_writeProgram', params });
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { error } = await answer.json();
    if (error) throw new Error(error.message);
  }
}

write(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`write-program: ${error.message}\n`);
  process.exit(1);
});
