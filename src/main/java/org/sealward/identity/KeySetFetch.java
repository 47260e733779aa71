package org.sealward.identity;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a JWKS within a bound that holds for all of it, however slowly it comes. */
final class KeySetFetch extends DefaultResourceRetriever {
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final int LARGEST = 64 * 1024;

  private volatile boolean failing;

  KeySetFetch() {
    super((int) BOUND.toMillis(), (int) BOUND.toMillis(), LARGEST);
  }

  /** Whether the last fetch came to nothing. */
  boolean failing() {
    return failing;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      Resource keySet = fetch(url);
      failing = false;
      return keySet;
    } catch (IOException e) {
      failing = true;
      throw e;
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
