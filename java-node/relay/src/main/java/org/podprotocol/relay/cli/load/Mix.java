package org.podprotocol.relay.cli.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which part of the load is of which operation, spread evenly: {@code relay=90,channel=8,large=2}.
 */
public final class Mix {
  private static final int MOST = 1000;

  private final Map<Operation, Integer> weights;
  private final List<Operation> round;

  private Mix(Map<Operation, Integer> weights) {
    this.weights = Collections.unmodifiableMap(weights);
    round = spread(weights);
  }

  /**
   * Reads the form above.
   *
   * @throws IllegalArgumentException if the text is no mix
   */
  public static Mix parse(String text) {
    Map<Operation, Integer> weights = new EnumMap<>(Operation.class);
    int sum = 0;
    for (String part : text.split(",", -1)) {
      String[] sides = part.strip().split("=", -1);
      if (sides.length != 2 || !sides[1].matches("[0-9]{1,4}")) {
        throw new IllegalArgumentException(
            "\"" + part + "\" is no part of a mix; relay=90,channel=8,large=2 is one");
      }
      int weight = Integer.parseInt(sides[1]);
      sum += weight;
      if (weights.put(operation(sides[0]), weight) != null) {
        throw new IllegalArgumentException("\"" + sides[0] + "\" is in the mix twice");
      }
    }
    if (sum == 0 || sum > MOST) {
      throw new IllegalArgumentException("the parts of a mix add up to 1 to " + MOST);
    }
    return new Mix(weights);
  }

  private static Operation operation(String name) {
    for (Operation operation : Operation.values()) {
      if (operation.text().equals(name)) {
        return operation;
      }
    }
    String known =
        java.util.Arrays.stream(Operation.values())
            .map(Operation::text)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "there is no operation \"" + name.toLowerCase(Locale.ROOT) + "\"; there are " + known);
  }

  /** One round, in which each operation is as far from its like as its share allows. */
  private static List<Operation> spread(Map<Operation, Integer> weights) {
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    Map<Operation, Integer> credit = new EnumMap<>(Operation.class);
    List<Operation> round = new ArrayList<>(sum);
    for (int i = 0; i < sum; i++) {
      weights.forEach((operation, weight) -> credit.merge(operation, weight, Integer::sum));
      Operation next = Collections.max(credit.entrySet(), Map.Entry.comparingByValue()).getKey();
      credit.merge(next, -sum, Integer::sum);
      round.add(next);
    }
    return List.copyOf(round);
  }

  /** The operation of this number, from 0. */
  Operation of(int number) {
    return round.get(number % round.size());
  }

  boolean has(Operation operation) {
    return weights.getOrDefault(operation, 0) > 0;
  }

  @Override
  public String toString() {
    return weights.entrySet().stream()
        .map(part -> part.getKey().text() + "=" + part.getValue())
        .collect(Collectors.joining(","));
  }
}
