package org.sealward.client;

import java.io.IOException;
import java.util.Map;
import org.sealward.api.ClientFrame;
import org.sealward.client.internal.http.Json;
import org.sealward.client.internal.live.Positions;
import org.sealward.envelope.Bytes;

/** Keeps the positions of the live stream on the device. */
final class LivePositions {
  private final Context context;

  LivePositions(Context context) {
    this.context = context;
  }

  Positions load() {
    return Positions.of(
        context
            .device()
            .get(key())
            .map(LivePositions::decode)
            .orElseGet(() -> new ClientFrame.Resume(null, Map.of())));
  }

  void store(Positions positions) {
    context.device().put(key(), Bytes.of(Json.write(positions.resume())));
  }

  private static ClientFrame.Resume decode(Bytes json) {
    try {
      return Json.read(json.toArray(), ClientFrame.Resume.class);
    } catch (IOException e) {
      throw new IllegalStateException("the device store holds something that is no positions", e);
    }
  }

  private String key() {
    return context.userId() + ".positions";
  }
}
