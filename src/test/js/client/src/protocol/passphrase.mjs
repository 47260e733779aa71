// Protocol §4: what is made of a passphrase; §5.3: the recovery code.
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { argon2id } from 'hash-wasm';
import { none, randomBytes, toBase64Url, wipe } from './bytes.mjs';
import { labelled, sha256, text } from './encoding.mjs';
import { require } from './refused.mjs';

/** What suite 1 writes. */
export const PARAMETERS = Object.freeze({ memoryKib: 65536, passes: 3, lanes: 1 });

const derive = (input, salt, info) => hkdf(hash, input, salt, info, 32);

/** Refuses costs that somebody else has set too low or too high. */
export function requireBearable({ memoryKib, passes, lanes }) {
  const inside = (value, least, most) => value >= least && value <= most;
  const bearable = inside(memoryKib, 65536, 1048576) && inside(passes, 3, 10) && inside(lanes, 1, 4);
  require(bearable, 'KDF_COST');
}

async function stretched(passphrase, salt, parameters, info) {
  requireBearable(parameters);
  const { memoryKib, passes, lanes } = parameters;
  const secret = await argon2id({
    password: text(passphrase),
    salt,
    memorySize: memoryKib,
    iterations: passes,
    parallelism: lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  const derived = derive(secret, none, info);
  wipe(secret);
  return derived;
}

export const loginSalt = (poolId, email) =>
  sha256(labelled('login-salt', text(poolId), text(email.toLowerCase()))).subarray(0, 16);

/** What Cognito knows as the password. */
export async function loginSecret(passphrase, poolId, email) {
  const salt = loginSalt(poolId, email);
  const secret = await stretched(passphrase, salt, PARAMETERS, labelled('login'));
  return `Sw1!${toBase64Url(secret)}`;
}

export const passphraseKey = (passphrase, salt, parameters) =>
  stretched(passphrase, salt, parameters, labelled('vault-kek'));

/** Too short, or hardly a passphrase: nobody else can refuse it, since nobody else sees it. */
export function isWeak(passphrase) {
  const letters = [...passphrase.normalize('NFC')];
  return letters.length < 12 || new Set(letters).size < 5;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function newRecoveryCode() {
  const bits = Array.from(randomBytes(20), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{5}/g).map((five) => ALPHABET[parseInt(five, 2)]).join('');
  return letters.match(/.{4}/g).join('-');
}

export function parseRecoveryCode(typed) {
  const plain = typed.toUpperCase().replace(/[- ]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const known = plain.length === 32 && [...plain].every((letter) => ALPHABET.includes(letter));
  require(known, 'MALFORMED', 'no recovery code');
  const bits = [...plain].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
}

export const recoveryKey = (code, salt) =>
  derive(parseRecoveryCode(code), salt, labelled('vault-recovery-kek'));
