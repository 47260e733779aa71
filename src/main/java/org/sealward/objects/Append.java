package org.sealward.objects;

import java.io.IOException;

/** How an append ended. Each outcome carries the object's durable length, in bytes. */
public sealed interface Append {

  long length();

  /** The source ended, or the limit was reached. */
  record Stored(long length) implements Append {}

  /** The source failed; what it had yielded before is kept. */
  record Broken(long length, IOException cause) implements Append {}

  /** The object has another length than the caller thought, or soon had; nothing was stored. */
  record WrongOffset(long length) implements Append {}
}
