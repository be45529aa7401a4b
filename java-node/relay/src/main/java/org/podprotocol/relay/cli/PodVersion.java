package org.podprotocol.relay.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class PodVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Pod.class.getPackage().getImplementationVersion();
    return new String[] {"pod " + (version == null ? "(not packaged)" : version)};
  }
}
