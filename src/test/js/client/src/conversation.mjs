// Protocol §6 and §7: a conversation, as one of its members uses it.
import { ServiceProblem } from './errors.mjs';
import { Chain } from './chain.mjs';
import { author, memberOf, wrapFor } from './protocol/membership.mjs';
import { toBase64Url } from './protocol/bytes.mjs';
import * as messages from './protocol/messages.mjs';
import { Refused, require } from './protocol/refused.mjs';
import { sealedMessage } from './protocol/shapes.mjs';

const ATTEMPTS = 5;

/**
 * What stands at a place of a conversation.
 *
 * @typedef {{seq: number, at: number, kind: 'message', messageId: string, senderId: string,
 *   sentAt: number, hash: string, seenHash?: string, gap: boolean, late: boolean,
 *   content: {type: string}}} Message `gap`: what its sender had seen is not here
 * @typedef {{seq: number, at: number, kind: 'refused', failure: string}} Unreadable
 * @typedef {{seq: number, at: number, kind: 'erased'}} Erased
 * @typedef {Message | Unreadable | Erased} Received
 */

export class Conversation {
  #id;
  #session;
  #chain;
  /** Hashes of the messages that were read or sent here. */
  #had = new Set();
  #newestHad = { seq: 0, hash: undefined };

  constructor(id, session) {
    this.#id = id;
    this.#session = session;
    this.#chain = new Chain(id, session);
  }

  get id() {
    return this.#id;
  }

  /** Begins one with these people; whoever begins it is its admin. */
  static async begin(session, userIds) {
    const me = session.keyring.newest;
    const bundles = await Promise.all(userIds.map((userId) => session.directory.newest(userId)));
    const own = (await session.directory.own()).at(-1).bundle;
    const members = [own, ...bundles].map((bundle) =>
      session.member(bundle, bundle.userId === me.userId ? 'admin' : 'member', 0));
    const { signedEntry, key } = author(undefined, me, members);
    const wraps = await wrapAll([own, ...bundles], signedEntry.entry, key);
    await session.service.post('/v1/conversations', { entry: signedEntry, wraps });
    return new Conversation(signedEntry.entry.conversationId, session);
  }

  /** Who belongs to it now. @returns {Promise<{userId: string, role: string}[]>} */
  async members() {
    await this.#chain.sync();
    return this.#chain.newest.members.map(({ userId, role }) => ({ userId, role }));
  }

  /** @param {string} text */
  send(text) {
    return this.sendContent({ type: 'text', text });
  }

  /**
   * Seals content for the members of now; again when they have just changed.
   *
   * @param {{type: string}} content
   * @returns {Promise<Message>}
   */
  async sendContent(content) {
    await this.refresh();
    for (let attempt = 1; ; attempt++) {
      const message = await this.#seal(content);
      try {
        const path = `/v1/conversations/${this.#id}/messages`;
        const stored = await this.#session.service.post(path, message, { repeatable: true });
        return await this.receive({ ...stored, message });
      } catch (error) {
        const stale = error instanceof ServiceProblem && error.problem === 'stale-epoch';
        if (!stale || attempt === ATTEMPTS) throw error;
        await this.#chain.sync();
      }
    }
  }

