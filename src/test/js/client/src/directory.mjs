// Protocol §3.4 and §3.6: everybody's public keys, pinned.
import { NotPossible } from './errors.mjs';
import { RESET, fingerprint, safetyNumber, verifyFirst, verifyNext } from './protocol/bundles.mjs';
import { toBase64Url } from './protocol/bytes.mjs';
import { require } from './protocol/refused.mjs';
import { signedBundle } from './protocol/shapes.mjs';
import { turns } from './turns.mjs';

/** How long a look at somebody's bundles lasts, unless an event says that there are new ones. */
const LASTS_MILLIS = 60_000;

const named = ({ bundle }) => toBase64Url(fingerprint(bundle));

export class Directory {
  #service;
  #device;
  #userId;
  #onReset;
  #now;
  /** @type {Map<string, object[]>} verified histories, every version from 1 on */
  #histories = new Map();
  #told = new Set();
  #looked = new Map();
  #turns = turns();

  /** @param {(userId: string) => unknown} onReset told once of a reset after the pin */
  constructor({ service, device, userId, onReset, now }) {
    this.#service = service;
    this.#device = device;
    this.#userId = userId;
    this.#onReset = onReset;
    this.#now = now;
  }

  /** One's own published history. */
  own() {
    return this.#load(this.#userId);
  }

  async publish(signed) {
    await this.#service.put(`/v1/me/bundles/${signed.bundle.version}`, signed);
    await this.#load(this.#userId);
  }

  /**
   * Fetches what is new of somebody's history and follows it from the pin: in silence along
   * rotations, up to a reset.
   *
   * @returns {Promise<{trusted: object, reset: object | undefined}>} the newest bundle that may be
   *   used, and the newest one when a reset lies between them
   */
  async look(userId) {
    const recently = this.#now() - (this.#looked.get(userId) ?? 0) < LASTS_MILLIS;
    const history = recently ? this.#histories.get(userId) : await this.#load(userId);
    this.#looked.set(userId, this.#now());
    if (userId === this.#userId) return { trusted: history.at(-1).bundle, reset: undefined };
    if (history.length === 0) throw new NotPossible(`${userId} has no keys`);
    const pin = this.#pin(userId) ?? { version: history.length, fingerprint: named(history.at(-1)) };
    const pinned = history[pin.version - 1];
    require(pinned && named(pinned) === pin.fingerprint, 'BROKEN_CONTINUITY', 'not the pinned keys');
    const later = history.slice(pin.version);
    const resetAt = later.findIndex(({ bundle }) => bundle.kind === RESET);
    const trusted = (resetAt < 0 ? later : later.slice(0, resetAt)).at(-1) ?? pinned;
    this.#setPin(userId, trusted);
    if (resetAt < 0) return { trusted: trusted.bundle, reset: undefined };
    const reset = history.at(-1);
    if (!this.#told.has(named(reset))) {
      this.#told.add(named(reset));
      this.#onReset(userId);
    }
    return { trusted: trusted.bundle, reset: reset.bundle };
  }

  /** The newest bundle of somebody, for whom something is to be wrapped. */
  async newest(userId) {
    const { trusted, reset } = await this.look(userId);
    if (reset) throw new NotPossible(`${userId} was reset: accept it after a talk in person`);
    return trusted;
  }

  /** Somebody has published another bundle, it is said. */
  forget(userId) {
    this.#looked.delete(userId);
  }

  /** Whether all keys were lost on the way from one fingerprint of somebody to another. */
  wasReset(userId, from, to) {
    const history = this.#histories.get(userId);
    const [start, end] = [from, to].map((wanted) => history.findIndex((signed) => named(signed) === wanted));
    return history.slice(start + 1, end + 1).some(({ bundle }) => bundle.kind === RESET);
  }

  /** Takes a reset for genuine, after a person said so. */
  async acceptReset(userId) {
    this.forget(userId);
    this.#setPin(userId, (await this.#load(userId)).at(-1));
  }

  /**
   * An accepted bundle of somebody whom {@link loadAll} has fetched: up to the pin, which stays
   * before a reset until somebody accepts it.
   */
  known = (userId, wanted) =>
    this.#histories
      .get(userId)
      ?.slice(0, userId === this.#userId ? undefined : this.#pin(userId)?.version)
      .find((signed) => named(signed) === wanted)?.bundle;

  /** Fetches the histories of these people where a fingerprint of theirs is not known yet. */
  async loadAll(members) {
    for (const { userId, fingerprint: wanted } of members) {
      if (this.known(userId, wanted)) continue;
      this.forget(userId);
      await this.look(userId);
    }
  }

  async safetyNumber(userId) {
    const [mine, theirs] = [(await this.own()).at(-1).bundle, await this.newest(userId)];
    return safetyNumber(mine, theirs);
  }

  #load(userId) {
    return this.#turns(userId, () => this.#fetch(userId));
  }

  async #fetch(userId) {
    const history = this.#histories.get(userId) ?? [];
    const path = `/v1/users/${userId}/bundles`;
    for await (const item of this.#pages(path, history.length)) {
      const signed = signedBundle(item);
      require(signed.bundle.userId === userId, 'BROKEN_CONTINUITY', 'of somebody else');
      await (history.length === 0 ? verifyFirst(signed) : verifyNext(history.at(-1), signed));
      history.push(signed);
    }
    this.#histories.set(userId, history);
    return history;
  }

  async *#pages(path, after) {
    try {
      yield* this.#service.pages(path, 'after', String(after));
    } catch (error) {
      if (error.problem !== 'bundle-not-found') throw error;
    }
  }

  #pin(userId) {
    return this.#device.get(`pin/${this.#userId}/${userId}`);
  }

  #setPin(userId, signed) {
    const pin = { version: signed.bundle.version, fingerprint: named(signed) };
    if (this.#pin(userId)?.fingerprint !== pin.fingerprint) {
      this.#device.set(`pin/${this.#userId}/${userId}`, pin);
    }
  }
}
