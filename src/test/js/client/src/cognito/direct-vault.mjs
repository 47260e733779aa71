// Protocol §5.5 and §17.3: the sealed private bundle in DynamoDB, reached without the service.
import { NotPossible } from '../errors.mjs';
import { fromBase64, fromUtf8, randomBytes, toBase64, utf8, wipe } from '../protocol/bytes.mjs';
import { lock, unlock, vaultItemData } from '../protocol/items.mjs';
import { parseStrict } from '../protocol/json.mjs';
import { sealedPrivateBundle } from '../protocol/shapes.mjs';
import { call, headers } from './aws-json.mjs';
import { sign } from './sigv4.mjs';

export class DirectVault {
  #deployment;
  #tokens;
  #now;

  /** @param {() => Promise<import('./user-pool.mjs').Tokens>} tokens */
  constructor(deployment, tokens, now) {
    this.#deployment = deployment;
    this.#tokens = tokens;
    this.#now = now;
  }

  /** @returns {Promise<object | undefined>} */
  async get() {
    const owner = await this.#owner();
    const { Item } = await this.#dynamo(owner, 'GetItem', {
      Key: { identityId: { S: owner.identityId } },
      ConsistentRead: true,
    });
    if (!Item?.ciphertext) return undefined;
    const { Plaintext } = await this.#kms(owner, 'Decrypt', {
      CiphertextBlob: Item.encryptedDataKey.B,
    });
    const dataKey = fromBase64(Plaintext);
    const data = vaultItemData(owner.identityId, Number(Item.revision.N));
    const text = await unlock(dataKey, fromBase64(Item.nonce.B), data, fromBase64(Item.ciphertext.B));
    wipe(dataKey);
    return sealedPrivateBundle(parseStrict(fromUtf8(text)));
  }

  async put(sealed) {
    const owner = await this.#owner();
    const { Plaintext, CiphertextBlob } = await this.#kms(owner, 'GenerateDataKey', {
      KeySpec: 'AES_256',
    });
    const dataKey = fromBase64(Plaintext);
    const nonce = randomBytes(12);
    const data = vaultItemData(owner.identityId, sealed.revision);
    const ciphertext = await lock(dataKey, nonce, data, utf8(JSON.stringify(sealed)));
    wipe(dataKey);
    const revision = { N: String(sealed.revision) };
    try {
      await this.#dynamo(owner, 'PutItem', {
        Item: {
          identityId: { S: owner.identityId },
          revision,
          encryptedDataKey: { B: CiphertextBlob },
          nonce: { B: toBase64(nonce) },
          ciphertext: { B: toBase64(ciphertext) },
        },
        ConditionExpression: 'attribute_not_exists(revision) OR revision < :revision',
        ExpressionAttributeValues: { ':revision': revision },
      });
    } catch (error) {
      throw error.code === 'ConditionalCheckFailedException'
        ? new NotPossible('revision-conflict')
        : error;
    }
  }

  /** The identity of the login, and credentials that reach its item alone. */
  async #owner() {
    const { identityPoolId, issuer } = this.#deployment;
    const Logins = { [issuer.replace(/^https?:\/\//, '')]: (await this.#tokens()).id };
    const endpoint = this.#endpoint('cognito-identity');
    const ask = (operation, body) =>
      call(endpoint, `AWSCognitoIdentityService.${operation}`, '1.1', JSON.stringify({ ...body, Logins }));
    const { IdentityId } = await ask('GetId', { IdentityPoolId: identityPoolId });
    const { Credentials } = await ask('GetCredentialsForIdentity', { IdentityId });
    return {
      identityId: IdentityId,
      credentials: {
        accessKeyId: Credentials.AccessKeyId,
        secretKey: Credentials.SecretKey,
        sessionToken: Credentials.SessionToken,
      },
    };
  }

  #dynamo(owner, operation, body) {
    const table = { TableName: this.#deployment.privateBundleTable };
    return this.#signed(owner, 'dynamodb', `DynamoDB_20120810.${operation}`, '1.0', { ...table, ...body });
  }

  #kms(owner, operation, body) {
    const key = {
      KeyId: this.#deployment.privateBundleKey,
      EncryptionContext: { identityId: owner.identityId },
    };
    return this.#signed(owner, 'kms', `TrentService.${operation}`, '1.1', { ...key, ...body });
  }

  #signed({ credentials }, service, target, version, body) {
    const endpoint = this.#endpoint(service);
    const request = {
      endpoint,
      region: this.#deployment.region,
      service,
      headers: headers(target, version),
      body: JSON.stringify(body),
    };
    return call(endpoint, target, version, request.body, sign(credentials, request, this.#now()));
  }

  #endpoint(service) {
    const { awsEndpoint, region } = this.#deployment;
    return awsEndpoint ?? `https://${service}.${region}.amazonaws.com`;
  }
}
