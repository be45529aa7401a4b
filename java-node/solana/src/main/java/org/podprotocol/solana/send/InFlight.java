package org.podprotocol.solana.send;

import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.transaction.Transaction;

/** A signed transaction on its way. Touched on the sender's event loop only. */
final class InFlight {

  final Transaction transaction;
  final Signature id;
  final Lifetime lifetime;
  final Commitment target;
  final boolean preflight;
  final int ownInstructions;
  final Submission submission;
  final long begunNanos = System.nanoTime();

  Runnable unwatch = () -> {};

  /** Waiting in the send queue or being sent. */
  boolean sending;

  /** A call was made that may have reached a node. */
  boolean maybeDelivered;

  /** A node has taken it. */
  boolean accepted;

  /** The last poll found it in a block. */
  boolean seen;

  boolean ended;
  boolean watched;
  int failures;

  /** Calls that carried it. */
  int sends;

  /** When a node first took it; 0: none has. */
  long acceptedNanos;

  long nextSendNanos = begunNanos;

  InFlight(Prepared.Signed signed, Commitment target, Submission submission) {
    this.transaction = signed.transaction();
    this.id = signed.transaction().id();
    this.lifetime = signed.lifetime();
    this.target = target;
    this.preflight = signed.preflight();
    this.ownInstructions = signed.ownInstructions();
    this.submission = submission;
  }
}
