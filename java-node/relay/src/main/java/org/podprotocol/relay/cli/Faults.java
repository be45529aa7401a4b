package org.podprotocol.relay.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.podprotocol.client.ProofException;
import org.podprotocol.client.ReceiptException;
import org.podprotocol.client.chain.ChainException;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.relay.chain.ChainSetupException;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.solana.deploy.DeploymentException;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.TransportException;

/** Turns what a library threw into what {@code pod} says. */
final class Faults {
  private Faults() {}

  static CommandFault of(Throwable failure) {
    return switch (failure) {
      case CommandFault fault -> fault;
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ChainUnavailableException chain -> CommandFault.unreachable(message(chain));
      case ChainSetupException setup -> CommandFault.refused("chain-setup", message(setup));
      case TransportException transport -> CommandFault.unreachable(message(transport));
      case ProblemException refused ->
          CommandFault.refused(refused.problem().code(), refused.problem().detail());
      case ProofException unproven -> CommandFault.notVerified(message(unproven));
      case ReceiptException broken -> CommandFault.notVerified(message(broken));
      case DeploymentException refused -> CommandFault.refused("refused", message(refused));
      case ChainException refused -> CommandFault.refused("refused", message(refused));
      case TimeoutException timeout -> CommandFault.unreachable("no answer in time");
      case HttpTimeoutException timeout -> CommandFault.unreachable("no answer in time");
      case ConnectException nobody ->
          CommandFault.unreachable("nobody answers at the relay's or the chain's address");
      case RpcErrorException refused -> CommandFault.refused("refused", message(refused));
      case NoSuchFileException file -> CommandFault.failed("there is no file " + file.getMessage());
      case FileNotFoundException file -> CommandFault.failed(message(file));
      case FileAlreadyExistsException file ->
          CommandFault.failed(file.getMessage() + " exists already and is left as it is");
      case IOException io -> CommandFault.failed(message(io));
      case IllegalArgumentException argument -> CommandFault.usage(message(argument));
      default -> CommandFault.failed(message(failure));
    };
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
