// Protocol §2.3: Ed25519, strict.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat, equal, toHex } from './bytes.mjs';
import { require } from './refused.mjs';

const { Point } = ed25519;
const L = Point.Fn.ORDER;

const littleEndian = (bytes) => BigInt(`0x${toHex(bytes.slice().reverse())}`);

/** A point that is canonical, of prime order and not the identity; else undefined. */
function strictPoint(bytes) {
  try {
    const point = Point.fromBytes(bytes, false);
    const strict = !point.is0() && point.isTorsionFree() && equal(point.toBytes(), bytes);
    return strict ? point : undefined;
  } catch {
    return undefined;
  }
}

export const requireStrictKey = (key) => require(strictPoint(key) !== undefined, 'WEAK_KEY');

/** `key` must have passed {@link requireStrictKey} once. */
export function verifies(key, message, signature) {
  if (signature.length !== 64) return false;
  const r = strictPoint(signature.subarray(0, 32));
  const a = Point.fromBytes(key, false);
  const s = littleEndian(signature.subarray(32));
  if (r === undefined || s >= L) return false;
  const k = littleEndian(sha512(concat(signature.subarray(0, 32), key, message))) % L;
  const times = (point, scalar) => (scalar === 0n ? Point.ZERO : point.multiplyUnsafe(scalar));
  return times(Point.BASE, s).equals(r.add(times(a, k)));
}

export const requireSignature = (key, message, signature) =>
  require(verifies(key, message, signature), 'BAD_SIGNATURE');

export const publicKey = (seed) => ed25519.getPublicKey(seed);
export const sign = (seed, message) => ed25519.sign(message, seed);
