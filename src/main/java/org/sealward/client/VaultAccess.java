package org.sealward.client;

/** How a client reaches the user's sealed keys. */
public enum VaultAccess {
  /**
   * With the user's own AWS credentials, straight from this device: the service is not asked and
   * sees nothing.
   */
  DIRECT,
  /**
   * Through the service, which uses the user's own credentials for the moment of the call: for
   * devices that reach nothing but the service.
   */
  THROUGH_SERVICE
}
