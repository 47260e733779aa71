// Protocol §1.3: strict decoding of what travels as JSON. Byte strings stay base64url text here.
import { compareIds, isId } from './encoding.mjs';
import { fromBase64Url } from './bytes.mjs';
import { Refused, require } from './refused.mjs';

/**
 * Gives the value back, checked, or refuses it.
 *
 * @typedef {(value: unknown, at: string) => any} Shape
 */

const malformed = (condition, at, what) => require(condition, 'MALFORMED', `${at}: ${what}`);

const integer = (least = 0, most = Number.MAX_SAFE_INTEGER) => (value, at) => {
  malformed(Number.isSafeInteger(value) && value >= least && value <= most, at, 'no integer in range');
  return value;
};

const id = (value, at) => {
  malformed(isId(value), at, 'no id');
  return value;
};

/** A byte string of so many bytes. */
const bytes = (least, most = least) => (value, at) => {
  const { length } = fromBase64Url(value);
  malformed(length >= least && length <= most, at, 'another length');
  return value;
};

const oneOf = (...texts) => (value, at) => {
  malformed(texts.includes(value), at, 'none of the values');
  return value;
};

const list = (shape, least, most) => (value, at) => {
  malformed(Array.isArray(value), at, 'no list');
  malformed(value.length >= least && value.length <= most, at, 'another length');
  return value.map((element, i) => shape(element, `${at}[${i}]`));
};

const OPTIONAL = Symbol('optional');
const optional = (shape) => Object.assign((value, at) => shape(value, at), { [OPTIONAL]: true });

const suite = (value, at) => {
  integer()(value, at);
  require(value === 1, 'UNSUPPORTED_SUITE');
  return value;
};

/**
 * An object of exactly these fields; null is an absent one.
 *
 * @param {Record<string, Shape>} fields the suite first, since all else depends on it
 * @param {(value: any, refuse: (condition: unknown, what: string) => void) => void} [rules]
 */
const object = (fields, rules = () => {}) => (value, at = 'it') => {
  malformed(typeof value === 'object' && value !== null && !Array.isArray(value), at, 'no object');
  const decoded = {};
  for (const [name, shape] of Object.entries(fields)) {
    const absent = value[name] === undefined || value[name] === null;
    malformed(!absent || shape[OPTIONAL], `${at}.${name}`, 'is missing');
    if (!absent) decoded[name] = shape(value[name], `${at}.${name}`);
  }
  for (const name of Object.keys(value)) {
    malformed(Object.hasOwn(fields, name), at, 'has an unknown field');
  }
  rules(decoded, (condition, what) => malformed(condition, at, what));
  return decoded;
};

const hash = bytes(32);
const signature = bytes(64);
const time = integer();

/** §3.2 */
const publicBundle = object(
  {
    suite,
    userId: id,
    version: integer(1, 2 ** 31 - 1),
    kind: integer(0, 2),
    kemPublicKey: bytes(1216),
    imageKemPublicKey: bytes(1216),
    signPublicKey: bytes(32),
    createdAt: time,
    previousFingerprint: optional(hash),
  },
  (bundle, refuse) => {
    refuse((bundle.kind === 0) === (bundle.version === 1), 'kind and version');
    refuse((bundle.previousFingerprint === undefined) === (bundle.version === 1), 'predecessor');
    refuse(bundle.kemPublicKey !== bundle.imageKemPublicKey, 'one key for two purposes');
  },
);

/** §3.3 */
export const signedBundle = object(
  { bundle: publicBundle, selfSignature: signature, continuitySignature: optional(signature) },
  ({ bundle, continuitySignature }, refuse) => {
    refuse(continuitySignature === undefined || bundle.kind === 1, 'continuity of no rotation');
    require(continuitySignature !== undefined || bundle.kind !== 1, 'BROKEN_CONTINUITY');
  },
);

const kdfParameters = object({ memoryKib: integer(), passes: integer(), lanes: integer() });

