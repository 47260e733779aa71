package org.sealward.servicelevel;

/**
 * A time for which the provider of the service does not answer, if the contract has such a cause.
 *
 * @param evidence the id of what shows it
 */
public record Exclusion(Interval interval, Cause cause, String evidence) {
  /** Why it is excluded. */
  public enum Cause {
    /** The hosting provider was out. */
    HOSTING_PROVIDER,
    /** Maintenance that was told beforehand. */
    PLANNED_MAINTENANCE
  }
}
