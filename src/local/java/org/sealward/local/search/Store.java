package org.sealward.local.search;

/** A place where a server keeps things: a database, a folder, a table service. */
public interface Store {
  /** As people call it, the same in findings and in {@link Needle#expectedIn}. */
  String name();

  /**
   * Shows everything in it to the probe. What cannot be read goes to {@link Probe#unread}, and the
   * search of the rest goes on.
   */
  void search(Probe probe);
}
