// Checks every case of the published test vectors (protocol §15).
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as attestations from '../protocol/attestations.mjs';
import * as bundles from '../protocol/bundles.mjs';
import * as chunked from '../protocol/chunked.mjs';
import * as contents from '../protocol/contents.mjs';
import * as encoding from '../protocol/encoding.mjs';
import * as images from '../protocol/images.mjs';
import * as membership from '../protocol/membership.mjs';
import * as messages from '../protocol/messages.mjs';
import * as signatures from '../protocol/signatures.mjs';
import * as vault from '../protocol/vault.mjs';
import * as wraps from '../protocol/wraps.mjs';

const { binary, fromHex, sha256, toHex } = encoding;
const FOLDER = process.env.SEALWARD_VECTORS
  ? pathToFileURL(`${process.env.SEALWARD_VECTORS}/`)
  : new URL('../../../resources/vectors/', import.meta.url);
const same = (bytes, hex) => assert.equal(toHex(bytes), hex);
const pattern = (length) => Uint8Array.from({ length }, (_, i) => i % 251);

/** Runs `work`; when the case names a failure, exactly that one must come. */
async function expect(c, work) {
  if (c.failure === undefined) return work();
  try {
    await work();
  } catch (refused) {
    assert.equal(refused.failure, c.failure, refused.stack);
    return undefined;
  }
  return assert.fail('nothing was refused');
}

function encodingCase(c) {
  if (c.parts) {
    same(encoding.pae(c.parts.map(fromHex)), c.pae);
    assert.deepEqual(encoding.parts(fromHex(c.pae)).map(toHex), c.parts);
  } else if (c.purpose) {
    const typed = encoding.labelled(
      c.purpose, encoding.id(c.id), encoding.optionalId(undefined), encoding.u64(c.number),
      encoding.u64(c.time), encoding.text(c.text));
    same(typed, c.pae);
    same(sha256(typed), c.sha256);
  } else if (c.sorted) {
    assert.deepEqual([...c.sorted].reverse().sort(encoding.compareIds), c.sorted);
  } else if (c.paddedLength) {
    assert.equal(encoding.paddedLength(c.contentLength), c.paddedLength);
  } else {
    return expect(c, () => encoding.fromBase64Url(c.text));
  }
  return undefined;
}

async function chunkedCase(c) {
  const key = fromHex(c.key);
  const context = fromHex(c.context);
  if (c.failure) {
    await expect(c, () => chunked.open(key, context, fromHex(c.sealed)));
    return;
  }
  const salt = fromHex(c.salt);
  same(chunked.commitment(key, salt, context), c.commitment);
  const sealed = chunked.seal(key, salt, context, pattern(c.plaintextLength));
  if (c.sealed) same(sealed, c.sealed);
  else {
    assert.equal(sealed.length, c.sealedLength);
    same(sha256(sealed), c.sealedSha256);
  }
  same(chunked.open(key, context, sealed), toHex(pattern(c.plaintextLength)));
}

const signatureCase = (c) =>
  expect(c, () => {
    signatures.requireStrictKey(fromHex(c.publicKey));
    signatures.requireSignature(fromHex(c.publicKey), fromHex(c.message), fromHex(c.signature));
  });

async function bundleCase(c) {
  if (c.digits) {
    assert.equal(bundles.safetyNumber(c.one, c.other), c.digits);
    assert.equal(bundles.safetyNumber(c.other, c.one), c.digits);
  } else if (c.presented) {
    await expect(c, () => bundles.verifyNext(c.newest, c.presented));
  } else {
    const { bundle, selfSignature } = c.signedBundle;
    same(await wraps.publicKey(fromHex(c.kemSeed)), toHex(binary(bundle.kemPublicKey)));
    same(await wraps.publicKey(fromHex(c.imageKemSeed)), toHex(binary(bundle.imageKemPublicKey)));
    same(signatures.publicKey(fromHex(c.signSeed)), toHex(binary(bundle.signPublicKey)));
    same(bundles.encode(bundle), c.encoded);
    same(bundles.fingerprint(bundle), c.fingerprint);
    same(bundles.selfSigned(bundle), c.selfSigned);
    same(signatures.sign(fromHex(c.signSeed), fromHex(c.selfSigned)), toHex(binary(selfSignature)));
    bundles.verifyAlone(c.signedBundle);
  }
}

