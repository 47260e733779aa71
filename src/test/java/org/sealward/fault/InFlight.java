package org.sealward.fault;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Requests on their way, by which a test tells whether a kill has interrupted any. */
final class InFlight {
  private final Set<Request> open = ConcurrentHashMap.newKeySet();

  /** One attempt; to be closed when it has ended. */
  final class Request implements AutoCloseable {
    private volatile boolean answered;
    private volatile boolean ended;

    /** It got what it asked for. */
    void answered() {
      answered = true;
    }

    @Override
    public void close() {
      ended = true;
      open.remove(this);
    }
  }

  Request begin() {
    Request request = new Request();
    open.add(request);
    return request;
  }

  Set<Request> now() {
    return Set.copyOf(open);
  }

  /** Waits for the end of these; how many of them came to nothing. */
  static long interrupted(Set<Request> requests) {
    Await.until("the end of requests", () -> requests.stream().allMatch(request -> request.ended));
    return requests.stream().filter(request -> !request.answered).count();
  }
}
