package org.podprotocol.solana.rpc;

/** Kinds of calls whose health is kept apart: a node can be good at one and bad at another. */
public enum MethodClass {
  /** Reads of accounts, blocks and statuses. */
  READ,
  /** Simulation of transactions. */
  SIMULATE,
  /** Sending of transactions. */
  SEND
}