  async #seal(content) {
    const { signer } = await this.#chain.own();
    const { epoch } = this.#chain.newest;
    const now = this.#session.now();
    const header = {
      suite: 1,
      conversationId: this.#id,
      epoch,
      membershipHash: this.#chain.newestHash,
      senderId: signer.userId,
      messageId: messages.newMessageId(now),
      sentAt: now,
      ...(this.#newestHad.hash && { seenHash: this.#newestHad.hash }),
    };
    return messages.seal(header, content, await this.#chain.key(epoch), signer.signSeed);
  }

  /** An image of these bytes, granted to every member. Resolves when it was sent. */
  async sendImage(bytes, { name, mediaType, subjectId = this.#session.keyring.userId, width, height }) {
    await this.#chain.sync();
    const { images } = this.#session;
    const { image, key } = await images.upload(bytes, { subjectId, conversationId: this.#id });
    for (const { userId } of this.#chain.newest.members) await images.grantKey(image, key, userId);
    const size = bytes.length;
    const shown = { name, mediaType, size, ...(width && height && { width, height }) };
    return this.sendContent({ type: 'image', ...image, ...shown });
  }

  /** @returns {Promise<Received[]>} what stands behind `after`, at most `limit` */
  async read(after = 0, limit = 100) {
    const page = await this.#session.service.get(
      `/v1/conversations/${this.#id}/messages?after=${after}&limit=${limit}`);
    const received = [];
    for (const stored of page.items) received.push(await this.receive(stored));
    return received;
  }

  /** Everything from the beginning. @returns {AsyncGenerator<Received>} */
  async *history() {
    const path = `/v1/conversations/${this.#id}/messages`;
    for await (const stored of this.#session.service.pages(path, 'after', '0')) {
      yield await this.receive(stored);
    }
  }

  /** Verifies and opens a message as the service stores or delivers it. */
  async receive({ seq, at, message }) {
    if (message === undefined || message === null) return { seq, at, kind: 'erased' };
    try {
      return await this.#open({ seq, at, message: sealedMessage(message) });
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      return { seq, at, kind: 'refused', failure: refused.failure };
    }
  }

  async #open({ seq, at, message }) {
    const { epoch, membershipHash, senderId, messageId, sentAt, seenHash } = message.header;
    if (!(this.#chain.newest?.epoch >= epoch)) await this.#chain.sync();
    const entry = this.#chain.entry(epoch, membershipHash);
    const { fingerprint } = memberOf(entry, senderId) ?? {};
    const sender = this.#session.directory.known(senderId, fingerprint) ?? {};
    messages.verify(message, entry, sender);
    const inForce = this.#chain.inForceAt(seq);
    const late = inForce !== undefined && inForce.epoch > epoch;
    require(!late || memberOf(inForce, senderId), 'NOT_ENTITLED', 'backdated');
    const content = await messages.open(message, entry, sender, await this.#chain.key(epoch));
    const gap = seenHash !== undefined && !this.#had.has(seenHash);
    const hash = toBase64Url(messages.messageHash(message));
    this.#had.add(hash);
    if (seq > this.#newestHad.seq) this.#newestHad = { seq, hash };
    return {
      seq, at, kind: 'message', messageId, senderId, sentAt, hash, ...(seenHash && { seenHash }), gap, late,
      content: messages.decodeContent(content),
    };
  }

  /** An entry that was delivered. @returns {Promise<boolean>} whether one still is a member */
  async receiveEntry(stored) {
    await this.#chain.accept(stored);
    return memberOf(this.#chain.newest, this.#session.keyring.userId) !== undefined;
  }

  /** @param {{role?: 'admin' | 'member', history?: boolean}} [options] whether they read it all */
  async add(userId, { role = 'member', history = false } = {}) {
    const bundle = await this.#session.directory.newest(userId);
    await this.#author((members, epoch, own) => [
      ...members,
      this.#session.member(bundle, role, history ? own.readsFromEpoch : epoch),
    ]);
  }

  async remove(userId) {
    await this.#author((members) => members.filter((member) => member.userId !== userId));
  }

  /**
   * Brings in the newest keys of those who rotated, one's own included, if there are any. Refuses
   * when a member's keys were reset, until somebody accepts that.
   */
  async refresh() {
    if (!this.#chain.newest) await this.#chain.sync();
    const { members } = this.#chain.newest;
    const moved = await this.#newestOf(members);
    if (moved.some((member, i) => member !== members[i])) {
      await this.#author((current) => this.#newestOf(current));
    }
  }

  #newestOf(members) {
    return Promise.all(members.map(async (member) => {
      const { fingerprint } = this.#session.member(await this.#session.directory.newest(member.userId));
      return fingerprint === member.fingerprint ? member : { ...member, fingerprint };
    }));
  }

  /** Appends an entry; once more when somebody else was faster. */
  async #author(change) {
    for (let attempt = 1; ; attempt++) {
      await this.#chain.sync();
      const previous = this.#chain.newest;
      const { member, signer } = await this.#chain.own();
      const members = await change(previous.members, previous.epoch + 1, member);
      const { signedEntry, key } = author(previous, signer, members);
      const wraps = await this.#wraps(previous, signedEntry.entry, key);
      try {
        const path = `/v1/conversations/${this.#id}/entries`;
        await this.#chain.accept(await this.#session.service.post(path, { entry: signedEntry, wraps }));
        return;
      } catch (error) {
        const taken = error instanceof ServiceProblem && error.problem === 'epoch-taken';
        if (!taken || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The new key for every member; earlier ones for newcomers with history, and after a reset. */
  async #wraps(previous, entry, key) {
    const { directory } = this.#session;
    await directory.loadAll(entry.members);
    const bundles = entry.members.map(({ userId, fingerprint }) => directory.known(userId, fingerprint));
    const wraps = await wrapAll(bundles, entry, key);
    for (const [i, member] of entry.members.entries()) {
      const before = memberOf(previous, member.userId);
      const knowsEarlier =
        before && !directory.wasReset(member.userId, before.fingerprint, member.fingerprint);
      const from = knowsEarlier ? entry.epoch : member.readsFromEpoch;
      for (let epoch = from; epoch < entry.epoch; epoch++) {
        const earlier = this.#chain.entryOf(epoch);
        wraps.push(await wrapFor(bundles[i], member, earlier, await this.#chain.key(epoch)));
      }
    }
    return wraps;
  }
}

const wrapAll = (bundles, entry, key) =>
  Promise.all(
    bundles.map((bundle) => wrapFor(bundle, memberOf(entry, bundle.userId), entry, key)));
