// Byte strings. All of them are Uint8Array.
import { bytesToHex, concatBytes, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import { require } from './refused.mjs';

export { bytesToHex as toHex, concatBytes as concat, hexToBytes as fromHex, randomBytes };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const none = new Uint8Array();

/** @param {string} text */
export const utf8 = (text) => encoder.encode(text);

/** @param {Uint8Array} bytes */
export const fromUtf8 = (bytes) => decoder.decode(bytes);

/** In a time that does not depend on where they differ. */
export function equal(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

/** Below zero, zero or above, by unsigned bytes. */
export function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

/** Overwrites secrets that are no longer needed. */
export const wipe = (...secrets) => secrets.forEach((secret) => secret.fill(0));

/** Padded base64 of RFC 4648 §4. */
export const toBase64 = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** Unpadded base64url. */
export const toBase64Url = (bytes) =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Strict: unpadded and canonical, else MALFORMED. */
export function fromBase64Url(text) {
  require(typeof text === 'string' && /^[A-Za-z0-9_-]*$/.test(text), 'MALFORMED', 'no base64url');
  require(text.length % 4 !== 1, 'MALFORMED', 'no base64url');
  const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
  require(toBase64Url(bytes) === text, 'MALFORMED', 'base64url is not canonical');
  return bytes;
}
