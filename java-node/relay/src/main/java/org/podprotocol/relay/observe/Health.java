package org.podprotocol.relay.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The state of each part of the relay, asked for when somebody wants to know it. */
public final class Health {

  /** What a part is doing. */
  public enum State {
    INITIALIZING,
    READY,
    /** Not able to work now; may come back. */
    NOT_READY,
    /** Will not come back without a restart. */
    FAILED,
    SHUTTING_DOWN
  }

  /**
   * @param detail why, or "ok"
   */
  public record Part(State state, String detail) {
    public static final Part OK = new Part(State.READY, "ok");

    public static Part notReady(String detail) {
      return new Part(State.NOT_READY, detail);
    }
  }

  private final Map<String, Supplier<Part>> parts = new ConcurrentHashMap<>();
  private volatile State process = State.INITIALIZING;

  /** Adds a part, or changes how its state is found. */
  public void part(String name, Supplier<Part> state) {
    parts.put(name, state);
  }

  public void process(State state) {
    process = state;
  }

  public State process() {
    return process;
  }

  /** The state of one part. */
  public Part part(String name) {
    Supplier<Part> state = parts.get(name);
    return state == null ? Part.notReady("not begun") : state.get();
  }

  /** The state of each part, by name. */
  public Map<String, Part> parts() {
    var states = new LinkedHashMap<String, Part>();
    parts.keySet().stream().sorted().forEach(name -> states.put(name, parts.get(name).get()));
    return states;
  }

  /** Whether the relay does all its work. */
  public boolean ready() {
    return process == State.READY
        && parts().values().stream().allMatch(part -> part.state() == State.READY);
  }

  /** Whether a restart would not help. */
  public boolean alive() {
    return parts().values().stream().noneMatch(part -> part.state() == State.FAILED);
  }
}
