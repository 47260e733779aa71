// Protocol §4 and §5: passphrase, recovery code, sealed private bundle, items at rest.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { argon2id } from '@noble/hashes/argon2.js';
import {
  binary, concat, id, labelled, pae, Refused, require, sha256, text, u64,
} from './encoding.mjs';
import * as chunked from './chunked.mjs';

const SUITE_1 = { memoryKib: 65536, passes: 3, lanes: 1 };
const none = new Uint8Array();

const hkdf = (input, salt, info) => new Uint8Array(hkdfSync('sha256', input, salt, info, 32));

function stretch(passphrase, salt, parameters) {
  const { memoryKib, passes, lanes } = parameters;
  const inside = (value, least, most) => value >= least && value <= most;
  require(inside(memoryKib, 65536, 1048576) && inside(passes, 3, 10) && inside(lanes, 1, 4), 'KDF_COST');
  return argon2id(text(passphrase), salt, { m: memoryKib, t: passes, p: lanes, dkLen: 32 });
}

export const loginSalt = (poolId, email) =>
  sha256(labelled('login-salt', text(poolId), text(email.toLowerCase()))).subarray(0, 16);

export function loginSecret(passphrase, poolId, email) {
  const stretched = stretch(passphrase, loginSalt(poolId, email), SUITE_1);
  return 'Sw1!' + Buffer.from(hkdf(stretched, none, labelled('login'))).toString('base64url');
}

export const passphraseKey = (passphrase, salt, parameters) =>
  hkdf(stretch(passphrase, salt, parameters), none, labelled('vault-kek'));

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function parseRecoveryCode(typed) {
  const plain = typed.toUpperCase().replace(/[- ]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  require(plain.length === 32 && [...plain].every((c) => ALPHABET.includes(c)), 'MALFORMED');
  const bits = [...plain].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
}

export const recoveryKey = (code, salt) => hkdf(parseRecoveryCode(code), salt, labelled('vault-recovery-kek'));

export const context = (userId, revision) => labelled('vault', id(userId), u64(revision));

export const wrapContext = (userId, revision, wrap) =>
  labelled(
    'vault-wrap', id(userId), u64(revision), text(wrap.method), binary(wrap.salt),
    wrap.parameters
      ? pae([u64(wrap.parameters.memoryKib), u64(wrap.parameters.passes), u64(wrap.parameters.lanes)])
      : none,
  );

export function open(sealed, passphrase, newestRevisionSeen) {
  require(sealed.revision >= newestRevisionSeen, 'OLD_REVISION');
  for (const wrap of sealed.wraps.filter((w) => w.method === 'passphrase')) {
    const kek = passphraseKey(passphrase, binary(wrap.salt), wrap.parameters);
    let vaultKey;
    try {
      vaultKey = chunked.open(kek, wrapContext(sealed.userId, sealed.revision, wrap), binary(wrap.wrap));
    } catch (refused) {
      if (refused.failure === 'WRONG_KEY_OR_CONTEXT') continue;
      throw refused;
    }
    return chunked.open(vaultKey, context(sealed.userId, sealed.revision), binary(sealed.ciphertext));
  }
  throw new Refused('WRONG_KEY_OR_CONTEXT');
}

/** The inside of a vault from its seeds: what §5.1 says is sealed. */
export const encodeContent = (versions, recovery, checkpoint, institutionKeys) =>
  labelled(
    'private-bundle',
    pae(versions.map((v) => pae([u64(v.version), v.fingerprint, u64(v.createdAt), v.kemSeed, v.imageKemSeed, v.signSeed]))),
    recovery ? pae([recovery.salt, recovery.key]) : none,
    checkpoint,
    pae(institutionKeys.map((k) =>
      pae([k.institutionId, u64(k.version), k.fingerprint, u64(k.createdAt), k.signSeed]))),
  );

export const vaultItemData = (item) => labelled('vault-item', text(item.identityId), u64(item.revision));
export const publicBundleItemData = (item) => labelled('public-bundle-item', id(item.userId), u64(item.version));

export function lock(dataKey, nonce, associatedData, content) {
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(associatedData);
  return concat(cipher.update(content), cipher.final(), cipher.getAuthTag());
}

export function unlock(dataKey, nonce, associatedData, ciphertext) {
  const cipher = createDecipheriv('aes-256-gcm', dataKey, nonce).setAAD(associatedData);
  cipher.setAuthTag(ciphertext.subarray(ciphertext.length - 16));
  try {
    return concat(cipher.update(ciphertext.subarray(0, ciphertext.length - 16)), cipher.final());
  } catch {
    throw new Refused('WRONG_KEY_OR_CONTEXT');
  }
}
