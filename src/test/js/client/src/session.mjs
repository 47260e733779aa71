import { fingerprint } from './protocol/bundles.mjs';
import { toBase64Url } from './protocol/bytes.mjs';
import { Conversation } from './conversation.mjs';
import { Images } from './images.mjs';
import { Live } from './live.mjs';
import { People } from './people.mjs';

/** What somebody who is logged in can do. */
export class Session {
  #conversations = new Map();
  #account;

  constructor({ account, service, tokens, keyring, directory, device, now }) {
    this.#account = account;
    this.service = service;
    this.tokens = tokens;
    this.keyring = keyring;
    this.directory = directory;
    this.device = device;
    this.now = now;
    this.images = new Images(this);
    this.people = new People(service);
  }

  get userId() {
    return this.keyring.userId;
  }

  /** The conversation of an id; the same object every time. */
  conversation(id) {
    if (!this.#conversations.has(id)) this.#conversations.set(id, new Conversation(id, this));
    return this.#conversations.get(id);
  }

  /** Begins a conversation with these people. */
  async begin(...userIds) {
    const conversation = await Conversation.begin(this, userIds);
    this.#conversations.set(conversation.id, conversation);
    return conversation;
  }

  /** One's conversations. */
  async *conversations() {
    for await (const { id } of this.service.pages('/v1/conversations', 'after')) yield this.conversation(id);
  }

  /** Hears everything that happens from now on, and before it what was missed. */
  listen(listener) {
    return new Live(this, listener);
  }

  /** Makes new keys, and tells every conversation: after a device was lost, for example. */
  async rotateKeys() {
    await this.keyring.rotate();
    for await (const conversation of this.conversations()) await conversation.refresh();
  }

  /** Messages and images stay as they are: only the vault is sealed anew. */
  changePassphrase(previous, next) {
    return this.#account.changePassphrase(this.keyring, previous, next);
  }

  /** The key for an authenticator app, in base 32. */
  enrolSecondFactor() {
    return this.#account.enrolSecondFactor();
  }

  confirmSecondFactor(code) {
    return this.#account.confirmSecondFactor(code);
  }

  /** Takes up the roles of now, after an invitation was accepted for instance. */
  renewRoles() {
    return this.#account.renew();
  }

  logOut() {
    return this.#account.logOut();
  }

  /** How far {@link listen} has come. */
  get positions() {
    return this.device.get(`positions/${this.userId}`) ?? { timeline: undefined, streams: {} };
  }

  set positions(positions) {
    this.device.set(`positions/${this.userId}`, positions);
  }

  /** A member of an entry by a bundle. */
  member({ userId, ...bundle }, role, readsFromEpoch) {
    return {
      userId,
      fingerprint: toBase64Url(fingerprint({ userId, ...bundle })),
      role,
      readsFromEpoch,
    };
  }
}
