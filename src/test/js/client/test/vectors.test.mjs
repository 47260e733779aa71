// Checks every case of the published test vectors (protocol §15).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as assist from '../src/protocol/assist.mjs';
import * as attestations from '../src/protocol/attestations.mjs';
import * as bundles from '../src/protocol/bundles.mjs';
import { fromHex, toHex } from '../src/protocol/bytes.mjs';
import * as chunked from '../src/protocol/chunked.mjs';
import * as contents from '../src/protocol/contents.mjs';
import * as encoding from '../src/protocol/encoding.mjs';
import * as rules from '../src/protocol/entry-rules.mjs';
import * as images from '../src/protocol/images.mjs';
import * as items from '../src/protocol/items.mjs';
import * as membership from '../src/protocol/membership.mjs';
import * as messages from '../src/protocol/messages.mjs';
import * as passphrase from '../src/protocol/passphrase.mjs';
import * as shapes from '../src/protocol/shapes.mjs';
import * as signatures from '../src/protocol/signatures.mjs';
import * as vault from '../src/protocol/vault.mjs';
import * as wraps from '../src/protocol/wraps.mjs';
import { published, vectors } from './vector-files.mjs';

const { binary, sha256 } = encoding;
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
    return expect(c, () => binary(c.text));
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
  const sealed = await chunked.seal(key, context, pattern(c.plaintextLength), salt);
  if (c.sealed) same(sealed, c.sealed);
  else {
    assert.equal(sealed.length, c.sealedLength);
    same(sha256(sealed), c.sealedSha256);
  }
  same(await chunked.open(key, context, sealed), toHex(pattern(c.plaintextLength)));
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
    await expect(c, () =>
      bundles.verifyNext(shapes.signedBundle(c.newest), shapes.signedBundle(c.presented)));
  } else {
    const { bundle, selfSignature } = c.signedBundle;
    same(await wraps.publicKey(fromHex(c.kemSeed)), toHex(binary(bundle.kemPublicKey)));
    same(await wraps.publicKey(fromHex(c.imageKemSeed)), toHex(binary(bundle.imageKemPublicKey)));
    same(signatures.publicKey(fromHex(c.signSeed)), toHex(binary(bundle.signPublicKey)));
    same(bundles.encode(bundle), c.encoded);
    same(bundles.fingerprint(bundle), c.fingerprint);
    same(bundles.selfSigned(bundle), c.selfSigned);
    same(signatures.sign(fromHex(c.signSeed), fromHex(c.selfSigned)), toHex(binary(selfSignature)));
    await bundles.verifyAlone(shapes.signedBundle(c.signedBundle));
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
    const { entry } = shapes.signedEntry(c.signedEntry);
    same(membership.encode(entry), c.encoded);
    same(membership.membershipHash(entry), c.membershipHash);
    same(membership.signed(entry), c.signed);
    same(membership.keyCommitment(entry, fromHex(c.epochKey)), toHex(binary(entry.keyCommitment)));
    if (entry.epoch === 0) rules.verifyGenesis(c.signedEntry, known);
  } else if (c.signedLeave) {
    same(membership.leaveSigned(shapes.signedLeave(c.signedLeave).leave), c.signed);
  } else if (c.presented) {
    await expect(c, () =>
      rules.verifyNext(c.previous, shapes.signedEntry(c.presented), known));
  } else {
    const seed = fromHex(c.kemSeed);
    const recipient = {
      userId: c.epochWrap.recipientId,
      fingerprint: c.epochWrap.recipientFingerprint,
    };
    const opened = await expect(c, () =>
      membership.openWrap(seed, shapes.epochWrap(c.epochWrap), c.entry, recipient));
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
  const content = await expect(c, () =>
    messages.open(shapes.sealedMessage(c.message), c.entry, c.sender, epochKey));
  if (c.failure) return;
  same(content, c.content);
  same(messages.encodeHeader(c.message.header), c.encodedHeader);
  same(messages.signed(c.message), c.signed);
  same(messages.messageHash(c.message), c.messageHash);
  const padded = encoding.pad(content);
  assert.equal(padded.length, c.paddedLength);
  const body = await chunked.seal(epochKey, fromHex(c.encodedHeader), padded, fromHex(c.salt));
  same(body, toHex(binary(c.message.body)));
}

async function contentCase(c) {
  if (c.messages) {
    const { lines, readings, topic } = contents.transcript(c.messages);
    assert.deepEqual(lines, c.lines);
    assert.deepEqual(readings, c.readings);
    assert.equal(topic, c.topic);
  } else {
    const [told, read] = await expect(c, () =>
      [contents.checkpoint(c.content), contents.read(c.content)]) ?? [];
    assert.deepEqual(told && { ...told, root: toHex(told.root) }, c.checkpoint);
    assert.deepEqual(read, c.read);
  }
}

