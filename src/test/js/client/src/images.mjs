// Protocol §8 and §17.6: images.
import { ServiceProblem } from './errors.mjs';
import { equal, randomBytes, toBase64Url } from './protocol/bytes.mjs';
import * as chunked from './protocol/chunked.mjs';
import { binary } from './protocol/encoding.mjs';
import * as images from './protocol/images.mjs';
import { newMessageId } from './protocol/messages.mjs';
import { Refused, require } from './protocol/refused.mjs';
import { imageDescription, signedGrant } from './protocol/shapes.mjs';
import { send } from './transport/upload.mjs';

export class Images {
  #session;

  /** @param {import('./session.mjs').Session} session */
  constructor(session) {
    this.#session = session;
  }

  /**
   * Seals and uploads an image, and keeps its key by a grant to oneself.
   *
   * @param {Uint8Array} bytes at least one
   */
  async upload(bytes, { subjectId, conversationId }) {
    const { keyring, service, now } = this.#session;
    const imageId = newMessageId(now());
    const placed = { imageId, subjectId, ownerId: keyring.userId, conversationId };
    const key = randomBytes(32);
    const ciphertext = await chunked.seal(key, images.context(placed), bytes);
    const image = {
      ...placed,
      contentDigest: toBase64Url(images.treeHead(images.leaves(ciphertext))),
      ciphertextLength: ciphertext.length,
    };
    await send(service, placed, ciphertext);
    await this.grantKey(image, key, keyring.userId);
    return { image, key };
  }

  /** Lets somebody read an image whose key one holds. */
  async grant(described, userId) {
    const { image, key } = await this.#key(described);
    return this.grantKey(image, key, userId);
  }

  async grantKey(image, key, userId) {
    const { directory, keyring, service, now } = this.#session;
    const recipient = await directory.newest(userId);
    const signed = await images.sealGrant(image, key, keyring.newest, recipient, now());
    await service.post(`/v1/images/${image.imageId}/grants`, signed, { repeatable: true });
    return signed;
  }

  /** Takes somebody's grants back. What they have fetched, they have. @returns how many there were */
  async revoke(imageId, userId) {
    const { keyring, service, now } = this.#session;
    let revoked = 0;
    for await (const { grant: item, revocation } of service.pages(`/v1/images/${imageId}/grants`, 'after')) {
      const { grant } = signedGrant(item);
      if (revocation || grant.recipientId !== userId) continue;
      const signed = images.signRevocation(grant, keyring.newest, now());
      await service.post(`/v1/images/${imageId}/revocations`, signed, { repeatable: true });
      revoked++;
    }
    return revoked;
  }

  /**
   * Opens the image that a message describes; reads any range of it.
   *
   * @param {object} described content of type `image`
   */
  async open(described) {
    const { image, key } = await this.#key(described);
    return Picture.open(this.#session.service, image, key);
  }

  /** The whole of it. @returns {Promise<Uint8Array>} */
  async download(described) {
    const picture = await this.open(described);
    return picture.read(0, picture.length);
  }

  async #key(described) {
    const { directory, keyring, service } = this.#session;
    const image = images.describe(imageDescription(described));
    for await (const { grant: item, revocation } of service.pages(`/v1/images/${image.imageId}/grants`, 'after')) {
      const signed = signedGrant(item);
      const { grant } = signed;
      const own = keyring.version(grant.recipientFingerprint);
      if (revocation || grant.recipientId !== keyring.userId || !own) continue;
      images.requireSame(grant, image);
      await directory.loadAll([{ userId: grant.granterId, fingerprint: grant.granterFingerprint }]);
      const granter = directory.known(grant.granterId, grant.granterFingerprint);
      return { image, key: await images.imageKey(own.imageKemSeed, signed, granter) };
    }
    throw new ServiceProblem({ type: 'image-not-found', title: 'No grant for these keys', status: 404 });
  }
}

/** Ciphertext that is verified segment by segment before a byte of it is opened (§8.2). */
class Picture {
  #service;
  #image;
  #leaves;
  #chunks;
  /** The last segment that was fetched. */
  #segment = { index: -1, bytes: undefined };

  constructor(service, image, leaves) {
    this.#service = service;
    this.#image = image;
    this.#leaves = leaves;
  }

  static async open(service, image, key) {
    const { imageId, contentDigest, ciphertextLength } = image;
    const served = await service.request('GET', `/v1/images/${imageId}/leaves`);
    const leaves = images.decodeLeaves(new Uint8Array(await served.arrayBuffer()));
    const complete =
      leaves.length === Math.ceil(ciphertextLength / images.SEGMENT) &&
      equal(images.treeHead(leaves), binary(contentDigest));
    require(complete, 'DIGEST_MISMATCH');
    const picture = new Picture(service, image, leaves);
    const first = (await picture.#fetch(0)).subarray(0, chunked.PREFIX);
    picture.#chunks = await chunked.opener(key, images.context(image), first, ciphertextLength);
    return picture;
  }

  /** Bytes of the image. */
  get length() {
    return this.#chunks.plainLength;
  }

  /** @returns {Promise<Uint8Array>} fewer bytes at the end */
  async read(offset, length) {
    const end = Math.min(offset + length, this.length);
    const out = new Uint8Array(Math.max(0, end - offset));
    for (let at = offset; at < end; ) {
      const { index, start, end: sealedEnd, plainStart } = this.#chunks.chunkOf(at);
      const plain = await this.#chunks.open(index, await this.#ciphertext(start, sealedEnd));
      const part = plain.subarray(at - plainStart, end - plainStart);
      out.set(part, at - offset);
      at += part.length;
    }
    return out;
  }

  /** Verified ciphertext of one chunk, which may lie in two segments. */
  async #ciphertext(start, end) {
    const out = new Uint8Array(end - start);
    for (let at = start; at < end; ) {
      const index = Math.floor(at / images.SEGMENT);
      const begin = index * images.SEGMENT;
      const part = (await this.#fetch(index)).subarray(at - begin, end - begin);
      out.set(part, at - start);
      at += part.length;
    }
    return out;
  }

  async #fetch(index) {
    if (this.#segment.index === index) return this.#segment.bytes;
    const first = index * images.SEGMENT;
    const last = Math.min(first + images.SEGMENT, this.#image.ciphertextLength) - 1;
    const response = await this.#service.request('GET', `/v1/images/${this.#image.imageId}/content`, {
      headers: { range: `bytes=${first}-${last}` },
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!equal(images.leaf(bytes), this.#leaves[index])) throw new Refused('DIGEST_MISMATCH');
    this.#segment = { index, bytes };
    return bytes;
  }
}
