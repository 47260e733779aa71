// Protocol §3.1 to §3.3, §3.7 and §5: one's own keys.
import { LoginError, NotPossible, ServiceProblem } from './errors.mjs';
import { FIRST, RESET, ROTATION, fingerprint, signBundle } from './protocol/bundles.mjs';
import { equal, randomBytes, toBase64Url } from './protocol/bytes.mjs';
import { binary } from './protocol/encoding.mjs';
import { newRecoveryCode, recoveryKey } from './protocol/passphrase.mjs';
import { require } from './protocol/refused.mjs';
import * as signatures from './protocol/signatures.mjs';
import * as vault from './protocol/vault.mjs';
import * as wraps from './protocol/wraps.mjs';

const ATTEMPTS = 3;

/** The bundle of the seeds' public halves. */
async function bundleOf(userId, previous, kind, { version, createdAt, kemSeed, imageKemSeed, signSeed }) {
  return {
    suite: 1,
    userId,
    version,
    kind,
    kemPublicKey: toBase64Url(await wraps.publicKey(kemSeed)),
    imageKemPublicKey: toBase64Url(await wraps.publicKey(imageKemSeed)),
    signPublicKey: toBase64Url(signatures.publicKey(signSeed)),
    createdAt,
    ...(previous && { previousFingerprint: toBase64Url(fingerprint(previous.bundle)) }),
  };
}

/** Seeds of a next version. */
async function newSeeds(userId, previous, kind, now) {
  const seeds = {
    version: previous ? previous.bundle.version + 1 : 1,
    createdAt: now,
    kemSeed: randomBytes(32),
    imageKemSeed: randomBytes(32),
    signSeed: randomBytes(32),
  };
  return { ...seeds, fingerprint: fingerprint(await bundleOf(userId, previous, kind, seeds)) };
}

/** Seeds are the private halves of a published bundle (§5.4, step 6). */
async function requireHalves({ bundle }, seeds) {
  const matches =
    equal(fingerprint(bundle), seeds.fingerprint) &&
    equal(await wraps.publicKey(seeds.kemSeed), binary(bundle.kemPublicKey)) &&
    equal(await wraps.publicKey(seeds.imageKemSeed), binary(bundle.imageKemPublicKey)) &&
    equal(signatures.publicKey(seeds.signSeed), binary(bundle.signPublicKey));
  require(matches, 'KEY_MISMATCH');
}

const takenMeanwhile = (error) =>
  (error instanceof NotPossible && error.reason === 'revision-conflict') ||
  (error instanceof ServiceProblem && error.problem === 'revision-conflict');

export class Keyring {
  #userId;
  #store;
  #directory;
  #device;
  #now;
  /** @type {vault.Content} */
  #content;
  /** The way in that stays when the vault is sealed again. @type {vault.Method} */
  #method;
  #revision = 0;

  /**
   * @param {{userId: string, store: {get(): Promise<object | undefined>,
   *   put(sealed: object): Promise<void>}, directory: import('./directory.mjs').Directory,
   *   device: import('./device.mjs').Device, now: () => number}} parts
   */
  constructor({ userId, store, directory, device, now }) {
    this.#userId = userId;
    this.#store = store;
    this.#directory = directory;
    this.#device = device;
    this.#now = now;
  }

  get userId() {
    return this.#userId;
  }

  /** The newest version: who signs with it, and under which fingerprint. */
  get newest() {
    return this.#signer(this.#content.versions.at(-1));
  }

  /** The version of a fingerprint in base64url, if it is here. */
  version(named) {
    const found = this.#content.versions.find((v) => toBase64Url(v.fingerprint) === named);
    return found && this.#signer(found);
  }

  #signer({ fingerprint: bytes, kemSeed, imageKemSeed, signSeed }) {
    return { userId: this.#userId, fingerprint: toBase64Url(bytes), kemSeed, imageKemSeed, signSeed };
  }