const vaultWrap = object(
  {
    method: oneOf('passphrase', 'recovery'),
    salt: bytes(16),
    parameters: optional(kdfParameters),
    wrap: bytes(104),
  },
  (wrap, refuse) =>
    refuse((wrap.parameters !== undefined) === (wrap.method === 'passphrase'), 'parameters'),
);

/** §5.2 */
export const sealedPrivateBundle = object(
  {
    suite,
    userId: id,
    revision: integer(),
    wraps: list(vaultWrap, 1, 4),
    ciphertext: bytes(72, 2 ** 20),
  },
  ({ wraps }, refuse) =>
    refuse(new Set(wraps.map((wrap) => wrap.salt)).size === wraps.length, 'a salt stands there twice'),
);

const member = object({
  userId: id,
  fingerprint: hash,
  role: oneOf('admin', 'member'),
  readsFromEpoch: integer(),
});

const membershipEntry = object(
  {
    suite,
    conversationId: id,
    epoch: integer(),
    previousHash: hash,
    authorId: id,
    authorFingerprint: hash,
    members: list(member, 1, 256),
    keyCommitment: hash,
  },
  ({ members, epoch, authorId }, refuse) => {
    const rising = members.every(
      ({ userId }, i) => i === 0 || compareIds(members[i - 1].userId, userId) < 0);
    refuse(rising, 'members are not in order');
    refuse(members.every((m) => m.readsFromEpoch <= epoch), 'a member reads from a later epoch');
    refuse(members.some((m) => m.role === 'admin'), 'no admin');
    refuse(members.some((m) => m.userId === authorId), 'the author is no member');
  },
);

const leave = object({ suite, conversationId: id, membershipHash: hash, userId: id, fingerprint: hash });

/** §6.4 */
export const signedLeave = object({ leave, signature });

/** §6.1 */
export const signedEntry = object({
  entry: membershipEntry,
  signature,
  leaves: list(signedLeave, 0, 256),
});

/** §6.5 */
export const epochWrap = object({
  suite,
  conversationId: id,
  epoch: integer(),
  membershipHash: hash,
  recipientId: id,
  recipientFingerprint: hash,
  wrap: bytes(1168),
});

const messageHeader = object({
  suite,
  conversationId: id,
  epoch: integer(),
  membershipHash: hash,
  senderId: id,
  actingFor: optional(id),
  messageId: id,
  sentAt: time,
  seenHash: optional(hash),
});

/** §7.3 */
export const sealedMessage = object({ header: messageHeader, body: bytes(72, 65672), signature });

const imageGrant = object({
  suite,
  imageId: id,
  subjectId: id,
  ownerId: id,
  conversationId: id,
  contentDigest: hash,
  ciphertextLength: integer(),
  granterId: id,
  granterFingerprint: hash,
  recipientId: id,
  recipientFingerprint: hash,
  createdAt: time,
  wrap: bytes(1168),
});

/** §8.3 */
export const signedGrant = object({ grant: imageGrant, signature });

const imageRevocation = object({
  suite,
  grantHash: hash,
  revokerId: id,
  revokerFingerprint: hash,
  at: time,
});

/** §8.5 */
export const signedRevocation = object({ revocation: imageRevocation, signature });

/** §7.4: what describes an image inside a message; unknown fields are ignored. */
export function imageDescription(content) {
  const described = object({
    imageId: id,
    subjectId: id,
    ownerId: id,
    conversationId: id,
    contentDigest: hash,
    ciphertextLength: integer(),
    size: integer(),
  });
  const { imageId, subjectId, ownerId, conversationId, contentDigest, ciphertextLength, size } = content;
  return described({ imageId, subjectId, ownerId, conversationId, contentDigest, ciphertextLength, size });
}

/** Decodes a list of them; see {@link object}. */
export const listOf = (shape) => list(shape, 0, Number.MAX_SAFE_INTEGER);

/** Whether bytes decode; for callers that show what they cannot. */
export function attempt(work) {
  try {
    return { value: work() };
  } catch (refused) {
    if (refused instanceof Refused) return { failure: refused.failure };
    throw refused;
  }
}