function attestationCase(c) {
  if (c.signedKey) {
    const { key, selfSignature } = c.signedKey;
    same(signatures.publicKey(fromHex(c.signSeed)), toHex(binary(key.signPublicKey)));
    same(attestations.encodeKey(key), c.encoded);
    same(attestations.fingerprint(key), c.fingerprint);
    same(attestations.selfSigned(key), c.selfSigned);
    same(signatures.sign(fromHex(c.signSeed), fromHex(c.selfSigned)), toHex(binary(selfSignature)));
    attestations.verifyAlone(c.signedKey);
    assert.equal(attestations.digits(key), c.digits);
    return undefined;
  }
  if (c.presented) return expect(c, () => attestations.verifyNext(c.newest, c.presented));
  if (c.encoded) same(attestations.encode(c.signedAttestation.attestation), c.encoded);
  return expect(c, () =>
    attestations.verify(c.signedAttestation, c.institutionKey, c.subject, c.now));
}

let known;

async function membershipCase(c) {
  if (c.bundles) {
    const found = new Map(
      c.bundles.map(({ bundle }) => [bundle.userId + toHex(bundles.fingerprint(bundle)), bundle]));
    known = (userId, fingerprint) => found.get(userId + toHex(binary(fingerprint)));
  } else if (c.signedEntry) {
    const { entry } = c.signedEntry;
    same(membership.encode(entry), c.encoded);
    same(membership.membershipHash(entry), c.membershipHash);
    same(membership.signed(entry), c.signed);
    same(membership.keyCommitment(entry, fromHex(c.epochKey)), toHex(binary(entry.keyCommitment)));
    if (entry.epoch === 0) membership.verifyGenesis(c.signedEntry, known);
  } else if (c.signedLeave) {
    same(membership.leaveSigned(c.signedLeave.leave), c.signed);
  } else if (c.presented) {
    await expect(c, () => membership.verifyNext(c.previous, c.presented, known));
  } else {
    const seed = fromHex(c.kemSeed);
    const opened = await expect(c, () => membership.openWrap(seed, c.epochWrap, c.entry));
    if (c.failure) return;
    same(opened, c.epochKey);
    same(membership.wrapInfo(c.epochWrap), c.info);
    const again = await wraps.wrap(
      await wraps.publicKey(seed), fromHex(c.info), opened, fromHex(c.randomness));
    same(again, toHex(binary(c.epochWrap.wrap)));
  }
}

async function messageCase(c) {
  const epochKey = fromHex(c.epochKey);
  const content = await expect(c, () => messages.open(c.message, c.entry, c.sender, epochKey));
  if (c.failure) return;
  same(content, c.content);
  same(messages.encodeHeader(c.message.header), c.encodedHeader);
  same(messages.signed(c.message), c.signed);
  same(messages.messageHash(c.message), c.messageHash);
  const padded = encoding.pad(content);
  assert.equal(padded.length, c.paddedLength);
  const body = chunked.seal(epochKey, fromHex(c.salt), fromHex(c.encodedHeader), padded);
  same(body, toHex(binary(c.message.body)));
}

async function contentCase(c) {
  if (c.messages) {
    const { lines, readings, topic } = contents.transcript(c.messages);
    assert.deepEqual(lines, c.lines);
    assert.deepEqual(readings, c.readings);
    assert.equal(topic, c.topic);
  } else {
    const read = await expect(c, () => contents.read(c.content));
    assert.deepEqual(read, c.read);
  }
}

