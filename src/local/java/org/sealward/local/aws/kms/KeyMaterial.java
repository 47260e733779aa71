package org.sealward.local.aws.kms;

/** What a key does its work with. */
sealed interface KeyMaterial permits MasterKey, SigningKey {
  String id();

  /** KMS's name of the kind of key. */
  String spec();

  /** What KMS lets it be used for. */
  String usage();
}
