package org.sealward.platform;

import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.convert.ConversionService;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All settings of the service: {@code SEALWARD_X_Y} in the environment, or {@code sealward.x.y} in
 * the file that {@code SEALWARD_CONFIG} names. What is wrong with them is said all at once, before
 * anything starts; the records that features read them into check the rest.
 */
public final class Settings {
  /** The variable that names a file with settings. */
  public static final String FILE = "SEALWARD_CONFIG";

  private static final String PREFIX = "SEALWARD_";

  /** What stands in the same environment and is no setting: of the command line, of tests. */
  private static final Set<String> OTHERS =
      Set.of(FILE, "SEALWARD_SERVICE", "SEALWARD_HOME", "SEALWARD_REQUIRE");

  /** Forms of values. */
  private enum Form {
    TEXT("some text", value -> !value.isBlank()),
    NUMBER("a whole number", value -> value.matches("-?\\d{1,9}")),
    SIZE("a size such as 256MB", value -> value.matches("(?i)\\d{1,18}([KMG]B)?")),
    DURATION(
        "a duration such as 30s",
        value -> ConversionService.SHARED.convert(value, Duration.class).isPresent()),
    ADDRESS("a URI", Form::isUri),
    LEVEL("one of error, warn, info, debug", value -> value.matches("error|warn|info|debug"));

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // the predicates above have no state
    private final Predicate<String> matches;

    Form(String words, Predicate<String> matches) {
      this.words = words;
      this.matches = matches;
    }

    private static boolean isUri(String value) {
      try {
        return URI.create(value).isAbsolute();
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
  }

  private record Setting(Form form, boolean required) {}

  private static final Map<String, Setting> KNOWN = new TreeMap<>();

  static {
    required(
        Form.TEXT,
        "DB_URL",
        "DB_USER",
        "COGNITO_REGION",
        "COGNITO_USER_POOL_ID",
        "COGNITO_CLIENT_ID",
        "COGNITO_IDENTITY_POOL_ID",
        "KEY_VAULT_TABLE",
        "KEY_VAULT_KEY",
        "PUBLIC_BUNDLES_TABLE",
        "PUBLIC_BUNDLES_KEY");
    required(Form.ADDRESS, "COGNITO_ISSUER", "COGNITO_JWKS_URI");
    optional(
        Form.TEXT,
        "HOST",
        "DB_PASSWORD",
        "DB_MIGRATION_USER",
        "DB_MIGRATION_PASSWORD",
        "OBJECTS_FOLDER",
        "OBJECTS_BUCKET",
        "OBJECTS_KEY",
        "OBJECTS_REGION",
        "PUSH_SECRET",
        "KEY_VAULT_CANARY_USERNAME",
        "KEY_VAULT_CANARY_PASSWORD",
        "KEY_LOG_ORIGIN",
        "KEY_LOG_KEY",
        "AUDIT_LOG_ORIGIN",
        "AUDIT_LOG_KEY",
        "WITNESS_ADDRESSES",
        "DECRYPTION_SIGNING_KEY",
        "SECURITY_EXPIRES",
        "AVAILABILITY_PROBERS",
        "AVAILABILITY_CONTRACTS",
        "STATUS_CONTRACT",
        "STATUS_SECRET",
        "ALERTS_WEBHOOK_SECRET",
        "ALERTS_MAIL",
        "MAIL_USER",
        "MAIL_PASSWORD",
        "MAIL_FROM");
    optional(
        Form.NUMBER,
        "PORT",
        "MANAGEMENT_PORT",
        "DB_CONNECTIONS",
        "WITNESS_QUORUM",
        "DECRYPTION_CONCURRENT");
    optional(Form.SIZE, "OBJECTS_KEEP_FREE", "IMAGES_MAX_LENGTH");
    optional(Form.DURATION, "IMAGES_UPLOAD_LIFETIME", "IMAGES_UNCLAIMED_LIFETIME");
    optional(
        Form.ADDRESS,
        "AWS_ENDPOINT",
        "PUSH_WEBHOOK",
        "SECURITY_CONTACT",
        "STATUS_ADDRESS",
        "ALERTS_WEBHOOK",
        "ALERTS_SLACK",
        "MAIL_SMTP");
    optional(
        Form.NUMBER,
        "LIMITS_USER_REQUESTS",
        "LIMITS_ADDRESS_REQUESTS",
        "LIMITS_ADDRESS_SOCKETS",
        "LIMITS_SOCKET_FRAMES",
        "LIMITS_ADDRESS_CONNECTIONS");
    optional(Form.SIZE, "LIMITS_UPLOAD_BYTES");
    optional(Form.DURATION, "LIMITS_HEAD_TIME", "LIMITS_BODY_TIME", "PUSH_INTERVAL");
    optional(Form.TEXT, "LIMITS_TRUSTED_PROXIES");
    optional(Form.LEVEL, "LOG_LEVEL");
  }

  private Settings() {}

  private static void required(Form form, String... names) {
    add(new Setting(form, true), names);
  }

  private static void optional(Form form, String... names) {
    add(new Setting(form, false), names);
  }

  private static void add(Setting setting, String... names) {
    for (String name : names) {
      KNOWN.put(PREFIX + name, setting);
    }
  }

  /** As environment variables. */
  static SortedSet<String> names() {
    return new TreeSet<>(KNOWN.keySet());
  }

  /**
   * A sentence for each that is missing, of the wrong form, or unknown; no sentence has a value.
   */
  public static List<String> faults(Environment environment) {
    List<String> faults = new ArrayList<>();
    SortedMap<String, String> given = given(environment);
    KNOWN.forEach(
        (name, setting) -> {
          Optional<String> value =
              environment.getProperty(given.getOrDefault(name, propertyOf(name)), String.class);
          if (value.isEmpty() || value.get().isBlank()) {
            if (setting.required) {
              faults.add(name + " is not set.");
            }
          } else if (!setting.form.matches.test(value.get())) {
            faults.add(name + " is not " + setting.form.words + ".");
          }
        });
    for (String name : given.keySet()) {
      if (!KNOWN.containsKey(name) && !OTHERS.contains(name)) {
        faults.add(name + " is not a setting of this version.");
      }
    }
    return faults;
  }

  /** The variables, each with the property that has its value. */
  private static SortedMap<String, String> given(Environment environment) {
    SortedMap<String, String> given = new TreeMap<>();
    for (PropertySource source : environment.getPropertySources()) {
      for (String key : source) {
        String name = variable(key);
        if (name.startsWith(PREFIX)) {
          String usual = propertyOf(name);
          // Which of its underscores are hyphens, only the keys tell.
          given.merge(
              name,
              key.equals(name) ? usual : key,
              (known, other) -> known.equals(usual) ? other : known);
        }
      }
    }
    return given;
  }

  private static String propertyOf(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  static String variable(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
