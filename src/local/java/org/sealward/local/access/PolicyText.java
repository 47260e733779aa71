package org.sealward.local.access;

import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.PolicyDocument.Kind;

/** A policy as it is deployed. */
record PolicyText(String name, Kind kind, String json) {
  PolicyDocument document() {
    return PolicyDocument.parse(name, kind, json);
  }
}
