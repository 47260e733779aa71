package org.sealward.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.EnvelopeException;
import org.sealward.json.JsonText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong and what to do about it, and picks the exit code. */
final class Failures implements IExecutionExceptionHandler {
  /** The service, the network or a file refused. */
  static final int FAILED = 1;

  /** The command was not given as it must be. */
  static final int USAGE = 2;

  /** Something was not what it claims to be: a person has to look. */
  static final int NOT_TRUSTED = 3;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    boolean json =
        parsed.expandedArgs().contains("--json") || parsed.originalArgs().contains("--json");
    String type = type(failure);
    String hint = hint(failure);
    if (json) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("error", type);
      shown.put("detail", detail(failure));
      shown.put("hint", hint.isEmpty() ? null : hint);
      command.getErr().println(JsonText.of(shown));
    } else {
      command.getErr().println(Output.printable(detail(failure)));
      if (!hint.isEmpty()) {
        command.getErr().println(hint);
      }
    }
    return code(failure);
  }

  private static int code(Exception failure) {
    return switch (failure) {
      case UsageException _ -> USAGE;
      case UntrustedKeyException _, LogException _, EnvelopeException _ -> NOT_TRUSTED;
      default -> FAILED;
    };
  }

  private static String type(Exception failure) {
    return switch (failure) {
      case SealwardException e -> e.type().toString();
      case EnvelopeException e -> "urn:sealward:envelope:" + e.failure();
      case UsageException _ -> "urn:sealward:cli:usage";
      case IOException _ -> "urn:sealward:cli:file";
      default -> "urn:sealward:cli:failure";
    };
  }

  private static String detail(Exception failure) {
    String message = failure.getMessage();
    return switch (failure) {
      case SealwardException _, EnvelopeException _, UsageException _ -> String.valueOf(message);
      case IOException _ -> failure.getClass().getSimpleName() + ": " + message;
      default -> failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    };
  }

  private static String hint(Exception failure) {
    return switch (failure) {
      case LoginException e ->
          switch (e.reason()) {
            case NOT_CONFIRMED -> "Enter the code from the e-mail: ./sealward confirm E-MAIL CODE";
            case SESSION_ENDED -> "Log in: ./sealward login E-MAIL";
            case SECOND_FACTOR_REQUIRED -> "Give the code of the authenticator app: --code DIGITS";
            case ALREADY_REGISTERED -> "Log in instead: ./sealward login E-MAIL";
            default -> "";
          };
      case VaultException e ->
          e.reason() == VaultException.Reason.WRONG_PASSPHRASE
              ? "The passphrase was reset. Log in on a terminal, which asks for the earlier one or"
                  + " for the recovery code."
              : "";
      case LogException e ->
          e.evidence()
              .map(
                  text ->
                      "STOP. The service has signed things about people's keys that cannot all be"
                          + " true.\nThis device does not go on. Show others what proves it:\n"
                          + text)
              .orElse("");
      case UntrustedKeyException e ->
          "STOP. The keys of "
              + e.userId()
              + " changed without a signature of the earlier ones.\n"
              + "Either they lost their keys and began anew, or somebody stands in between.\n"
              + "Ask the person by telephone for the fingerprint of their keys. If it is\n  "
              + e.presented().base64Url()
              + "\nthen: ./sealward keys "
              + e.userId()
              + " --trust "
              + e.presented().base64Url();
      case UnreachableException _ -> "Is the service running, and --service right?";
      default -> "";
    };
  }
}
