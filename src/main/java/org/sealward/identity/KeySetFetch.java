package org.sealward.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a JWKS within a bound that holds for all of it, however slowly it comes. */
final class KeySetFetch extends DefaultResourceRetriever {
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final int LARGEST = 64 * 1024;

  private volatile double keys = Double.NaN;

  KeySetFetch() {
    super((int) BOUND.toMillis(), (int) BOUND.toMillis(), LARGEST);
  }

  /** How many keys the last fetch brought: 0 when it failed, not a number before the first. */
  double keys() {
    return keys;
  }

  /** Whether the last fetch came to nothing. */
  boolean failing() {
    return keys == 0;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      Resource keySet = fetch(url);
      keys = count(keySet.getContent());
      return keySet;
    } catch (IOException e) {
      keys = 0;
      throw e;
    }
  }

  private static int count(String keySet) {
    try {
      return JWKSet.parse(keySet).size();
    } catch (ParseException _) {
      return 0;
    }
  }

  private Resource fetch(URL url) throws IOException {
    var fetch = new FutureTask<>(() -> super.retrieveResource(url));
    // A virtual thread: interrupting it closes the connection.
    Thread.startVirtualThread(fetch);
    try {
      return fetch.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("no key set", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      fetch.cancel(true);
    }
  }
}