async function vaultCase(c) {
  if (c.loginSecret) {
    same(passphrase.loginSalt(c.poolId, c.email), c.salt);
    assert.equal(await passphrase.loginSecret(c.passphrase, c.poolId, c.email), c.loginSecret);
  } else if (c.kek && c.passphrase) {
    const { salt, parameters } = c;
    same(await passphrase.passphraseKey(c.passphrase, fromHex(salt), parameters), c.kek);
  } else if (c.kek) {
    same(passphrase.recoveryKey(c.recoveryCode, fromHex(c.salt)), c.kek);
  } else if (c.item) {
    await itemCase(c);
  } else if (c.failure) {
    const sealed = shapes.sealedPrivateBundle(c.sealed);
    const way = vault.byPassphrase(c.passphrase);
    await expect(c, () => vault.open(sealed, way, c.newestRevisionSeen));
  } else {
    const sealed = shapes.sealedPrivateBundle(c.sealed);
    const [byPassphrase, byCode] = sealed.wraps;
    same(vault.context(sealed.userId, sealed.revision), c.context);
    same(vault.wrapContext(sealed.userId, sealed.revision, byPassphrase), c.passphraseWrapContext);
    same(vault.wrapContext(sealed.userId, sealed.revision, byCode), c.recoveryWrapContext);
    const ways = [vault.byPassphrase(c.passphrase), vault.byRecoveryCode(c.recoveryCode)];
    for (const way of ways) {
      same((await vault.open(sealed, way, sealed.revision)).bytes, c.content);
    }
    const kek = passphrase.recoveryKey(c.recoveryCode, binary(byCode.salt));
    same(await chunked.open(kek, fromHex(c.recoveryWrapContext), binary(byCode.wrap)), c.vaultKey);
    const content = vault.decodeContent(fromHex(c.content));
    same(vault.encodeContent(content), c.content);
    same(content.recovery.key, toHex(kek));
  }
}

async function itemCase(c) {
  const { item } = c;
  const data = item.identityId
    ? items.vaultItemData(item.identityId, item.revision)
    : items.publicBundleItemData(item.userId, item.version);
  same(data, c.associatedData);
  const [key, nonce] = [fromHex(c.dataKey), binary(item.nonce)];
  same(await items.unlock(key, nonce, data, binary(item.ciphertext)), c.content);
  same(await items.lock(key, nonce, data, fromHex(c.content)), toHex(binary(item.ciphertext)));
}

async function imageCase(c) {
  if (c.image) {
    same(images.context(c.image), c.context);
    const sealed = await chunked.seal(
      fromHex(c.imageKey), fromHex(c.context), pattern(c.plaintextLength), fromHex(c.salt));
    assert.equal(sealed.length, c.ciphertextLength);
    same(sha256(sealed), c.ciphertextSha256);
    const leaves = images.leaves(sealed);
    assert.deepEqual(leaves.map(toHex), c.leaves);
    same(images.treeHead(leaves), c.contentDigest);
  } else if (c.signedGrant) {
    const seed = fromHex(c.imageKemSeed);
    const key = await expect(c, () => images.imageKey(seed, shapes.signedGrant(c.signedGrant), c.granter));
    if (c.failure) return;
    same(key, c.imageKey);
    same(images.wrapInfo(c.signedGrant.grant), c.info);
    same(images.encodeGrant(c.signedGrant.grant), c.encoded);
    same(sha256(fromHex(c.encoded)), c.grantHash);
  } else {
    await expect(c, () =>
      images.verifyRevocation(shapes.signedRevocation(c.signedRevocation), c.grant, c.revoker));
    if (c.encoded) same(images.encodeRevocation(c.signedRevocation.revocation), c.encoded);
  }
}

async function assistCase(c) {
  if (c.signedKey) {
    await expect(c, () => assist.accept(c.signedKey, fromHex(c.serviceKey), c.now));
    if (c.failure) return;
    same(signatures.publicKey(fromHex(c.serviceSeed)), c.serviceKey);
    same(await wraps.publicKey(fromHex(c.assistSeed)), toHex(binary(c.signedKey.key.publicKey)));
    same(assist.encodeKey(c.signedKey.key), c.encoded);
    const signature = signatures.sign(fromHex(c.serviceSeed), fromHex(c.encoded));
    same(signature, toHex(binary(c.signedKey.signature)));
    return;
  }
  const [seed, sealed] = [fromHex(c.assistSeed), fromHex(c.sealed)];
  const key = await expect(c, () => assist.open(c.request, c.keyId, seed, sealed, c.grant));
  if (c.failure) return;
  same(key, c.imageKey);
  same(assist.info(c.request, c.keyId), c.info);
  const publicKey = await wraps.publicKey(seed);
  same(await wraps.wrap(publicKey, fromHex(c.info), fromHex(c.secret), fromHex(c.randomness)), c.sealed);
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
  'assist.json': assistCase,
};

test('every vector file of the protocol has a check', () => {
  assert.deepEqual(published(), Object.keys(CHECKS).sort());
});

for (const [name, check] of Object.entries(CHECKS)) {
  const cases = vectors(name);
  assert.ok(cases.length > 5, `${name} has hardly any cases`);
  for (const c of cases) test(`${name}: ${c.name}`, () => check(c));
}
