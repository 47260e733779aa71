package org.sealward.envelope;

/** What a member may do to the membership; lower-case text on the wire (protocol §6.1). */
public enum MemberRole {
  ADMIN("admin"),
  MEMBER("member");

  private final String wire;

  MemberRole(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static MemberRole fromWire(String wire) {
    return switch (wire) {
      case "admin" -> ADMIN;
      case "member" -> MEMBER;
      default -> throw InvalidEnvelopeException.malformed("unknown member role");
    };
  }
}
