package org.sealward.api;

/** What texts for the status page are made of: they go into pages, feeds and headers of mails. */
final class StatusText {
  /** One line. */
  static final String LINE = "[^\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]{1,200}";

  /** Lines. */
  static final String TEXT = "[^\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f]{1,4000}";

  static final String COMPONENT = "site|sign-in|connection|messages|images|assisted-decryption";

  private StatusText() {}
}
