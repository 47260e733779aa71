package org.sealward.local.aws.policy;

/** What the policies say. Each names the statement that settled it, where there is one. */
public sealed interface Decision {
  boolean allowed();

  record Allowed(String statement) implements Decision {
    @Override
    public boolean allowed() {
      return true;
    }
  }

  record ExplicitlyDenied(String statement) implements Decision {
    @Override
    public boolean allowed() {
      return false;
    }
  }

  record ImplicitlyDenied() implements Decision {
    @Override
    public boolean allowed() {
      return false;
    }
  }
}