async function vaultCase(c) {
  if (c.loginSecret) {
    same(vault.loginSalt(c.poolId, c.email), c.salt);
    assert.equal(vault.loginSecret(c.passphrase, c.poolId, c.email), c.loginSecret);
  } else if (c.kek && c.passphrase) {
    same(vault.passphraseKey(c.passphrase, fromHex(c.salt), c.parameters), c.kek);
  } else if (c.kek) {
    same(vault.recoveryKey(c.recoveryCode, fromHex(c.salt)), c.kek);
  } else if (c.item) {
    const data = c.item.identityId ? vault.vaultItemData(c.item) : vault.publicBundleItemData(c.item);
    same(data, c.associatedData);
    const [key, nonce] = [fromHex(c.dataKey), binary(c.item.nonce)];
    same(vault.unlock(key, nonce, data, binary(c.item.ciphertext)), c.content);
    same(vault.lock(key, nonce, data, fromHex(c.content)), toHex(binary(c.item.ciphertext)));
  } else if (c.failure) {
    await expect(c, () => vault.open(c.sealed, c.passphrase, c.newestRevisionSeen));
  } else {
    const { sealed } = c;
    const [byPassphrase, byCode] = sealed.wraps;
    same(vault.context(sealed.userId, sealed.revision), c.context);
    same(vault.wrapContext(sealed.userId, sealed.revision, byPassphrase), c.passphraseWrapContext);
    same(vault.wrapContext(sealed.userId, sealed.revision, byCode), c.recoveryWrapContext);
    same(vault.open(sealed, c.passphrase, sealed.revision), c.content);
    const kek = vault.recoveryKey(c.recoveryCode, binary(byCode.salt));
    same(chunked.open(kek, fromHex(c.recoveryWrapContext), binary(byCode.wrap)), c.vaultKey);
    const [label, suite, versions, recovery, checkpoint, institutions] =
      encoding.parts(fromHex(c.content));
    assert.equal(Buffer.from(label).toString(), 'sealward/v1/private-bundle');
    same(suite, '0000000000000001');
    const [salt, key] = encoding.parts(recovery);
    const list = encoding.parts(versions).map(encoding.parts).map(
      ([version, fingerprint, createdAt, kemSeed, imageKemSeed, signSeed]) => ({
        version: Buffer.from(version).readBigUInt64BE(), fingerprint,
        createdAt: Buffer.from(createdAt).readBigUInt64BE(), kemSeed, imageKemSeed, signSeed,
      }));
    const ofInstitutions = encoding.parts(institutions).map(encoding.parts).map(
      ([institutionId, version, fingerprint, createdAt, signSeed]) => ({
        institutionId, version: Buffer.from(version).readBigUInt64BE(), fingerprint,
        createdAt: Buffer.from(createdAt).readBigUInt64BE(), signSeed,
      }));
    assert.equal(ofInstitutions.length, 1);
    same(vault.encodeContent(list, { salt, key }, checkpoint, ofInstitutions), c.content);
    same(key, toHex(kek));
  }
}

async function imageCase(c) {
  if (c.image) {
    same(images.context(c.image), c.context);
    const sealed = chunked.seal(
      fromHex(c.imageKey), fromHex(c.salt), fromHex(c.context), pattern(c.plaintextLength));
    assert.equal(sealed.length, c.ciphertextLength);
    same(sha256(sealed), c.ciphertextSha256);
    const leaves = images.leaves(sealed);
    assert.deepEqual(leaves.map(toHex), c.leaves);
    same(images.treeHead(leaves), c.contentDigest);
  } else if (c.signedGrant) {
    const seed = fromHex(c.imageKemSeed);
    const key = await expect(c, () => images.imageKey(seed, c.signedGrant, c.granter));
    if (c.failure) return;
    same(key, c.imageKey);
    same(images.wrapInfo(c.signedGrant.grant), c.info);
    same(images.encodeGrant(c.signedGrant.grant), c.encoded);
    same(sha256(fromHex(c.encoded)), c.grantHash);
  } else {
    await expect(c, () => images.verifyRevocation(c.signedRevocation, c.grant, c.revoker));
    if (c.encoded) same(images.encodeRevocation(c.signedRevocation.revocation), c.encoded);
  }
}

const CHECKS = {
  'encoding.json': encodingCase,
  'chunked-encryption.json': chunkedCase,
  'signatures.json': signatureCase,
  'attestations.json': attestationCase,
  'bundles.json': bundleCase,
  'membership.json': membershipCase,
  'messages.json': messageCase,
  'contents.json': contentCase,
  'vault.json': vaultCase,
  'images.json': imageCase,
};

const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

test('every vector file of the protocol has a check', () => {
  const published = readdirSync(FOLDER).filter((name) => read(name).protocol === 'sealward/v1');
  assert.deepEqual(published.sort(), Object.keys(CHECKS).sort());
});

for (const [name, check] of Object.entries(CHECKS)) {
  const { cases } = read(name);
  assert.ok(cases.length > 5, `${name} has hardly any cases`);
  for (const c of cases) test(`${name}: ${c.name}`, () => check(c));
}
