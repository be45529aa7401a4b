package org.podprotocol.relay.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request by method and path; {@code *} in a pattern stands for any one
 * segment.
 */
final class Router {
  private final List<Entry> entries = new ArrayList<>();
  private boolean stream;
  private @Nullable AdminHost liveState;

  Router on(String method, String pattern, String name, Route route) {
    entries.add(new Entry(method, List.of(pattern.substring(1).split("/")), name, route));
    return this;
  }

  /** Lets WebSockets in. */
  Router withStream() {
    stream = true;
    return this;
  }

  /** Lets the state be followed at /admin/live, after this check. */
  Router withLiveState(AdminHost check) {
    liveState = check;
    return this;
  }

  /** What has to be checked before the state may be followed; null: it may not. */
  @Nullable AdminHost liveState() {
    return liveState;
  }

  boolean hasStream() {
    return stream;
  }

  /** The route; for a path with other methods, and for an unknown one, a route that says so. */
  Found find(String method, List<String> path) {
    var allowed = new TreeSet<String>();
    for (Entry entry : entries) {
      if (matches(entry.pattern, path)) {
        if (entry.method.equals(method) || (method.equals("HEAD") && entry.method.equals("GET"))) {
          return new Found(entry.name, entry.route);
        }
        allowed.add(entry.method);
      }
    }
    if (allowed.isEmpty()) {
      return new Found(
          "none",
          request -> {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address.");
          });
    }
    String allow = String.join(", ", allowed);
    return new Found(
        "none",
        request ->
            java.util.concurrent.CompletableFuture.completedFuture(
                Response.of(
                        Problem.of(ProblemType.METHOD_NOT_ALLOWED, "Allowed here: " + allow + "."))
                    .with(Map.of("Allow", allow))));
  }

  /** Methods and patterns, in order. */
  Map<String, List<String>> patterns() {
    var patterns = new LinkedHashMap<String, List<String>>();
    for (Entry entry : entries) {
      patterns
          .computeIfAbsent("/" + String.join("/", entry.pattern), p -> new ArrayList<>())
          .add(entry.method);
    }
    return patterns;
  }

  private static boolean matches(List<String> pattern, List<String> path) {
    boolean open = pattern.getLast().equals("**");
    int fixed = open ? pattern.size() - 1 : pattern.size();
    if (open ? path.size() <= fixed : path.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  record Found(String name, Route route) {}

  private record Entry(String method, List<String> pattern, String name, Route route) {}
}
