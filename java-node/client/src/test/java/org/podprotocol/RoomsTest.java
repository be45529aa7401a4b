package org.podprotocol;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.podprotocol.protocol", "org.podprotocol.client");

  @Test
  void roomsDependOnEachOtherInOneDirection() {
    SlicesRuleDefinition.slices()
        .matching("org.podprotocol.(**)")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void theProtocolKnowsNeitherClientNorChain() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("org.podprotocol.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.podprotocol.client..",
            "org.podprotocol.solana..",
            "org.podprotocol.bindings..",
            "org.p2p..",
            "io.netty..")
        .check(classes);
  }
}
