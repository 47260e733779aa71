package org.sealward.local.aws.policy;

import java.util.Locale;
import java.util.Map;

/**
 * The condition keys that the gate can fill, and nothing else. Names are compared without regard to
 * case, except what follows {@code kms:EncryptionContext:}.
 */
public final class ConditionKey {
  private static final String ENCRYPTION_CONTEXT = "kms:encryptioncontext:";

  public enum Multiplicity {
    SINGLE,
    MULTIPLE
  }

  private static final Map<String, Multiplicity> KNOWN =
      Map.ofEntries(
          Map.entry("aws:principalarn", Multiplicity.SINGLE),
          Map.entry("aws:requestedregion", Multiplicity.SINGLE),
          Map.entry("cognito-identity.amazonaws.com:sub", Multiplicity.SINGLE),
          Map.entry("cognito-identity.amazonaws.com:aud", Multiplicity.SINGLE),
          Map.entry("cognito-identity.amazonaws.com:amr", Multiplicity.MULTIPLE),
          Map.entry("dynamodb:leadingkeys", Multiplicity.MULTIPLE),
          Map.entry("dynamodb:enclosingoperation", Multiplicity.SINGLE),
          Map.entry("kms:calleraccount", Multiplicity.SINGLE),
          Map.entry("kms:encryptioncontextkeys", Multiplicity.MULTIPLE),
          Map.entry("kms:viaservice", Multiplicity.SINGLE));

  private ConditionKey() {}

  /** The form in which request contexts hold the key. */
  static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(ENCRYPTION_CONTEXT)
        ? ENCRYPTION_CONTEXT + name.substring(ENCRYPTION_CONTEXT.length())
        : lower;
  }

  /**
   * Whether a request has one value of the key or a list.
   *
   * @throws PolicyException when the gate does not know the key
   */
  public static Multiplicity multiplicity(String name) {
    String canonical = canonical(name);
    if (canonical.startsWith(ENCRYPTION_CONTEXT)
        && canonical.length() > ENCRYPTION_CONTEXT.length()) {
      return Multiplicity.SINGLE;
    }
    Multiplicity known = KNOWN.get(canonical);
    if (known == null) {
      throw new PolicyException("condition key is not known here: " + name);
    }
    return known;
  }
}
