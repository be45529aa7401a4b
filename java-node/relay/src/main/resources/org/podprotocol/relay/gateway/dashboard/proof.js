// Checks an inclusion proof with WebCrypto: docs/protocol.md sections 2 and 3, RFC 6962 hashing.

const TAG = "pod/envelope/v1";
const TAG_LENGTH = 32;
const HEADER_LENGTH = 192;
const LEAF_LENGTH = 256;
const LONGEST_PATH = 26;

export function bytes(hex) {
  if (typeof hex !== "string" || hex.length % 2 || !/^[0-9a-f]*$/.test(hex)) throw new Error("not hex");
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export function hex(data) {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

// The id of the envelope that a leaf holds.
export async function idOf(leaf, genesisHash, program) {
  const tag = new Uint8Array(TAG_LENGTH);
  tag[0] = 0xff;
  tag.set(new TextEncoder().encode(TAG), 1);
  return hex(await sha256(tag, bytes(genesisHash), bytes(program), leaf.subarray(0, HEADER_LENGTH)));
}

// The peak that the path leads to.
export async function climb(leaf, index, path) {
  let node = await sha256(Uint8Array.of(0), leaf);
  let at = BigInt(index);
  for (const sibling of path) {
    const other = bytes(sibling);
    if (other.length !== 32) throw new Error("a hash of the path has not 32 bytes");
    node = at & 1n ? await sha256(Uint8Array.of(1), other, node) : await sha256(Uint8Array.of(1), node, other);
    at >>= 1n;
  }
  return hex(node);
}

// Which peak of a tree covers an index: its place among the peaks, largest first, and its level. Null: none does.
export function peakOver(index, size) {
  let start = 0n;
  let place = 0;
  for (let level = 26; level >= 0; level--) {
    const width = 1n << BigInt(level);
    if (BigInt(size) & width) {
      if (BigInt(index) < start + width) return { place, level };
      start += width;
      place++;
    }
  }
  return null;
}

// Judges a proof for a message id. `steps` say what holds; `against` is "chain" or "relay".
export async function judge(id, proof) {
  if (!globalThis.crypto || !crypto.subtle) {
    return { verdict: "open", against: "none", steps: [], why: "This browser offers no cryptography to pages that come over plain HTTP from another machine. Come by an SSH tunnel to localhost, or run: pod verify." };
  }
  const steps = [];
  const step = (text, holds) => steps.push({ text, holds });
  try {
    const leaf = bytes(proof.leaf);
    step("The leaf is the envelope of this message: it hashes to the id searched for.",
      leaf.length === LEAF_LENGTH && (await idOf(leaf, proof.genesisHash, proof.program)) === id);
    const chain = proof.chain;
    const size = chain ? chain.size : proof.treeSize;
    const peak = peakOver(proof.epochIndex, size);
    step(`A path of ${proof.path.length} hashes is what leaf ${proof.epochIndex} of ${size} needs.`,
      peak !== null && proof.path.length <= LONGEST_PATH && peak.level === proof.path.length);
    const reached = await climb(leaf, proof.epochIndex, proof.path);
    if (chain) {
      step(`The path leads to a peak of the log account, as read from the chain at slot ${chain.slot}.`,
        peak !== null && chain.peaks[peak.place] === reached);
    } else {
      step("The path leads to the peak that the relay reports.", proof.peak === reached);
    }
  } catch (failure) {
    step(`The proof can be read (${failure.message}).`, false);
  }
  const holds = steps.every((each) => each.holds);
  const against = proof.chain ? "chain" : "relay";
  return { verdict: !holds ? "failed" : against === "chain" ? "verified" : "open", against, steps, why: "" };
}
