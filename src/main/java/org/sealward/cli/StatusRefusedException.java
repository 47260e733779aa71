package org.sealward.cli;

import java.io.IOException;

/** The service answers, and with no status: it is there, whatever it says. */
final class StatusRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  StatusRefusedException(String message) {
    super(message);
  }
}
