package org.sealward.local.aws.policy;

import java.util.List;
import java.util.Locale;

/** IAM's wildcards: {@code *} for any run of characters, {@code ?} for one. */
final class Wildcard {
  private static final int ARN_PARTS = 6;

  private Wildcard() {}

  static boolean matchesAction(String pattern, String action) {
    return matches(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT));
  }

  /** Each of an ARN's six colon-separated parts on its own, so that a wildcard spans one part. */
  static boolean matchesArn(String pattern, String arn) {
    if (pattern.equals("*")) {
      return true;
    }
    List<String> patterns = List.of(pattern.split(":", ARN_PARTS));
    List<String> parts = List.of(arn.split(":", ARN_PARTS));
    if (patterns.size() != ARN_PARTS || parts.size() != ARN_PARTS) {
      return false;
    }
    for (int i = 0; i < ARN_PARTS; i++) {
      if (!matches(patterns.get(i), parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Greedy matching with one point of return, linear in practice and without recursion. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length()
          && pattern.charAt(p) != '*'
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
