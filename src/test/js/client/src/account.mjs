// One login: its tokens, kept fresh, and what Cognito does for it.
import { LoginError } from './errors.mjs';
import { isWeak } from './protocol/passphrase.mjs';
import { turns } from './turns.mjs';

const EARLY_MILLIS = 30_000;

export class Account {
  #pool;
  #secret;
  #tokens;
  #now;
  #turns = turns();

  /**
   * @param {import('./cognito/user-pool.mjs').UserPool} pool
   * @param {(passphrase: string) => Promise<string>} secret what the pool knows as the password
   */
  constructor(pool, secret, tokens, now) {
    this.#pool = pool;
    this.#secret = secret;
    this.#tokens = tokens;
    this.#now = now;
  }

  get userId() {
    return this.#tokens.userId;
  }

  /** Current tokens; fetches fresh ones shortly before they expire. */
  tokens = () =>
    this.#turns('tokens', async () => {
      if (this.#tokens.expiresAt - this.#now() < EARLY_MILLIS) {
        this.#tokens = await this.#pool.refresh(this.#tokens);
      }
      return this.#tokens;
    });

  /** Fresh tokens at once: with the groups of now, for instance. */
  renew() {
    return this.#turns('tokens', async () => {
      this.#tokens = await this.#pool.refresh(this.#tokens);
    });
  }

  async changePassphrase(keyring, previous, next) {
    if (isWeak(next)) throw new LoginError('weak-passphrase');
    const [before, after] = [await this.#secret(previous), await this.#secret(next)];
    await keyring.changePassphrase(previous, next, async () =>
      this.#pool.changePassword(await this.tokens(), before, after));
  }

  async enrolSecondFactor() {
    return this.#pool.enrolSecondFactor(await this.tokens());
  }

  async confirmSecondFactor(code) {
    await this.#pool.confirmSecondFactor(await this.tokens(), code);
  }

  logOut() {
    return this.#pool.logOut(this.#tokens);
  }
}
