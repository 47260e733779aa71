package org.sealward.local.aws.cognito;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sealward.local.aws.cognito.Srp.Verifier;
import org.sealward.local.aws.wire.JsonObject;

/**
 * A user of the pool.
 *
 * @param sub a UUID; also the user name inside Cognito, since people sign in by e-mail
 * @param email lower-case
 * @param password salt and verifier, never the password
 * @param confirmation the code of sign-up; absent once confirmed
 * @param reset the code of a password reset under way
 */
record User(
    String sub,
    String email,
    boolean confirmed,
    Verifier password,
    Set<String> groups,
    SecondFactor secondFactor,
    Optional<PendingCode> confirmation,
    Optional<PendingCode> reset,
    Instant createdAt,
    Instant modifiedAt) {
  User {
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
  }

  static User signedUp(String sub, String email, Verifier password, Instant at) {
    return new User(
        sub,
        email,
        false,
        password,
        Set.of(),
        SecondFactor.NONE,
        Optional.empty(),
        Optional.empty(),
        at,
        at);
  }

  boolean asksSecondFactor() {
    return secondFactor.verified() && secondFactor.enabled();
  }

  User confirmedNow() {
    return new User(
        sub,
        email,
        true,
        password,
        groups,
        secondFactor,
        Optional.empty(),
        reset,
        createdAt,
        modifiedAt);
  }

  /** With another password; a reset under way is over. */
  User withPassword(Verifier other) {
    return new User(
        sub,
        email,
        confirmed,
        other,
        groups,
        secondFactor,
        confirmation,
        Optional.empty(),
        createdAt,
        modifiedAt);
  }

  User withGroups(Set<String> other) {
    return new User(
        sub,
        email,
        confirmed,
        password,
        other,
        secondFactor,
        confirmation,
        reset,
        createdAt,
        modifiedAt);
  }

  User withSecondFactor(SecondFactor factor) {
    return new User(
        sub,
        email,
        confirmed,
        password,
        groups,
        factor,
        confirmation,
        reset,
        createdAt,
        modifiedAt);
  }

  User withConfirmation(PendingCode code) {
    return new User(
        sub,
        email,
        confirmed,
        password,
        groups,
        secondFactor,
        Optional.of(code),
        reset,
        createdAt,
        modifiedAt);
  }

  User withReset(PendingCode code) {
    return new User(
        sub,
        email,
        confirmed,
        password,
        groups,
        secondFactor,
        confirmation,
        Optional.of(code),
        createdAt,
        modifiedAt);
  }

  User modified(Instant at) {
    return new User(
        sub, email, confirmed, password, groups, secondFactor, confirmation, reset, createdAt, at);
  }

  JsonObject toJson() {
    return JsonObject.of("sub", sub)
        .with("email", email)
        .with("confirmed", confirmed)
        .with("salt", password.salt().toString(16))
        .with("verifier", password.verifier().toString(16))
        .with("groups", groups)
        .with("secondFactor", secondFactor.toJson())
        .withOptional("confirmation", confirmation.map(PendingCode::toJson))
        .withOptional("reset", reset.map(PendingCode::toJson))
        .with("createdAt", createdAt.toEpochMilli())
        .with("modifiedAt", modifiedAt.toEpochMilli());
  }

  static User fromJson(JsonObject json) {
    return new User(
        json.text("sub"),
        json.text("email"),
        json.flag("confirmed"),
        new Verifier(
            new BigInteger(json.text("salt"), 16), new BigInteger(json.text("verifier"), 16)),
        Set.copyOf(json.texts("groups")),
        SecondFactor.fromJson(json.object("secondFactor")),
        PendingCode.fromJson(json.findObject("confirmation")),
        PendingCode.fromJson(json.findObject("reset")),
        Instant.ofEpochMilli(json.number("createdAt")),
        Instant.ofEpochMilli(json.number("modifiedAt")));
  }
}
