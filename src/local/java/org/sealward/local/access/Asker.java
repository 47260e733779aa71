package org.sealward.local.access;

import java.util.Locale;

/** Who asks; the columns of the table, in its order. */
enum Asker {
  /** The signed-in user whose item it is. */
  OWNER,
  /** Another signed-in user, with an item of the own. */
  OTHER,
  /** Somebody with an identity of the pool who has not signed in. */
  GUEST,
  /** The running service. */
  SERVICE,
  /** Somebody who operates it. */
  OPERATOR,
  /** Whoever may do everything in the account, by AWS's policy AdministratorAccess. */
  ADMINISTRATOR;

  /** Comes from the identity pool, by the trust policy of the owners' role. */
  boolean federated() {
    return this == OWNER || this == OTHER || this == GUEST;
  }

  /** As in the table. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
