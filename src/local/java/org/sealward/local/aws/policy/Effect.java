package org.sealward.local.aws.policy;

enum Effect {
  ALLOW,
  DENY
}
