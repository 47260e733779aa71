/** What was refused, and why: `failure` is a class of protocol §13. Never carries content or keys. */
export class Refused extends Error {
  /**
   * @param {string} failure
   * @param {string} [message]
   */
  constructor(failure, message = failure) {
    super(message);
    this.name = 'Refused';
    this.failure = failure;
  }
}

/**
 * @param {unknown} condition
 * @param {string} failure
 * @param {string} [message]
 * @returns {asserts condition}
 */
export function require(condition, failure, message) {
  if (!condition) throw new Refused(failure, message);
}
