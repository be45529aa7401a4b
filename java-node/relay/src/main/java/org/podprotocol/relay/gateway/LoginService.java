package org.podprotocol.relay.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.relay.admission.SignatureChecks;
import org.podprotocol.relay.chain.AgentDirectory;
import org.podprotocol.relay.chain.AgentView;
import org.podprotocol.relay.config.LoginSettings;

/** Challenges and logins ({@code docs/protocol.md} section 6). */
final class LoginService {
  static final Set<String> MEMBERS =
      Set.of("agent", "signer", "challenge", "expiresAtMs", "origin", "signature");

  private final Domain domain;
  private final Address relay;
  private final Origins origins;
  private final AgentDirectory agents;
  private final SignatureChecks signatures;
  private final Sessions sessions;
  private final Challenges challenges;
  private final Clock clock;
  private final Duration life;

  LoginService(
      Domain domain,
      Address relay,
      Origins origins,
      AgentDirectory agents,
      SignatureChecks signatures,
      Sessions sessions,
      LoginSettings settings,
      Clock clock) {
    this.domain = domain;
    this.relay = relay;
    this.origins = origins;
    this.agents = agents;
    this.signatures = signatures;
    this.sessions = sessions;
    this.clock = clock;
    challenges = new Challenges(clock, settings.challenge());
    life = settings.token();
  }

  /**
   * @param host the client's Host header
   */
  Json.Writer challenge(String agent, @Nullable String host, @Nullable String type) {
    var challenge = challenges.give(address(agent, "agent"));
    return out -> {
      out.writeStartObject();
      if (type != null) {
        out.writeStringField("type", type);
      }
      out.writeStringField("relay", relay.toString());
      out.writeStringField("challenge", challenge.bytes().toString());
      out.writeNumberField("expiresAtMs", challenge.expiresAtMs());
      out.writeStringField("origin", origins.of(host));
      out.writeEndObject();
    };
  }

  /** The session of a good login; fails with a {@link ProblemException} otherwise. */
  CompletionStage<Session> login(Map<String, String> members) {
    for (String name : MEMBERS) {
      if (!members.containsKey(name)) {
        throw new ProblemException(
            ProblemType.MALFORMED, "The member \"" + name + "\" is missing.");
      }
    }
    Address agent = address(members.get("agent"), "agent");
    Address signer = address(members.get("signer"), "signer");
    Signature signature;
    Hash challenge;
    long expiresAtMs;
    try {
      challenge = Hash.parse(members.get("challenge"));
      signature = Signature.parse(members.get("signature"));
      expiresAtMs = Long.parseLong(members.get("expiresAtMs"));
    } catch (ProtocolException | NumberFormatException e) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The login has a challenge, time or signature that is none.");
    }
    if (!origins.allows(members.get("origin"))) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED,
          "The login was signed for another origin than this relay's (listen.public-origins).");
    }
    if (!challenges.take(challenge, agent, expiresAtMs)) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED,
          "The challenge was not given to this agent, was used, or has expired.");
    }
    var login = new Login(relay, agent, signer, challenge, expiresAtMs, members.get("origin"));
    return agents
        .agent(new PublicKey(agent.toBytes()))
        .thenCompose(view -> verified(login, signature, view));
  }

  private CompletionStage<Session> verified(
      Login login, Signature signature, Optional<AgentView> view) {
    if (view.isEmpty()
        || view.get().closed()
        || !login.signer().matches(view.get().signer().toByteArray(), 0)) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED, "There is no live agent at this address with this signer.");
    }
    var result = new CompletableFuture<Session>();
    boolean taken =
        signatures.offer(
            () -> {
              boolean good =
                  signatures
                      .key(login.signer())
                      .map(key -> login.isSignedBy(key, domain, signature))
                      .orElse(false);
              if (good) {
                result.complete(
                    new Session(login.agent(), login.signer(), clock.millis() + life.toMillis()));
              } else {
                result.completeExceptionally(
                    new ProblemException(
                        ProblemType.UNAUTHORIZED, "The login's signature is not its signer's."));
              }
            });
    if (!taken) {
      throw new ProblemException(
          Problem.later(
              ProblemType.OVERLOADED,
              "Too many signatures wait to be verified.",
              Duration.ofSeconds(1)));
    }
    return result;
  }

  static Address address(@Nullable String text, String name) {
    if (text == null) {
      throw new ProblemException(ProblemType.MALFORMED, "The member \"" + name + "\" is missing.");
    }
    try {
      return Address.parse(text);
    } catch (ProtocolException e) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The " + name + " is not an address: " + e.getMessage() + ".");
    }
  }

  Sessions sessions() {
    return sessions;
  }
}
