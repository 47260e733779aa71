package org.sealward.local.aws.wire;

/**
 * An error that a caller sees as AWS would send it: {@code type} becomes {@code __type} and {@code
 * x-amzn-ErrorType}, from which the SDKs choose their exception class.
 */
public final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final int status;

  public AwsException(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  public AwsException(String type, String message) {
    this(400, type, message);
  }

  public static AwsException accessDenied(String message) {
    return new AwsException("AccessDeniedException", message);
  }

  public static AwsException notAuthorized(String message) {
    return new AwsException("NotAuthorizedException", message);
  }

  public static AwsException invalidParameter(String message) {
    return new AwsException("InvalidParameterException", message);
  }

  public static AwsException validation(String message) {
    return new AwsException("ValidationException", message);
  }

  public static AwsException serialization(String message) {
    return new AwsException("SerializationException", message);
  }

  public static AwsException unknownOperation(String operation) {
    return new AwsException("UnknownOperationException", "Unknown operation: " + operation);
  }

  public String type() {
    return type;
  }

  public int status() {
    return status;
  }

  public String text() {
    String message = getMessage();
    return message == null ? type : message;
  }
}
