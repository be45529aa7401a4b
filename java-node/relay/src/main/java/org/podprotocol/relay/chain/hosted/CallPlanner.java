package org.podprotocol.relay.chain.hosted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.relay.chain.AgentTerms;
import org.podprotocol.relay.chain.PodProgram;
import org.podprotocol.relay.chain.hosted.Operation.RegisterAgent;

/**
 * Turns operations into instructions: registrations of like terms share one, all others have one
 * each.
 */
final class CallPlanner {

  /** The program's MAX_BATCH_SIZE. */
  private static final int MAX_BATCH = 12;

  private static final int REGISTER_UNITS = 8_000;
  private static final int SINGLE_UNITS = 20_000;

  private final PodProgram program;
  private final PublicKey hostingKey;

  CallPlanner(PodProgram program, PublicKey hostingKey) {
    this.program = program;
    this.hostingKey = hostingKey;
  }

  /** What registrations must agree in to share an instruction. */
  private record Terms(PublicKey signer, long capabilities) {}

  /** Two members for one address are never in one call; the later goes into a call of its own. */
  List<Call> plan(List<Member> members) {
    var calls = new ArrayList<Call>();
    var byTerms = new LinkedHashMap<Terms, List<Member>>();
    for (Member member : members) {
      switch (member.operation()) {
        case RegisterAgent agent ->
            byTerms.computeIfAbsent(terms(agent), terms -> new ArrayList<>()).add(member);
        case Operation.UpdateAgent update ->
            calls.add(
                single(
                    member,
                    update.agent(),
                    program.updateAgent(hostingKey, update.agent(), update.capabilities())));
        case Operation.RotateSigner rotation ->
            calls.add(
                single(
                    member,
                    rotation.agent(),
                    program.rotateSigner(hostingKey, rotation.agent(), rotation.signer())));
        case Operation.SendMessage message ->
            calls.add(
                single(
                    member,
                    program.message(message.sender(), message.nonce()),
                    program.sendText(
                        hostingKey,
                        message.sender(),
                        message.recipient(),
                        message.nonce(),
                        message.text())));
        case Operation.CreateChannel channel ->
            calls.add(
                single(
                    member,
                    program.channel(channel.creator(), channel.name()),
                    program.createChannel(
                        hostingKey,
                        channel.creator(),
                        channel.name(),
                        channel.open(),
                        channel.memberLimit())));
      }
    }
    for (Map.Entry<Terms, List<Member>> group : byTerms.entrySet()) {
      planRegistrations(group.getKey(), group.getValue(), calls);
    }
    return calls;
  }

  private static Call single(Member member, PublicKey address, TransactionInstruction instruction) {
    return new Call(instruction, List.of(member), List.of(address), SINGLE_UNITS);
  }

  private Terms terms(RegisterAgent agent) {
    return new Terms(agent.signer() == null ? hostingKey : agent.signer(), agent.capabilities());
  }

  private void planRegistrations(Terms terms, List<Member> members, List<Call> calls) {
    var batch = new ArrayList<Member>();
    Set<String> names = new LinkedHashSet<>();
    for (Member member : members) {
      String name = ((RegisterAgent) member.operation()).name();
      if (names.contains(name) || batch.size() == MAX_BATCH) {
        calls.add(registration(terms, batch));
        batch.clear();
        names.clear();
      }
      batch.add(member);
      names.add(name);
    }
    if (!batch.isEmpty()) {
      calls.add(registration(terms, batch));
    }
  }

  private Call registration(Terms terms, List<Member> members) {
    List<String> names =
        members.stream().map(member -> ((RegisterAgent) member.operation()).name()).toList();
    List<PublicKey> addresses =
        names.stream().map(name -> program.agent(hostingKey, name)).toList();
    TransactionInstruction instruction =
        names.size() == 1
            ? program.registerAgent(
                hostingKey,
                new AgentTerms(names.getFirst(), terms.signer, terms.capabilities, true))
            : program.registerAgents(hostingKey, terms.signer, terms.capabilities, true, names);
    return new Call(instruction, members, addresses, REGISTER_UNITS * members.size());
  }
}
