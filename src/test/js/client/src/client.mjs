import { Account } from './account.mjs';
import { DirectVault } from './cognito/direct-vault.mjs';
import { UserPool } from './cognito/user-pool.mjs';
import { Device } from './device.mjs';
import { Directory } from './directory.mjs';
import { LoginError } from './errors.mjs';
import { Keyring } from './keyring.mjs';
import { isWeak, loginSecret } from './protocol/passphrase.mjs';
import { Session } from './session.mjs';
import { Service, deploymentOf } from './transport/service.mjs';
import { ServiceVault } from './transport/service-vault.mjs';

/** A service, before anybody has logged in. */
export class SealwardClient {
  #url;
  #deployment;
  #device;
  #vault;
  #now;
  #pool;

  constructor(url, deployment, { device, vault, now }) {
    this.#url = url;
    this.#deployment = deployment;
    this.#device = device;
    this.#vault = vault;
    this.#now = now;
    this.#pool = new UserPool(deployment, now);
  }

  /**
   * @param {string} url of the service
   * @param {{device?: Device, vault?: 'direct' | 'service', now?: () => number}} [options]
   *   `vault`: whether the private keys are fetched from AWS directly, or through the service
   */
  static async connect(url, options = {}) {
    const defaults = { device: Device.inMemory(), vault: 'direct', now: Date.now };
    return new SealwardClient(url, await deploymentOf(url), { ...defaults, ...options });
  }

  /** Cognito sends a code to the address. */
  async signUp(email, passphrase) {
    await this.#pool.signUp(email, await this.#newSecret(email, passphrase));
  }

  async confirm(email, code) {
    await this.#pool.confirm(email, code);
  }

  /** Cognito sends a code to the address, for {@link reset}. */
  async requestReset(email) {
    await this.#pool.requestReset(email);
  }

  async reset(email, code, passphrase) {
    await this.#pool.reset(email, code, await this.#newSecret(email, passphrase));
  }

  async #newSecret(email, passphrase) {
    if (isWeak(passphrase)) throw new LoginError('weak-passphrase');
    return this.#secret(email, passphrase);
  }

  #secret(email, passphrase) {
    return loginSecret(passphrase, this.#pool.id, email);
  }

  /**
   * Logs in and opens the private keys; the first login makes them.
   *
   * @param {{keepRecoveryCode?: (code: string) => unknown, secondFactor?: () => Promise<string>,
   *   earlierPassphrase?: string, recoveryCode?: string, resetKeys?: boolean,
   *   onReset?: (userId: string) => unknown}} [dialogue] what may have to be asked, shown or told:
   *   `onReset` that somebody's keys were reset, which must be shown loudly
   */
  async logIn(email, passphrase, dialogue = {}) {
    const secret = (typed) => this.#secret(email, typed);
    const issued = await this.#pool.logIn(email, await secret(passphrase), dialogue.secondFactor);
    const now = this.#now;
    const account = new Account(this.#pool, secret, issued, now);
    const { userId, tokens } = account;
    const service = new Service(this.#url, tokens);
    const store =
      this.#vault === 'direct'
        ? new DirectVault(this.#deployment, tokens, now)
        : new ServiceVault(service, tokens);
    const device = this.#device;
    const onReset = dialogue.onReset ?? (() => {});
    const directory = new Directory({ service, device, userId, onReset, now });
    const keyring = new Keyring({ userId, store, directory, device, now });
    if (dialogue.resetKeys) await keyring.reset(passphrase, dialogue.keepRecoveryCode);
    else await keyring.open(passphrase, dialogue);
    return new Session({ account, service, tokens, keyring, directory, device, now });
  }
}
