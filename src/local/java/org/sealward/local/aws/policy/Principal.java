package org.sealward.local.aws.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who asks: a role session.
 *
 * @param roleArn {@code arn:aws:iam::account:role/name}, the value of {@code aws:PrincipalArn}
 * @param sessionArn {@code arn:aws:sts::account:assumed-role/name/session}
 * @param context condition keys that the session brings along
 */
public record Principal(String roleArn, String sessionArn, Map<String, List<String>> context) {
  public Principal {
    Map<String, List<String>> all = new LinkedHashMap<>(context);
    all.put("aws:PrincipalArn", List.of(roleArn));
    context = Map.copyOf(all);
  }

  String accountRootArn() {
    return "arn:aws:iam::" + roleArn.split(":", -1)[4] + ":root";
  }
}
