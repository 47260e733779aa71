// Protocol §17.2: the calls to Cognito that belong to an account.
import { fromBase64, fromUtf8 } from '../protocol/bytes.mjs';
import { LoginError, NotPossible } from '../errors.mjs';
import { call } from './aws-json.mjs';
import { exchange } from './srp.mjs';

/** @typedef {{access: string, id: string, refresh: string, expiresAt: number, userId: string}} Tokens */

const REASONS = {
  NotAuthorizedException: 'wrong-credentials',
  UserNotFoundException: 'wrong-credentials',
  UserNotConfirmedException: 'not-confirmed',
  UsernameExistsException: 'already-registered',
  CodeMismatchException: 'wrong-code',
  EnableSoftwareTokenMFAException: 'wrong-code',
  ExpiredCodeException: 'wrong-code',
  LimitExceededException: 'too-many-attempts',
  TooManyFailedAttemptsException: 'too-many-attempts',
  TooManyRequestsException: 'too-many-attempts',
};

/** Claims of a token of one's own; nobody needs to verify those. */
function claims(token) {
  const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(fromUtf8(fromBase64(payload)));
}

function toTokens({ AccessToken, IdToken, RefreshToken }, refresh) {
  const { sub, exp } = claims(AccessToken);
  return { access: AccessToken, id: IdToken, refresh: RefreshToken ?? refresh, expiresAt: exp * 1000, userId: sub };
}

export class UserPool {
  #deployment;
  #endpoint;
  #now;

  constructor(deployment, now) {
    this.#deployment = deployment;
    this.#endpoint = deployment.awsEndpoint ?? `https://cognito-idp.${deployment.region}.amazonaws.com`;
    this.#now = now;
  }

  get id() {
    return this.#deployment.userPoolId;
  }

  async #call(operation, body) {
    try {
      const target = `AWSCognitoIdentityProviderService.${operation}`;
      return await call(this.#endpoint, target, '1.1', JSON.stringify(body));
    } catch (error) {
      const reason = REASONS[error.code];
      throw reason ? new LoginError(reason) : error;
    }
  }

  #withClient(operation, body) {
    return this.#call(operation, { ClientId: this.#deployment.clientId, ...body });
  }

  signUp(email, secret) {
    const UserAttributes = [{ Name: 'email', Value: email }];
    return this.#withClient('SignUp', { Username: email, Password: secret, UserAttributes });
  }

  confirm(email, code) {
    return this.#withClient('ConfirmSignUp', { Username: email, ConfirmationCode: code });
  }

  sendCodeAgain(email) {
    return this.#withClient('ResendConfirmationCode', { Username: email });
  }

  requestReset(email) {
    return this.#withClient('ForgotPassword', { Username: email });
  }

  reset(email, code, secret) {
    const body = { Username: email, ConfirmationCode: code, Password: secret };
    return this.#withClient('ConfirmForgotPassword', body);
  }

  /**
   * @param {(() => Promise<string>) | undefined} secondFactor asked for the code of an authenticator
   * @returns {Promise<Tokens>}
   */
  async logIn(email, secret, secondFactor) {
    const srp = exchange(this.id);
    const begun = await this.#withClient('InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email, SRP_A: srp.publicValue },
    });
    const { ChallengeParameters, Session } = begun;
    const answered = await this.#withClient('RespondToAuthChallenge', {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: srp.answer(ChallengeParameters, secret, this.#now()),
      Session,
    });
    return toTokens(
      answered.AuthenticationResult ??
        (await this.#secondFactor(answered, ChallengeParameters.USER_ID_FOR_SRP, secondFactor)),
    );
  }

  async #secondFactor({ ChallengeName, Session }, user, secondFactor) {
    if (ChallengeName !== 'SOFTWARE_TOKEN_MFA') throw new NotPossible(`challenge ${ChallengeName}`);
    if (!secondFactor) throw new LoginError('second-factor-required');
    const done = await this.#withClient('RespondToAuthChallenge', {
      ChallengeName,
      ChallengeResponses: { USERNAME: user, SOFTWARE_TOKEN_MFA_CODE: await secondFactor() },
      Session,
    });
    return done.AuthenticationResult;
  }

  /** @returns {Promise<Tokens>} */
  async refresh({ refresh }) {
    try {
      const { AuthenticationResult } = await this.#withClient('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refresh },
      });
      return toTokens(AuthenticationResult, refresh);
    } catch (error) {
      throw error.reason === 'wrong-credentials' ? new LoginError('session-ended') : error;
    }
  }

  changePassword({ access }, previous, next) {
    const body = { AccessToken: access, PreviousPassword: previous, ProposedPassword: next };
    return this.#call('ChangePassword', body);
  }

  /** The key for an authenticator app, in base 32; in force once {@link confirmSecondFactor} was called. */
  async enrolSecondFactor({ access }) {
    return (await this.#call('AssociateSoftwareToken', { AccessToken: access })).SecretCode;
  }

  async confirmSecondFactor({ access }, code) {
    await this.#call('VerifySoftwareToken', { AccessToken: access, UserCode: code });
    await this.#call('SetUserMFAPreference', {
      AccessToken: access,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
  }

  logOut({ refresh }) {
    return this.#withClient('RevokeToken', { Token: refresh });
  }
}
