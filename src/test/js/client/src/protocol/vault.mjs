// Protocol §5: the sealed private bundle.
import { equal, none, randomBytes, toBase64Url, utf8, wipe } from './bytes.mjs';
import * as chunked from './chunked.mjs';
import { binary, id, labelled, pae, parts, text, toNumber, u64 } from './encoding.mjs';
import { PARAMETERS, passphraseKey, recoveryKey, requireBearable } from './passphrase.mjs';
import { Refused, require } from './refused.mjs';

/**
 * @typedef {{version: number, fingerprint: Uint8Array, createdAt: number, kemSeed: Uint8Array,
 *   imageKemSeed: Uint8Array, signSeed: Uint8Array}} Version seeds of one bundle
 * @typedef {{salt: Uint8Array, key: Uint8Array}} Recovery
 * @typedef {{versions: Version[], recovery?: Recovery, checkpoint: Uint8Array,
 *   institutionKeys: Uint8Array, further: Uint8Array[]}} Content `institutionKeys`: as encoded; this
 *   client administers no institution, and keeps what another one wrote
 * @typedef {{wrap: {method: string, salt: string, parameters?: object}, kek: Uint8Array}} Method a
 *   way to open the vault
 */

export const context = (userId, revision) => labelled('vault', id(userId), u64(revision));

export const wrapContext = (userId, revision, wrap) =>
  labelled(
    'vault-wrap', id(userId), u64(revision), text(wrap.method), binary(wrap.salt),
    wrap.parameters
      ? pae([u64(wrap.parameters.memoryKib), u64(wrap.parameters.passes), u64(wrap.parameters.lanes)])
      : none,
  );

/** §5.1 @param {Content} content */
export const encodeContent = ({
  versions, recovery, checkpoint = none, institutionKeys = pae([]), further = [],
}) =>
  labelled(
    'private-bundle',
    pae(versions.map((v) => pae([u64(v.version), v.fingerprint, u64(v.createdAt), v.kemSeed, v.imageKemSeed, v.signSeed]))),
    recovery ? pae([recovery.salt, recovery.key]) : none,
    checkpoint,
    institutionKeys,
    ...further,
  );

/** @returns {Content} */
export function decodeContent(bytes) {
  const [label, suite, list, recovery, checkpoint, institutionKeys, ...further] = parts(bytes);
  const known = institutionKeys !== undefined && equal(label, utf8('sealward/v1/private-bundle'));
  require(known && equal(suite, u64(1)), 'MALFORMED', 'no private bundle');
  const versions = parts(list).map((encoded) => {
    const [version, fingerprint, createdAt, kemSeed, imageKemSeed, signSeed, ...more] = parts(encoded);
    const seeds = { fingerprint, kemSeed, imageKemSeed, signSeed };
    const whole = Object.values(seeds).every((seed) => seed?.length === 32) && more.length === 0;
    require(whole, 'MALFORMED', 'no private bundle');
    return { version: toNumber(version), createdAt: toNumber(createdAt), ...seeds };
  });
  const rising = versions.every((v, i) => i === 0 || versions[i - 1].version < v.version);
  require(versions.length > 0 && rising, 'MALFORMED', 'versions are not in order');
  return {
    versions, checkpoint, institutionKeys, further,
    ...(recovery.length > 0 && { recovery: toRecovery(recovery) }),
  };
}

function toRecovery(encoded) {
  const [salt, key, ...more] = parts(encoded);
  require(salt?.length === 16 && key?.length === 32 && more.length === 0, 'MALFORMED', 'recovery');
  return { salt, key };
}

/** A way in by a passphrase, with a salt of its own. @returns {Promise<Method>} */
export async function passphraseMethod(passphrase) {
  const salt = randomBytes(16);
  return {
    wrap: { method: 'passphrase', salt: toBase64Url(salt), parameters: { ...PARAMETERS } },
    kek: await passphraseKey(passphrase, salt, PARAMETERS),
  };
}

/**
 * Seals anew: new vault key, all wraps new.
 *
 * @param {Content} content whose recovery code opens it too
 * @param {Method[]} methods
 */
export async function seal(userId, revision, content, methods) {
  const vaultKey = randomBytes(32);
  const { recovery } = content;
  const all = recovery
    ? [...methods, { wrap: { method: 'recovery', salt: toBase64Url(recovery.salt) }, kek: recovery.key }]
    : methods;
  const wraps = await Promise.all(
    all.map(async ({ wrap, kek }) => {
      const sealed = await chunked.seal(kek, wrapContext(userId, revision, wrap), vaultKey);
      return { ...wrap, wrap: toBase64Url(sealed) };
    }));
  const plain = encodeContent(content);
  const ciphertext = await chunked.seal(vaultKey, context(userId, revision), plain);
  wipe(vaultKey, plain);
  return { suite: 1, userId, revision, wraps, ciphertext: toBase64Url(ciphertext) };
}

/** Ways to the kek of a wrap: undefined for wraps of another method. */
export const byPassphrase = (passphrase) => async ({ method, salt, parameters }) =>
  method === 'passphrase' ? passphraseKey(passphrase, binary(salt), parameters) : undefined;

export const byRecoveryCode = (code) => ({ method, salt }) =>
  method === 'recovery' ? recoveryKey(code, binary(salt)) : undefined;

export const byMethod = ({ wrap, kek }) => ({ salt }) => (salt === wrap.salt ? kek : undefined);

/**
 * §5.4, steps 1 to 4, but for decoding.
 *
 * @param {(wrap: object) => Promise<Uint8Array | undefined> | Uint8Array | undefined} keyOf
 * @param {number} newestRevisionSeen by this device
 * @returns {Promise<{bytes: Uint8Array, method: Method}>}
 */
export async function open(sealed, keyOf, newestRevisionSeen) {
  const { userId, revision, wraps, ciphertext } = sealed;
  require(revision >= newestRevisionSeen, 'OLD_REVISION');
  wraps.filter((wrap) => wrap.parameters).forEach((wrap) => requireBearable(wrap.parameters));
  for (const { wrap: bytes, ...wrap } of wraps) {
    const kek = await keyOf(wrap);
    if (!kek) continue;
    try {
      const vaultKey = await chunked.open(kek, wrapContext(userId, revision, wrap), binary(bytes));
      const opened = await chunked.open(vaultKey, context(userId, revision), binary(ciphertext));
      return { bytes: opened, method: { wrap, kek } };
    } catch (refused) {
      if (refused.failure !== 'WRONG_KEY_OR_CONTEXT') throw refused;
    }
  }
  throw new Refused('WRONG_KEY_OR_CONTEXT');
}
