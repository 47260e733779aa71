// Protocol §1: bytes, pre-authentication encoding, hashes, padding.
import { createHash } from 'node:crypto';

/** Why something was refused; `failure` is a class of protocol §13. */
export class Refused extends Error {
  constructor(failure, message = failure) {
    super(message);
    this.failure = failure;
  }
}

export const require = (condition, failure, message) => {
  if (!condition) throw new Refused(failure, message);
};

export const fromHex = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
export const toHex = (bytes) => Buffer.from(bytes).toString('hex');
export const utf8 = (text) => new Uint8Array(Buffer.from(text, 'utf8'));
export const equal = (a, b) => a.length === b.length && Buffer.compare(a, b) === 0;
export const concat = (...parts) => new Uint8Array(Buffer.concat(parts));

/** Strict: unpadded, canonical. */
export function fromBase64Url(text) {
  require(typeof text === 'string' && /^[A-Za-z0-9_-]*$/.test(text), 'MALFORMED');
  const bytes = Buffer.from(text, 'base64url');
  require(bytes.toString('base64url') === text, 'MALFORMED');
  return new Uint8Array(bytes);
}

export function u64(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return new Uint8Array(bytes);
}

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return new Uint8Array(hash.digest());
};

export const pae = (parts) =>
  concat(u64(parts.length), ...parts.flatMap((part) => [u64(part.length), part]));

/** A PAE that starts with label and suite. */
export const labelled = (purpose, ...parts) => pae([utf8(`sealward/v1/${purpose}`), u64(1), ...parts]);

export const id = (uuid) => fromHex(uuid.replaceAll('-', ''));
export const optionalId = (uuid) => (uuid === undefined ? new Uint8Array() : id(uuid));
export const binary = (base64Url) => fromBase64Url(base64Url);
export const optionalBinary = (text) => (text === undefined ? new Uint8Array() : fromBase64Url(text));
export const text = (string) => utf8(string.normalize('NFC'));
export const compareIds = (a, b) => Buffer.compare(id(a), id(b));

/** The inverse of pae, strict. */
export function parts(encoded) {
  const bytes = Buffer.from(encoded);
  let at = 0;
  const number = () => {
    require(bytes.length - at >= 8, 'MALFORMED');
    at += 8;
    return Number(bytes.readBigUInt64BE(at - 8));
  };
  const count = number();
  require(count <= bytes.length / 8, 'MALFORMED');
  const found = [];
  for (let i = 0; i < count; i++) {
    const length = number();
    require(length <= bytes.length - at, 'MALFORMED');
    found.push(new Uint8Array(bytes.subarray(at, at + length)));
    at += length;
  }
  require(at === bytes.length, 'MALFORMED');
  return found;
}

export function padme(length) {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const unit = 2 ** Math.max(0, exponent - mantissaBits);
  return Math.ceil(length / unit) * unit;
}

export const paddedLength = (contentLength) => Math.max(256, padme(4 + contentLength));

export function unpad(padded) {
  const length = Buffer.from(padded).readUInt32BE(0);
  require(length <= 65532 && padded.length === paddedLength(length), 'BAD_PADDING');
  require(padded.subarray(4 + length).every((byte) => byte === 0), 'BAD_PADDING');
  return padded.subarray(4, 4 + length);
}

export function pad(content) {
  const padded = Buffer.alloc(paddedLength(content.length));
  padded.writeUInt32BE(content.length, 0);
  padded.set(content, 4);
  return new Uint8Array(padded);
}
