package org.sealward.local.aws.cognito;

import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.AwsException;

/** All users, in memory and durably on disk; a change is durable before it is seen. */
final class Users {
  private final Clock clock;
  private final RecordFolder records;
  private final Map<String, User> bySub = new HashMap<>();
  private final Map<String, String> subByEmail = new HashMap<>();

  Users(Clock clock, RecordFolder records) {
    this.clock = clock;
    this.records = records;
    for (String sub : records.names()) {
      records.get(sub).map(User::fromJson).ifPresent(this::index);
    }
  }

  static String normalized(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /** By sub or e-mail, as Cognito takes either for a user name. */
  synchronized Optional<User> find(String nameOrEmail) {
    User direct = bySub.get(nameOrEmail);
    if (direct != null) {
      return Optional.of(direct);
    }
    return Optional.ofNullable(subByEmail.get(normalized(nameOrEmail))).map(bySub::get);
  }

  /**
   * @throws AwsException {@code UsernameExistsException}
   */
  synchronized void add(User user) {
    if (subByEmail.containsKey(user.email())) {
      throw new AwsException(
          "UsernameExistsException", "An account with the given email already exists.");
    }
    records.put(user.sub(), user.toJson());
    index(user);
  }

  /** Changes a user if it still exists. */
  synchronized Optional<User> update(String sub, UnaryOperator<User> change) {
    User user = bySub.get(sub);
    if (user == null) {
      return Optional.empty();
    }
    User changed = change.apply(user).modified(clock.instant());
    records.put(sub, changed.toJson());
    bySub.put(sub, changed);
    return Optional.of(changed);
  }

  synchronized void remove(User user) {
    records.delete(user.sub());
    bySub.remove(user.sub());
    subByEmail.remove(user.email());
  }

  private void index(User user) {
    bySub.put(user.sub(), user);
    subByEmail.put(user.email(), user.sub());
  }
}
