package org.podprotocol.solana.endpoint;

import java.util.Map;

/**
 * How much an endpoint's provider lets us do: a token bucket with a weight for each method.
 *
 * @param perSecond tokens that come back each second
 * @param burst tokens that can be saved up
 * @param weights tokens of a call by method name; 1 where nothing is said
 */
public record RateBudget(double perSecond, double burst, Map<String, Integer> weights) {

  /** Checks that the rates are positive and no single call exceeds the burst. */
  public RateBudget {
    if (!(perSecond > 0) || !(burst >= 1)) {
      throw new IllegalArgumentException("a budget needs a positive rate and a burst of 1 or more");
    }
    weights = Map.copyOf(weights);
    for (Map.Entry<String, Integer> weight : weights.entrySet()) {
      if (weight.getValue() < 0 || weight.getValue() > burst) {
        throw new IllegalArgumentException(
            "the weight of " + weight.getKey() + " exceeds the burst");
      }
    }
  }

  /**
   * So many calls a second, with a second's worth saved up; scans of whole programs count as ten
   * calls.
   */
  public static RateBudget perSecond(double calls) {
    double burst = Math.max(10, calls);
    return new RateBudget(calls, burst, Map.of("getProgramAccounts", 10));
  }

  int weight(String method) {
    return weights.getOrDefault(method, 1);
  }
}
