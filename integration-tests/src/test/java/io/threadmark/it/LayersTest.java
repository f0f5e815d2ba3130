package io.threadmark.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data has one direction, and so have dependencies. */
@AnalyzeClasses(
    packages = {
      "io.threadmark.schema",
      "io.threadmark.gateway",
      "io.threadmark.processor",
      "io.threadmark.standalone"
    },
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule theModelKnowsNoKafka =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.processor.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.vertx..");

  @ArchTest
  static final ArchRule theModelKnowsNoneOfItsUsers =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.processor.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.processor.topology..",
              "io.threadmark.processor.runtime..",
              "io.threadmark.processor.query..");

  @ArchTest
  static final ArchRule statisticsKnowNumbersOnly =
      classes()
          .that()
          .resideInAPackage("io.threadmark.processor.statistics..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.threadmark.processor.statistics..", "java..");

  @ArchTest
  static final ArchRule theTopologyKnowsNoQueries =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.processor.topology..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.processor.query..",
              "io.threadmark.processor.index..",
              "io.threadmark.processor.export..",
              "io.threadmark.processor.runtime..");

  @ArchTest
  static final ArchRule eventsAndPublishingKnowNoHttp =
      noClasses()
          .that()
          .resideInAnyPackage("io.threadmark.gateway.event..", "io.threadmark.gateway.publish..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.gateway.http..", "io.vertx.core.http..", "io.vertx.ext..");

  @ArchTest
  static final ArchRule theSchemasKnowNoOneElse =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.schema..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.threadmark.gateway..", "io.threadmark.processor..");

  @ArchTest
  static final ArchRule whatCommandsHaveInCommonKnowsNoCommand =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.standalone.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.standalone.cluster..",
              "io.threadmark.standalone.load..",
              "io.threadmark.standalone.topics..",
              "io.threadmark.standalone.project..",
              "io.threadmark.standalone.deadletters..",
              "io.threadmark.standalone.demo..",
              "io.threadmark.standalone.dev..");

  @ArchTest
  static final ArchRule onlyDevKnowsDevAndItsDemo =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.threadmark.standalone.cluster..",
              "io.threadmark.standalone.load..",
              "io.threadmark.standalone.topics..",
              "io.threadmark.standalone.project..",
              "io.threadmark.standalone.deadletters..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.threadmark.standalone.dev..", "io.threadmark.standalone.demo..");

  @ArchTest
  static final ArchRule gatewayAndProcessorMeetOnlyInKafka =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.threadmark.processor..");
}
