// Protocol §2.1: C2SP chunked encryption as Cobblestone-256.
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { concat, equal, require, Refused, utf8 } from './encoding.mjs';

const PLAIN = 16384;
const SEALED = PLAIN + 16;
const LABEL = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');

function derive(key, salt, context) {
  const block = (number, before) =>
    createHmac('sha512', key)
      .update(before)
      .update(LABEL)
      .update(salt)
      .update(context)
      .update(Uint8Array.of(number))
      .digest();
  const first = block(1, new Uint8Array());
  const okm = Buffer.concat([first, block(2, first)]);
  return { key: okm.subarray(0, 32), nonce: okm.subarray(32, 44), commitment: okm.subarray(44, 76) };
}

function nonceOf(base, index) {
  const nonce = Buffer.from(base);
  let rest = BigInt(index);
  for (let i = 11; rest > 0n; i--, rest >>= 8n) nonce[i] ^= Number(rest & 0xffn);
  return nonce;
}

export function seal(key, salt, context, plaintext) {
  const derived = derive(key, salt, context);
  const out = [salt, derived.commitment];
  for (let index = 0; index * PLAIN <= plaintext.length; index++) {
    const cipher = createCipheriv('aes-256-gcm', derived.key, nonceOf(derived.nonce, index));
    out.push(cipher.update(plaintext.subarray(index * PLAIN, (index + 1) * PLAIN)), cipher.final());
    out.push(cipher.getAuthTag());
  }
  return concat(...out);
}

export function open(key, context, sealed) {
  require(sealed.length >= 56, 'TRUNCATED');
  const derived = derive(key, sealed.subarray(0, 24), context);
  require(equal(derived.commitment, sealed.subarray(24, 56)), 'WRONG_KEY_OR_CONTEXT');
  const out = [];
  for (let index = 0, at = 56; ; index++, at += SEALED) {
    const chunk = sealed.subarray(at, at + SEALED);
    require(chunk.length >= 16, 'TRUNCATED');
    const cipher = createDecipheriv('aes-256-gcm', derived.key, nonceOf(derived.nonce, index));
    cipher.setAuthTag(chunk.subarray(chunk.length - 16));
    try {
      out.push(cipher.update(chunk.subarray(0, chunk.length - 16)), cipher.final());
    } catch {
      throw new Refused('CORRUPT_CHUNK');
    }
    if (chunk.length < SEALED) return concat(...out);
  }
}

export const commitment = (key, salt, context) => derive(key, salt, context).commitment;