  /**
   * Opens the vault, or makes the first keys where there is none.
   *
   * @param {string} passphrase the one that logged in
   * @param {{keepRecoveryCode?: (code: string) => unknown, earlierPassphrase?: string,
   *   recoveryCode?: string}} [help] to open a vault after a reset of the passphrase
   */
  async open(passphrase, { keepRecoveryCode, earlierPassphrase, recoveryCode } = {}) {
    const sealed = await this.#store.get();
    if (!sealed) {
      if ((await this.#directory.own()).length > 0) throw new LoginError('keys-not-stored');
      await this.#begin(passphrase, FIRST, keepRecoveryCode);
      return;
    }
    if (await this.#openBy(sealed, vault.byPassphrase(passphrase))) return;
    const byEarlier =
      earlierPassphrase !== undefined &&
      (await this.#openBy(sealed, vault.byPassphrase(earlierPassphrase)));
    if (!byEarlier) {
      const byCode =
        recoveryCode !== undefined && (await this.#openBy(sealed, vault.byRecoveryCode(recoveryCode)));
      if (!byCode) throw new LoginError('keys-not-opened');
      this.#renewRecovery(keepRecoveryCode);
    }
    this.#method = await vault.passphraseMethod(passphrase);
    await this.#seal([this.#method]);
  }

  /** Reads the vault again, which another device has sealed. */
  async reopen() {
    const opened = await this.#openBy(await this.#store.get(), vault.byMethod(this.#method));
    if (!opened) throw new LoginError('keys-not-opened');
  }

  /** Reset: nothing opens the vault any more. Everybody is going to be told, loudly. */
  async reset(passphrase, keepRecoveryCode) {
    this.#revision = (await this.#store.get())?.revision ?? 0;
    await this.#begin(passphrase, RESET, keepRecoveryCode);
  }

  /** Rotation (§3.7): the same person, new keys. */
  async rotate() {
    for (let attempt = 1; ; attempt++) {
      await this.reopen();
      const previous = (await this.#directory.own()).at(-1);
      const seeds = await newSeeds(this.#userId, previous, ROTATION, this.#now());
      try {
        await this.#seal([this.#method], { ...this.#content, versions: [...this.#content.versions, seeds] });
        break;
      } catch (error) {
        if (!takenMeanwhile(error) || attempt === ATTEMPTS) throw error;
      }
    }
    await this.#publishNewest();
  }

  /** Seals for both, lets `change` tell Cognito, then seals for the next one alone (§5.2). */
  async changePassphrase(previous, next, change) {
    if (!(await this.#openBy(await this.#store.get(), vault.byPassphrase(previous)))) {
      throw new LoginError('wrong-credentials');
    }
    const method = await vault.passphraseMethod(next);
    await this.#seal([this.#method, method]);
    await change();
    this.#method = method;
    await this.#seal([method]);
  }

  async #begin(passphrase, kind, keepRecoveryCode) {
    const previous = (await this.#directory.own()).at(-1);
    const seeds = await newSeeds(this.#userId, previous, kind, this.#now());
    this.#content = { versions: [seeds] };
    this.#renewRecovery(keepRecoveryCode);
    this.#method = await vault.passphraseMethod(passphrase);
    await this.#seal([this.#method]);
    await this.#publishNewest();
  }

  #renewRecovery(keepRecoveryCode) {
    if (!keepRecoveryCode) throw new NotPossible('nobody would keep the recovery code');
    const code = newRecoveryCode();
    const salt = randomBytes(16);
    this.#content.recovery = { salt, key: recoveryKey(code, salt) };
    keepRecoveryCode(code);
  }

  /** Whether this way in is one. */
  async #openBy(sealed, keyOf) {
    const seen = this.#device.get(this.#seenKey) ?? 0;
    let opened;
    try {
      opened = await vault.open(sealed, keyOf, seen);
    } catch (refused) {
      if (refused.failure === 'WRONG_KEY_OR_CONTEXT') return false;
      throw refused;
    }
    this.#content = vault.decodeContent(opened.bytes);
    this.#method = opened.method;
    this.#sealed(sealed.revision);
    await this.#publishNewest();
    const published = await this.#directory.own();
    for (const seeds of this.#content.versions) {
      const signed = published[seeds.version - 1];
      require(signed, 'KEY_MISMATCH');
      await requireHalves(signed, seeds);
    }
    return true;
  }

  /** Publishes the newest version unless it is: whoever sealed it may have been interrupted. */
  async #publishNewest() {
    const published = await this.#directory.own();
    const { versions } = this.#content;
    const seeds = versions.at(-1);
    if (seeds.version !== published.length + 1) return;
    const previous = published.at(-1);
    const before = versions.find((v) => v.version === previous?.bundle.version);
    const kind = previous ? (before ? ROTATION : RESET) : FIRST;
    const bundle = await bundleOf(this.#userId, previous, kind, seeds);
    require(equal(fingerprint(bundle), seeds.fingerprint), 'KEY_MISMATCH');
    await this.#directory.publish(signBundle(bundle, seeds.signSeed, before?.signSeed));
  }

  async #seal(methods, content = this.#content) {
    const revision = this.#revision + 1;
    await this.#store.put(await vault.seal(this.#userId, revision, content, methods));
    this.#content = content;
    this.#sealed(revision);
  }

  #sealed(revision) {
    this.#revision = revision;
    this.#device.set(this.#seenKey, revision);
  }

  get #seenKey() {
    return `revision/${this.#userId}`;
  }
}
