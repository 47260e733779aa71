package org.sealward.fuzz;

import org.sealward.api.ClientFrame;

/** Frames that the service reads from a WebSocket. */
public final class ClientFrameTarget implements Target {
  private final Target frames = new JsonTarget(ClientFrame.class);

  @Override
  public void accept(byte[] input) throws Exception {
    frames.accept(input);
  }
}
