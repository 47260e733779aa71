package org.sealward.platform;

import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what somebody has to change so that the service can start. */
public final class StartFailure {
  /** EX_CONFIG of sysexits.h: starting again without a change is of no use. */
  public static final int EXIT_CODE = 78;

  private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);
  private static final String DOCUMENTED = " All settings are described in docs/operations.md.";

  /** How Micronaut speaks of a property that a record of ours, or one of its own, is made of. */
  private static final Pattern PROPERTY =
      Pattern.compile("Error resolving property value \\[([\\w.-]+)]\\. (Property doesn't exist)?");

  /** How it speaks of a constraint on a component of such a record. */
  private static final Pattern CONSTRAINT =
      Pattern.compile(
          "\\t[\\w.$]+\\.(\\w+) - ([^\\n]+)\\n.*ConfigurationProperties\\(\"(sealward[\\w.-]*)\"\\)",
          Pattern.DOTALL);

  /** Micronaut's own properties that application.yml fills from a variable of ours. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "micronaut.server.host", "SEALWARD_HOST",
          "micronaut.server.port", "SEALWARD_PORT");

  private StartFailure() {}

  /** Settings that are wrong, a sentence each. */
  public static ConfigurationException of(List<String> faults) {
    return new ConfigurationException(String.join(" ", faults));
  }

  /**
   * Logs a bad or missing setting without the framework's path to it and without its value, and
   * anything else with its stack trace.
   *
   * @return the exit code
   */
  public static int explain(Throwable failure) {
    Optional<String> reason = reason(failure);
    if (reason.isPresent()) {
      LOG.error("Sealward cannot start. {}", reason.get());
      return EXIT_CODE;
    }
    LOG.error("Sealward cannot start.", failure);
    return 1;
  }

  static Optional<String> reason(Throwable failure) {
    Optional<String> reason = Optional.empty();
    for (Throwable link = failure; link != null; link = link.getCause()) {
      String message = link.getMessage() == null ? "" : link.getMessage();
      Matcher property = PROPERTY.matcher(message);
      if (property.find()) {
        return Optional.of(
            variable(property.group(1))
                + (property.group(2) == null ? " has a value of the wrong form." : " is not set.")
                + DOCUMENTED);
      }
      Matcher constraint = CONSTRAINT.matcher(message);
      if (constraint.find()) {
        String component = constraint.group(1).replaceAll("(?=[A-Z])", "-");
        return Optional.of(
            sentence(variable(constraint.group(3) + "." + component) + " " + constraint.group(2))
                + DOCUMENTED);
      }
      if (link instanceof ConfigurationException) {
        reason = Optional.of(sentence(message) + DOCUMENTED);
      }
      if (link instanceof ServerStartupException) {
        reason =
            Optional.of(
                "It cannot listen there: check SEALWARD_HOST, SEALWARD_PORT and"
                    + " SEALWARD_MANAGEMENT_PORT. "
                    + message);
      }
    }
    return reason;
  }

  private static String sentence(String message) {
    String first = message.lines().findFirst().orElse("").strip();
    return first.endsWith(".") ? first : first + ".";
  }

  private static String variable(String property) {
    return VARIABLES.getOrDefault(property, Settings.variable(property));
  }
}
