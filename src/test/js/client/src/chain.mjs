// Protocol §6: one conversation's chain of entries, every one of them verified.
import { NotPossible } from './errors.mjs';
import { toBase64Url } from './protocol/bytes.mjs';
import { verifyGenesis, verifyNext } from './protocol/entry-rules.mjs';
import { memberOf, membershipHash, openWrap } from './protocol/membership.mjs';
import { Refused, require } from './protocol/refused.mjs';
import { epochWrap, signedEntry } from './protocol/shapes.mjs';
import { turns } from './turns.mjs';

const hashOf = (entry) => toBase64Url(membershipHash(entry));

export class Chain {
  #id;
  #service;
  #keyring;
  #directory;
  #device;
  /** @type {{seq: number, at: number, signed: object, hash: string}[]} by epoch */
  #entries = [];
  #keys = new Map();
  /** Fingerprints for which the vault was read again. */
  #sought = new Set();
  #turns = turns();

  constructor(id, { service, keyring, directory, device }) {
    this.#id = id;
    this.#service = service;
    this.#keyring = keyring;
    this.#directory = directory;
    this.#device = device;
  }

  /** The newest entry that is known. */
  get newest() {
    return this.#entries.at(-1)?.signed.entry;
  }

  get newestHash() {
    return this.#entries.at(-1)?.hash;
  }

  /** The entry that a header or wrap names. */
  entry(epoch, hash) {
    const found = this.#entries[epoch];
    require(found?.hash === hash, 'WRONG_ADDRESS', 'no such entry');
    return found.signed.entry;
  }

  entryOf(epoch) {
    return this.#entries[epoch].signed.entry;
  }

  /** The entry in force at a place of the conversation's stream. */
  inForceAt(seq) {
    return this.#entries.findLast((stored) => stored.seq < seq)?.signed.entry;
  }

  /** Fetches and verifies what is new. */
  sync() {
    return this.#turns('chain', async () => {
      const path = `/v1/conversations/${this.#id}/entries`;
      const after = String(this.#entries.length - 1);
      for await (const stored of this.#service.pages(path, 'after', after)) await this.#append(stored);
      require(this.#entries.length > 0, 'BROKEN_CHAIN', 'no entries');
    });
  }

  /** Takes an entry that has just come in; fetches those before it. */
  async accept(stored) {
    const { epoch } = signedEntry(stored.entry).entry;
    if (epoch > this.#entries.length) await this.sync();
    await this.#turns('chain', async () => {
      if (epoch < this.#entries.length) this.entry(epoch, hashOf(stored.entry.entry));
      else await this.#append(stored);
    });
  }

  async #append({ seq, at, entry }) {
    const signed = signedEntry(entry);
    require(signed.entry.conversationId === this.#id, 'BROKEN_CHAIN', 'of another conversation');
    await this.#directory.loadAll(signed.entry.members);
    const previous = this.newest;
    if (previous) verifyNext(previous, signed, this.#directory.known);
    else verifyGenesis(signed, this.#directory.known);
    const hash = hashOf(signed.entry);
    this.#requireSeenBefore(signed.entry.epoch, hash);
    this.#entries.push({ seq, at, signed, hash });
  }

  /** Two successors of one entry are evidence against the service: both stay. */
  #requireSeenBefore(epoch, hash) {
    const key = `head/${this.#keyring.userId}/${this.#id}`;
    const head = this.#device.get(key);
    const fork = head?.epoch === epoch && head.hash !== hash;
    if (fork) this.#device.set(`fork/${this.#id}/${epoch}`, [head.hash, hash]);
    require(!fork, 'BROKEN_CHAIN', 'another entry stood here before');
    if (!head || head.epoch < epoch) this.#device.set(key, { epoch, hash });
  }

  /** The key of an epoch, checked against its entry. */
  async key(epoch) {
    if (!this.#keys.has(epoch)) await this.#turns('keys', () => this.#fetchKeys());
    const key = this.#keys.get(epoch);
    if (!key) throw new Refused('WRAP_NOT_OPENED', `no key of epoch ${epoch}`);
    return key;
  }

  async #fetchKeys() {
    const path = `/v1/conversations/${this.#id}/wraps`;
    for await (const item of this.#service.pages(path, 'after', '-1')) {
      const wrapped = epochWrap(item);
      if (this.#keys.has(wrapped.epoch)) continue;
      const entry = this.entry(wrapped.epoch, wrapped.membershipHash);
      const own = await this.#version(wrapped.recipientFingerprint);
      // A wrap for keys that were lost.
      if (!own) continue;
      this.#keys.set(wrapped.epoch, await openWrap(own.kemSeed, wrapped, entry, own));
    }
  }

  /** Own keys; another device may have made them meanwhile. */
  async #version(fingerprint) {
    const here = this.#keyring.version(fingerprint);
    if (here || this.#sought.has(fingerprint)) return here;
    this.#sought.add(fingerprint);
    await this.#keyring.reopen();
    return this.#keyring.version(fingerprint);
  }

  /** One's own place in the newest entry. */
  async own() {
    const member = memberOf(this.newest, this.#keyring.userId);
    const signer = member && (await this.#version(member.fingerprint));
    if (!signer) throw new NotPossible(member ? 'the conversation knows keys that are lost' : 'not a member');
    return { member, signer };
  }
}
