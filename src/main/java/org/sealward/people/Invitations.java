package org.sealward.people;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.sealward.api.Affiliation;
import org.sealward.api.Invitation;
import org.sealward.envelope.Bytes;
import org.sealward.identity.Accounts;
import org.sealward.identity.Affiliations;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Act;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/**
 * One-time codes that bring specialists and admins to an institution. Accepting one as a specialist
 * only asks; an admin confirms. An admin's code comes from the operator or from another admin and
 * counts at once.
 */
@Singleton
class Invitations {
  private static final Duration LIFETIME = Duration.ofDays(14);

  /** Crockford's base 32: no letter that looks like another. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int CODE_LENGTH = 26;

  private final InvitationRepository rows;
  private final Affiliations affiliations;
  private final Accounts accounts;
  private final Transactions transactions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Invitations(
      InvitationRepository rows,
      Affiliations affiliations,
      Accounts accounts,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.affiliations = affiliations;
    this.accounts = accounts;
    this.transactions = transactions;
    this.clock = clock;
  }

  Invitation invite(Caller inviter, UUID institutionId, Role role) {
    String code = newCode();
    var row =
        new InvitationRow(
            UUID.randomUUID(),
            institutionId,
            role.group(),
            hash(code),
            inviter.userId(),
            clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.MILLIS),
            null,
            null);
    transactions.write(
        unit -> {
          rows.save(row);
          return unit.record(
              Act.of(Act.Kind.INVITATION_MADE, inviter.userId())
                  .atInstitution(institutionId)
                  .onObject(row.id())
                  .numbered(number(role)));
        });
    return new Invitation(row.id(), institutionId, row.role(), code, row.expiresAt());
  }

  /**
   * @throws Problem {@link PeopleProblem#INVITATION_NOT_VALID}, the same for an unknown, a used and
   *     an expired code
   */
  Affiliation accept(Caller caller, String code) {
    return accounts.write(
        caller.userId(),
        unit -> {
          if (rows.take(hash(code), caller.userId(), clock.instant()) == 0) {
            throw new Problem(
                PeopleProblem.INVITATION_NOT_VALID, "Ask the institution for a new invitation.");
          }
          InvitationRow row = rows.findByCodeHash(hash(code)).orElseThrow();
          boolean admin = row.role().equals(Role.INSTITUTION_ADMIN.group());
          Role role = admin ? Role.INSTITUTION_ADMIN : Role.SPECIALIST;
          unit.record(
              Act.of(Act.Kind.INVITATION_ACCEPTED, caller.userId())
                  .atInstitution(row.institutionId())
                  .onObject(row.id())
                  .numbered(number(role)));
          return affiliations.add(unit, caller.userId(), row.institutionId(), role, admin);
        });
  }

  /** Of a role, in audit records (protocol §18.3). */
  private static int number(Role role) {
    return role == Role.INSTITUTION_ADMIN ? 2 : 1;
  }

  private String newCode() {
    return random
        .ints(CODE_LENGTH, 0, ALPHABET.length())
        .collect(
            StringBuilder::new, (code, i) -> code.append(ALPHABET.charAt(i)), StringBuilder::append)
        .toString();
  }

  private static Bytes hash(String code) {
    try {
      String canonical = code.strip().toUpperCase(Locale.ROOT);
      return Bytes.of(
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
