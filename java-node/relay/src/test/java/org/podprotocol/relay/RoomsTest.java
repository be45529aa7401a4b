package org.podprotocol.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data flows one way through the relay's rooms. */
@AnalyzeClasses(
    packages = "org.podprotocol.relay",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  private static final String ROOT = "org.podprotocol.relay.";

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_JOURNAL_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "journal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              rooms("gateway", "admission", "delivery", "anchoring", "chain", "content", "cli"));

  @ArchTest
  static final ArchRule ADMISSION_KNOWS_CHAIN_CONTENT_AND_JOURNAL =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "admission..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms("gateway", "delivery", "anchoring", "cli"));

  @ArchTest
  static final ArchRule DELIVERY_KNOWS_THE_JOURNAL =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              rooms("gateway", "admission", "anchoring", "chain", "content", "cli"));

  @ArchTest
  static final ArchRule ANCHORING_KNOWS_JOURNAL_AND_CHAIN =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "anchoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms("gateway", "admission", "delivery", "content", "cli"));

  @ArchTest
  static final ArchRule COMPRESSED_KNOWS_THE_CHAIN =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "compressed..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              rooms("gateway", "admission", "delivery", "anchoring", "content", "journal", "cli"));

  @ArchTest
  static final ArchRule SQLITE_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "sqlite..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              rooms(
                  "gateway",
                  "admission",
                  "delivery",
                  "anchoring",
                  "chain",
                  "compressed",
                  "content",
                  "journal",
                  "cli"));

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli..");

  private static String[] rooms(String... names) {
    return java.util.Arrays.stream(names).map(name -> ROOT + name + "..").toArray(String[]::new);
  }
}
