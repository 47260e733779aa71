/** The service said no: a problem of RFC 9457. */
export class ServiceProblem extends Error {
  /** @param {{type?: string, title?: string, status: number, detail?: string}} problem */
  constructor({ type = 'about:blank', title = 'The request failed', status, detail }) {
    super(detail ? `${title}: ${detail}` : title);
    this.name = 'ServiceProblem';
    /** The last part of the problem's type, such as `conversation-not-found`. */
    this.problem = type.replace(/^urn:sealward:problem:/, '');
    this.status = status;
  }
}

/** Why a login, or what belongs to it, did not succeed. */
export class LoginError extends Error {
  /**
   * @param {'wrong-credentials' | 'wrong-code' | 'not-confirmed' | 'already-registered' |
   *   'weak-passphrase' | 'session-ended' | 'second-factor-required' | 'too-many-attempts' | 'keys-not-opened' |
   *   'keys-not-stored'} reason
   */
  constructor(reason) {
    super(reason);
    this.name = 'LoginError';
    this.reason = reason;
  }
}

/** What cannot be done, by the rules or by what is there. */
export class NotPossible extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.name = 'NotPossible';
    this.reason = reason;
  }
}
