// Protocol §1: pre-authentication encoding; §7.2: padding.
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { compare, concat, fromBase64Url, fromHex, none, utf8 } from './bytes.mjs';
import { require } from './refused.mjs';

const LARGEST_CONTENT = 65532;

/** SHA-256. */
export const sha256 = (...parts) => hash(concat(...parts));

/** @param {number} number 0 to 2⁵³−1 */
export function u64(number) {
  require(Number.isSafeInteger(number) && number >= 0, 'MALFORMED', 'no integer in range');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}

export const pae = (parts) =>
  concat(u64(parts.length), ...parts.flatMap((part) => [u64(part.length), part]));

/** A PAE that starts with label and suite: `[purpose: parts]` in the protocol's text. */
export const labelled = (purpose, ...parts) => pae([utf8(`sealward/v1/${purpose}`), u64(1), ...parts]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isId = (value) => typeof value === 'string' && UUID.test(value);

/** The 16 bytes of a UUID. */
export function id(uuid) {
  require(isId(uuid), 'MALFORMED', 'no id');
  return fromHex(uuid.replaceAll('-', ''));
}

/** The UUID of 16 bytes. */
export const toId = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const optionalId = (uuid) => (uuid === undefined ? none : id(uuid));
export const binary = fromBase64Url;
export const optionalBinary = (text) => (text === undefined ? none : fromBase64Url(text));
export const text = (string) => utf8(string.normalize('NFC'));
export const compareIds = (a, b) => compare(id(a), id(b));

/** The inverse of {@link pae}, strict. */
export function parts(encoded) {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.length);
  let at = 0;
  const number = () => {
    require(encoded.length - at >= 8, 'MALFORMED', 'cut off');
    at += 8;
    return Number(view.getBigUint64(at - 8));
  };
  const count = number();
  require(count <= encoded.length / 8, 'MALFORMED', 'more parts than bytes');
  const found = [];
  for (let i = 0; i < count; i++) {
    const length = number();
    require(length <= encoded.length - at, 'MALFORMED', 'cut off');
    found.push(encoded.slice(at, at + length));
    at += length;
  }
  require(at === encoded.length, 'MALFORMED', 'bytes behind the last part');
  return found;
}

/** A part that is a u64. */
export function toNumber(part) {
  require(part.length === 8, 'MALFORMED', 'no integer');
  const number = new DataView(part.buffer, part.byteOffset, 8).getBigUint64(0);
  require(number <= BigInt(Number.MAX_SAFE_INTEGER), 'MALFORMED', 'no integer in range');
  return Number(number);
}

function padme(length) {
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const unit = 2 ** Math.max(0, exponent - mantissaBits);
  return Math.ceil(length / unit) * unit;
}

export const paddedLength = (contentLength) => Math.max(256, padme(4 + contentLength));

export function pad(content) {
  require(content.length <= LARGEST_CONTENT, 'MALFORMED', 'content is too long');
  const padded = new Uint8Array(paddedLength(content.length));
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, 4);
  return padded;
}

export function unpad(padded) {
  require(padded.length >= 256, 'BAD_PADDING');
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const fits = length <= LARGEST_CONTENT && padded.length === paddedLength(length);
  require(fits && padded.subarray(4 + length).every((byte) => byte === 0), 'BAD_PADDING');
  return padded.slice(4, 4 + length);
}
