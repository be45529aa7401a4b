package org.podprotocol.relay.gateway;

import java.util.Set;
import org.podprotocol.relay.admission.RateLimit;
import org.podprotocol.relay.config.LimitSettings;

/** What the connections of one listener share. */
final class EdgeContext {
  private final Services services;
  private final Router router;
  private final LoginService logins;
  private final Access access;
  private final RateLimit<String> rate;
  private final ByteBudget budget;
  private final Streams streams;
  private volatile CorsRule cors;

  EdgeContext(
      Services services,
      Router router,
      LoginService logins,
      Access access,
      RateLimit<String> rate,
      ByteBudget budget,
      Streams streams) {
    this.services = services;
    this.router = router;
    this.logins = logins;
    this.access = access;
    this.rate = rate;
    this.budget = budget;
    this.streams = streams;
    cors = new CorsRule(Set.copyOf(services.corsOrigins()));
  }

  /** Begins event streams. */
  EventRoute eventRoute() {
    return new EventRoute(this);
  }

  Services services() {
    return services;
  }

  LimitSettings limits() {
    return services.limits();
  }

  Router router() {
    return router;
  }

  LoginService logins() {
    return logins;
  }

  Access access() {
    return access;
  }

  RateLimit<String> rate() {
    return rate;
  }

  ByteBudget budget() {
    return budget;
  }

  Streams streams() {
    return streams;
  }

  CorsRule cors() {
    return cors;
  }

  void cors(CorsRule rule) {
    cors = rule;
  }
}
