package org.sealward.decryption;

import java.io.InputStream;
import java.io.OutputStream;

/** A thread of this process that is taken for a process. */
final class ThreadProcess extends Process {
  private final Thread thread;

  ThreadProcess(Runnable work) {
    thread = Thread.ofPlatform().daemon().name("worker").start(work);
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    thread.join();
    return 0;
  }

  @Override
  public int exitValue() {
    if (thread.isAlive()) {
      throw new IllegalThreadStateException("it goes on");
    }
    return 0;
  }

  /** It ends by itself once its socket is closed. */
  @Override
  public void destroy() {}
}
