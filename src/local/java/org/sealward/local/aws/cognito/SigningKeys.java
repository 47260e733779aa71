package org.sealward.local.aws.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.JsonObject;

/** The pool's RSA keys: the newest signs, all are published, so older tokens stay valid. */
public final class SigningKeys {
  private static final String RECORD = "signing-keys";
  private static final int KEY_BITS = 2048;

  private final RecordFolder records;
  private final Clock clock;
  private List<RSAKey> keys = List.of();

  public SigningKeys(RecordFolder records, Clock clock) {
    this.records = records;
    this.clock = clock;
    List<RSAKey> stored = new ArrayList<>();
    for (JsonObject key : records.get(RECORD).orElse(JsonObject.EMPTY).objects("keys")) {
      stored.add(parse(key));
    }
    keys = List.copyOf(stored);
    if (keys.isEmpty()) {
      rotate();
    }
  }

  /** Adds a key that signs from now on. */
  public synchronized void rotate() {
    List<RSAKey> rotated = new ArrayList<>(keys);
    try {
      rotated.add(
          new RSAKeyGenerator(KEY_BITS)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .issueTime(java.util.Date.from(clock.instant()))
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    List<JsonObject> stored = new ArrayList<>();
    for (RSAKey key : rotated) {
      stored.add(JsonObject.parse(key.toJSONString()));
    }
    records.put(RECORD, JsonObject.of("keys", stored));
    keys = List.copyOf(rotated);
  }

  synchronized RSAKey current() {
    return keys.getLast();
  }

  synchronized Optional<RSAKey> byId(String keyId) {
    return keys.stream().filter(key -> key.getKeyID().equals(keyId)).findFirst();
  }

  /** The JWKS document: public halves only. */
  public synchronized JsonObject published() {
    List<JsonObject> published = new ArrayList<>();
    for (RSAKey key : keys) {
      RSAKey shown = key.toPublicJWK();
      published.add(
          JsonObject.of("kty", "RSA")
              .with("alg", "RS256")
              .with("use", "sig")
              .with("kid", shown.getKeyID())
              .with("n", shown.getModulus().toString())
              .with("e", shown.getPublicExponent().toString()));
    }
    return JsonObject.of("keys", published);
  }

  private static RSAKey parse(JsonObject key) {
    try {
      return JWK.parse(new String(key.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .toRSAKey();
    } catch (ParseException e) {
      throw new IllegalStateException("a stored signing key is damaged", e);
    }
  }
}
