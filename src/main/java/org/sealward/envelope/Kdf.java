package org.sealward.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** Argon2id (RFC 9106) and HKDF-SHA256 (RFC 5869) as the protocol uses them. */
final class Kdf {
  private static final byte[] LOGIN_PREFIX = Bytes.utf8("Sw1!").shared();

  private Kdf() {}

  /** 32 bytes of Argon2id version 1.3, without secret and associated data. */
  static SecretBytes argon2id(SecretBytes password, Bytes salt, Argon2Parameters parameters) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
            .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(parameters.memoryKib())
            .withIterations(parameters.passes())
            .withParallelism(parameters.lanes())
            .withSalt(salt.shared())
            .build());
    return password.lend(
        p -> {
          byte[] out = new byte[Suite.KEY];
          argon2.generateBytes(p, out);
          return SecretBytes.adopt(out);
        });
  }

  /** 32 bytes of HKDF-SHA256; an empty salt means 32 zeros, as RFC 5869 says. */
  static SecretBytes expand(SecretBytes input, Bytes salt, Bytes info) {
    return input.lend(
        ikm -> {
          try {
            HKDFParameterSpec spec =
                HKDFParameterSpec.ofExtract()
                    .addIKM(ikm)
                    .addSalt(salt.shared())
                    .thenExpand(info.shared(), Suite.KEY);
            return SecretBytes.adopt(KDF.getInstance("HKDF-SHA256").deriveData(spec));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has HKDF-SHA256", e);
          }
        });
  }

  /** 16 bytes that differ by deployment and user, though anybody can compute them. */
  static Bytes loginSalt(String poolId, String email) {
    Bytes input =
        Pae.labelled("login-salt").text(poolId).text(email.toLowerCase(Locale.ROOT)).encode();
    return Hash.of(input).slice(0, 16);
  }

  /** {@code Sw1!} and base64url: the prefix meets every password policy that Cognito can have. */
  static SecretBytes loginText(byte[] secret) {
    byte[] base64 = Base64.getUrlEncoder().withoutPadding().encode(secret);
    byte[] text = Arrays.copyOf(LOGIN_PREFIX, LOGIN_PREFIX.length + base64.length);
    System.arraycopy(base64, 0, text, LOGIN_PREFIX.length, base64.length);
    Arrays.fill(base64, (byte) 0);
    return SecretBytes.adopt(text);
  }
}
