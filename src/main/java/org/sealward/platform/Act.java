package org.sealward.platform;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something security-relevant that is done, for {@link Unit#record}. Ids alone: no names, no
 * content.
 *
 * @param actor who does it; null is the service itself
 * @param institution that it is about; null is the actor's
 * @param subject whose data it is about, a patient
 * @param target whom else it concerns, such as the recipient of a grant
 * @param object what it is done to
 * @param number such as the version that is published, by kind; 0 when there is none
 */
public record Act(
    Kind kind,
    @Nullable UUID actor,
    @Nullable UUID institution,
    @Nullable UUID subject,
    @Nullable UUID target,
    @Nullable UUID object,
    long number) {

  /** What is recorded; protocol §18.3 says which fields each has. */
  public enum Kind {
    SESSION_BEGUN,
    BUNDLE_PUBLISHED,
    VAULT_READ,
    VAULT_WRITE,
    INSTITUTION_REGISTERED,
    INVITATION_MADE,
    INVITATION_ACCEPTED,
    SPECIALIST_CONFIRMED,
    INSTITUTION_KEY_PUBLISHED,
    SPECIALIST_ATTESTED,
    RETENTION_SET,
    ASSISTED_DECRYPTION_SET,
    AUDIT_EXPORTED,
    CONNECTION_REQUESTED,
    CONNECTION_ACCEPTED,
    CONNECTION_DECLINED,
    CONNECTION_ENDED,
    CONVERSATION_BEGUN,
    MEMBERS_CHANGED,
    MEMBER_LEFT,
    IMAGE_GRANTED,
    GRANT_REVOKED,
    WRAP_FETCHED,
    IMAGE_DECRYPTED,
    LEGAL_HOLD_SET,
    LEGAL_HOLD_LIFTED,
    AVAILABILITY_EXCLUDED,
    EXCLUSION_WITHDRAWN,
    STATUS_POSTED,
    STATUS_INCIDENT_OPENED,
    STATUS_MAINTENANCE_ANNOUNCED,
    STATUS_WITHDRAWN,
    STATUS_WEBHOOK_ADDED,
    STATUS_WEBHOOK_REMOVED,
    MESSAGES_ERASED,
    IMAGE_ERASED,
    ACCOUNT_ERASED;

    /** As it stands in records, such as {@code image-granted}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public static Act of(Kind kind, @Nullable UUID actor) {
    return new Act(kind, actor, null, null, null, null, 0);
  }

  public Act atInstitution(UUID id) {
    return new Act(kind, actor, id, subject, target, object, number);
  }

  public Act aboutSubject(UUID id) {
    return new Act(kind, actor, institution, id, target, object, number);
  }

  public Act withTarget(UUID id) {
    return new Act(kind, actor, institution, subject, id, object, number);
  }

  public Act onObject(UUID id) {
    return new Act(kind, actor, institution, subject, target, id, number);
  }

  public Act numbered(long value) {
    return new Act(kind, actor, institution, subject, target, object, value);
  }
}
