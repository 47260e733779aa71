// Protocol §2.1: C2SP chunked encryption as Cobblestone-256.
import { expand } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { aesKey, decrypt, encrypt } from './aes.mjs';
import { concat, equal, randomBytes, utf8 } from './bytes.mjs';
import { Refused, require } from './refused.mjs';

const PLAIN = 16384;
const SEALED = PLAIN + 16;
const SALT = 24;
/** Salt and commitment, before the first chunk. */
export const PREFIX = SALT + 32;
const LABEL = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');

function derive(key, salt, context) {
  const okm = expand(sha512, key, concat(LABEL, salt, context), 76);
  return { key: okm.subarray(0, 32), nonce: okm.subarray(32, 44), commitment: okm.subarray(44) };
}

/** The nonce of a chunk; `index` is below 2³⁸. */
function nonceOf(base, index) {
  const nonce = base.slice();
  for (let i = 11, rest = index; rest > 0; i--, rest = Math.floor(rest / 256)) nonce[i] ^= rest % 256;
  return nonce;
}

export const commitment = (key, salt, context) => derive(key, salt, context).commitment;

/** Bytes of the ciphertext of so many bytes. */
export const sealedLength = (length) => PREFIX + length + 16 * (Math.floor(length / PLAIN) + 1);

/** `salt` makes it repeatable; leave it out but for test vectors. */
export async function seal(key, context, plaintext, salt = randomBytes(SALT)) {
  const derived = derive(key, salt, context);
  const aes = await aesKey(derived.key);
  const out = new Uint8Array(sealedLength(plaintext.length));
  out.set(salt);
  out.set(derived.commitment, SALT);
  for (let index = 0; index * PLAIN <= plaintext.length; index++) {
    const chunk = plaintext.subarray(index * PLAIN, (index + 1) * PLAIN);
    out.set(await encrypt(aes, nonceOf(derived.nonce, index), chunk), PREFIX + index * SEALED);
  }
  return out;
}

/**
 * Opens ciphertext chunk by chunk, in any order.
 *
 * @param {Uint8Array} prefix the first 56 bytes
 * @param {number} length bytes of the whole ciphertext
 */
export async function opener(key, context, prefix, length) {
  require(length >= PREFIX && prefix.length === PREFIX, 'TRUNCATED');
  const derived = derive(key, prefix.subarray(0, SALT), context);
  require(equal(derived.commitment, prefix.subarray(SALT)), 'WRONG_KEY_OR_CONTEXT');
  const last = Math.floor((length - PREFIX) / SEALED);
  require(length - PREFIX - last * SEALED >= 16, 'TRUNCATED');
  const aes = await aesKey(derived.key);
  return {
    /** Bytes of the plaintext. */
    plainLength: length - PREFIX - 16 * (last + 1),
    /** Where the chunk with a byte of plaintext starts and ends. */
    chunkOf(offset) {
      const index = Math.floor(offset / PLAIN);
      const start = PREFIX + index * SEALED;
      return { index, start, end: Math.min(start + SEALED, length), plainStart: index * PLAIN };
    },
    async open(index, chunk) {
      try {
        return await decrypt(aes, nonceOf(derived.nonce, index), chunk);
      } catch {
        throw new Refused('CORRUPT_CHUNK');
      }
    },
  };
}

export async function open(key, context, sealed) {
  require(sealed.length >= PREFIX, 'TRUNCATED');
  const chunks = await opener(key, context, sealed.subarray(0, PREFIX), sealed.length);
  const out = new Uint8Array(chunks.plainLength);
  for (let offset = 0; offset <= chunks.plainLength; offset += PLAIN) {
    const { index, start, end } = chunks.chunkOf(offset);
    out.set(await chunks.open(index, sealed.subarray(start, end)), offset);
  }
  return out;
}
