package org.sealward.fuzz;

/**
 * One parser, or a few of a kind, with what must hold for every input. A refusal that the parser's
 * documentation names is caught inside; whatever is thrown is a finding. Has a constructor without
 * parameters, which prepares what takes long.
 */
@FunctionalInterface
public interface Target {
  void accept(byte[] input) throws Exception;
}
