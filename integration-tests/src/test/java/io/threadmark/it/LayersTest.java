package io.threadmark.it;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** Data has one direction, and so have dependencies. */
@AnalyzeClasses(
    packages = {
      "io.threadmark.schema",
      "io.threadmark.statistics",
      "io.threadmark.dataset",
      "io.threadmark.follow",
      "io.threadmark.gateway",
      "io.threadmark.processor",
      "io.threadmark.standalone",
      "io.threadmark.testkit"
    },
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  private static final String SCHEMA = "io.threadmark.schema..";
  private static final String STATISTICS = "io.threadmark.statistics..";
  private static final String DATASET = "io.threadmark.dataset..";
  private static final String FOLLOW = "io.threadmark.follow..";
  private static final String GATEWAY = "io.threadmark.gateway..";
  private static final String PROCESSOR = "io.threadmark.processor..";
  private static final String STANDALONE = "io.threadmark.standalone..";
  private static final String TESTKIT = "io.threadmark.testkit..";

  /** What is told of a dataset when its rows are made. */
  private static final String[] REPORTS = {
    "io.threadmark.dataset.quality..",
    "io.threadmark.dataset.change..",
    "io.threadmark.dataset.page..",
    "io.threadmark.dataset.pack..",
  };

  /** What rows hold and how they merge. */
  private static final String[] PURE = {
    "io.threadmark.processor.store..",
    "io.threadmark.processor.facts..",
    "io.threadmark.processor.feedback.rows..",
    "io.threadmark.processor.resolve.rows..",
    "io.threadmark.processor.thread.rows..",
    "io.threadmark.processor.erasure.rows..",
    "io.threadmark.processor.span.rows..",
    "io.threadmark.processor.rollup.number..",
    "io.threadmark.processor.rollup.rows..",
    "io.threadmark.processor.rollup.counting..",
  };

  /** The stages, and what they stand on. */
  private static final String[] STATE = {
    "io.threadmark.processor.store..",
    "io.threadmark.processor.facts..",
    "io.threadmark.processor.stage..",
    "io.threadmark.processor.feedback..",
    "io.threadmark.processor.resolve..",
    "io.threadmark.processor.thread..",
    "io.threadmark.processor.erasure..",
    "io.threadmark.processor.span..",
    "io.threadmark.processor.rollup..",
  };

  private static final String INDEX = "io.threadmark.processor.index..";
  private static final String TOPOLOGY = "io.threadmark.processor.topology..";

  @ArchTest
  static final ArchRule packagesDependOnEachOtherInOneDirection =
      slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule rowsKnowNoKafkaAndNoHttp =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.vertx..");

  @ArchTest
  static final ArchRule rowsKnowNoStage =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.threadmark.processor.stage..", TOPOLOGY);

  @ArchTest
  static final ArchRule stagesKnowNotTheFlow =
      noClasses()
          .that()
          .resideInAnyPackage(STATE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TOPOLOGY);

  @ArchTest
  static final ArchRule whatKeepsStateKnowsNoneWhoReadsIt =
      noClasses()
          .that()
          .resideInAnyPackage(STATE)
          .or()
          .resideInAPackage(TOPOLOGY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.processor.cluster..",
              "io.threadmark.processor.visibility..",
              "io.threadmark.processor.query..",
              "io.threadmark.processor.index..",
              "io.threadmark.processor.export..",
              "io.threadmark.processor.runtime..");

  @ArchTest
  static final ArchRule exportsKnowNoHttpAndNoQuestion =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.processor.export.job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.threadmark.processor.query..");

  @ArchTest
  static final ArchRule statisticsKnowNumbersOnly =
      classes()
          .that()
          .resideInAPackage(STATISTICS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(STATISTICS, "java..");

  @ArchTest
  static final ArchRule eventsAndPublishingKnowNoHttpAndNoDoor =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.threadmark.gateway.json..",
              "io.threadmark.gateway.span..",
              "io.threadmark.gateway.refusal..",
              "io.threadmark.gateway.event..",
              "io.threadmark.gateway.project..",
              "io.threadmark.gateway.publish..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.gateway.door..",
              "io.threadmark.gateway.http..",
              "io.threadmark.gateway.server..",
              "io.vertx.core.http..",
              "io.vertx.ext..");

  @ArchTest
  static final ArchRule whatAttributesMeanKnowsJsonOnly =
      classes()
          .that()
          .resideInAPackage("io.threadmark.gateway.span..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.threadmark.gateway.span..", "io.threadmark.gateway.json..", "java..");

  @ArchTest
  static final ArchRule noDoorKnowsAnother =
      slices().matching("io.threadmark.gateway.door.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule noQueryKnowsAnother =
      slices()
          .matching("io.threadmark.processor.query.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage(
                  "io.threadmark.processor.query.http..",
                  "io.threadmark.processor.query.filter.."));

  @ArchTest
  static final ArchRule whatFindsRowsKnowsNoQuestion =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.threadmark.processor.cluster..", "io.threadmark.processor.visibility..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.threadmark.processor.query..");

  @ArchTest
  static final ArchRule theIndexKnowsRowsAndNoQuestionOverHttp =
      noClasses()
          .that()
          .resideInAPackage(INDEX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.threadmark.processor.cluster..",
              "io.threadmark.processor.visibility..",
              "io.threadmark.processor.query..",
              "io.threadmark.processor.runtime..",
              TOPOLOGY);

  @ArchTest
  static final ArchRule onlyTheIndexKnowsLucene =
      noClasses()
          .that()
          .resideOutsideOfPackage(INDEX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.lucene..", "com.ibm.icu..");

  @ArchTest
  static final ArchRule instancesAskEachOtherWithoutHoldingAThread =
      noClasses()
          .that()
          .resideInAPackage(PROCESSOR)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule theSchemasKnowNoOneElse =
      noClasses()
          .that()
          .resideInAPackage(SCHEMA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATASET, FOLLOW, GATEWAY, PROCESSOR);

  @ArchTest
  static final ArchRule datasetsKnowThreadsAndNothingOfWhereTheyComeFrom =
      noClasses()
          .that()
          .resideInAPackage(DATASET)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              FOLLOW,
              GATEWAY,
              PROCESSOR,
              STANDALONE,
              "org.apache.kafka..",
              "org.apache.lucene..",
              "io.vertx..",
              "java.net.http..");

  @ArchTest
  static final ArchRule whatMakesRowsKnowsNothingOfReportsAndPackages =
      noClasses()
          .that()
          .resideInAPackage(DATASET)
          .and()
          .resideOutsideOfPackages(REPORTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REPORTS);

  @ArchTest
  static final ArchRule onlyRowsKnowParquetAndCsv =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.threadmark.dataset.row..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", "de.siegmar..");

  @ArchTest
  static final ArchRule continuousExportKnowsTheTopicAndNoOneWhoWritesIt =
      noClasses()
          .that()
          .resideInAPackage(FOLLOW)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GATEWAY, PROCESSOR, STANDALONE);

  @ArchTest
  static final ArchRule onlyWhoFollowsTheTopicKnowsKafka =
      noClasses()
          .that()
          .resideInAPackage(FOLLOW)
          .and()
          .resideOutsideOfPackage("io.threadmark.follow.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.threadmark.follow.kafka..");

  @ArchTest
  static final ArchRule onlyStoragesKnowBuckets =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.threadmark.follow.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule storagesKnowNothingOfWhatTheyKeep =
      noClasses()
          .that()
          .resideInAPackage("io.threadmark.follow.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              DATASET,
              "io.threadmark.follow.manifest..",
              "io.threadmark.follow.part..",
              "io.threadmark.follow.export..",
              "io.threadmark.follow.compaction..");

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
              "io.threadmark.standalone.export..",
              "io.threadmark.standalone.topics..",
              "io.threadmark.standalone.project..",
              "io.threadmark.standalone.deadletters..",
              "io.threadmark.standalone.follow..",
              "io.threadmark.standalone.role..",
              "io.threadmark.standalone.demo..",
              "io.threadmark.standalone.dev..");

  @ArchTest
  static final ArchRule onlyDevKnowsDevAndItsDemo =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.threadmark.standalone.cluster..",
              "io.threadmark.standalone.load..",
              "io.threadmark.standalone.export..",
              "io.threadmark.standalone.topics..",
              "io.threadmark.standalone.project..",
              "io.threadmark.standalone.deadletters..",
              "io.threadmark.standalone.follow..",
              "io.threadmark.standalone.role..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.threadmark.standalone.dev..", "io.threadmark.standalone.demo..");

  @ArchTest
  static final ArchRule gatewayAndProcessorMeetOnlyInKafka =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PROCESSOR);

  @ArchTest
  static final ArchRule processorsKnowNoGateway =
      noClasses()
          .that()
          .resideInAPackage(PROCESSOR)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(GATEWAY);

  @ArchTest
  static final ArchRule theProductKnowsNoTestKit =
      noClasses()
          .that()
          .resideInAnyPackage(SCHEMA, STATISTICS, DATASET, FOLLOW, GATEWAY, PROCESSOR, STANDALONE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TESTKIT);

  @ArchTest
  static final ArchRule theTestKitKnowsTheProductFromOutside =
      noClasses()
          .that()
          .resideInAPackage(TESTKIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SCHEMA, STATISTICS, DATASET, FOLLOW, GATEWAY, PROCESSOR, STANDALONE);

  /** Each package is a slice of its own; generated records are none. */
  private static final class ByPackage implements SliceAssignment {
    private static final List<String> SLICED =
        List.of(
            "io.threadmark.dataset",
            "io.threadmark.follow",
            "io.threadmark.gateway",
            "io.threadmark.processor",
            "io.threadmark.standalone");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      return SLICED.stream().anyMatch(name::startsWith)
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
