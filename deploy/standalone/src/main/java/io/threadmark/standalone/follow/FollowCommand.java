package io.threadmark.standalone.follow;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.export.ExportOrder;
import io.threadmark.follow.kafka.ContinuousExport;
import io.threadmark.follow.kafka.FollowSettings;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.status.StatusServer;
import io.threadmark.follow.storage.Storage;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.StandsAlone;
import io.threadmark.standalone.cli.WholeNumber;
import io.threadmark.standalone.cluster.ClusterSettings;
import io.threadmark.standalone.cluster.DataOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bin/threadmark export --follow}: exports labeled threads until it is told to stop. */
@Command(
    name = "follow",
    aliases = FollowCommand.OPTION,
    description =
        "Export labeled threads as they change to a folder or a bucket, each change exactly once."
            + " A signal stops it, and the next start goes on.",
    footer =
        "The environment sets it up as it does a gateway or a processor; docs/continuous-export.md"
            + " tells more.")
public final class FollowCommand implements Callable<Integer> {
  /** How it is written, too. */
  static final String OPTION = "--follow";

  private static final Logger LOG = LoggerFactory.getLogger(FollowCommand.class);

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TARGET",
      description = "Where to: a folder, or s3://bucket/prefix.")
  private String target;

  @Option(
      names = "--file",
      paramLabel = "TYPE",
      converter = RowsFile.class,
      defaultValue = "parquet",
      description = "The type of the files: parquet or jsonl (usually ${DEFAULT-VALUE}).")
  private FileKind file;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "Only threads of this project; as often as needed.")
  private List<String> projects = new ArrayList<>();

  @Mixin private BoundsOptions bounds;

  @Option(
      names = "--part-age",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      defaultValue = "300",
      description = "A change is exported after so many seconds (usually ${DEFAULT-VALUE}).")
  private int age;

  @Option(
      names = "--begin-anew",
      preprocessor = StandsAlone.class,
      description =
          "Where the export cannot go on from where it was, export all from the beginning, and let"
              + " that take the place of what there is.")
  private boolean beginAnew;

  @Mixin private StorageOptions storage;
  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Storage opened = storage.open("--to", target);
        ContinuousExport export = start(opened, metrics);
        StatusServer status = listen(export, metrics)) {
      // A signal ends the process once what was read is committed.
      Runtime.getRuntime().addShutdownHook(new Thread(export::close, "threadmark-stop"));
      LOG.info("export listens on port {}", status.port());
      export.await();
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (ExportRefusedException | UncheckedIOException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private ContinuousExport start(Storage opened, PrometheusMeterRegistry metrics) {
    return ContinuousExport.start(
        settings(),
        opened,
        new ExportOrder(file, new LinkedHashSet<>(projects), beginAnew),
        bounds.bounds(Duration.ofSeconds(age)),
        storage.work(),
        ProcessId.unique(),
        metrics);
  }

  private StatusServer listen(ContinuousExport export, PrometheusMeterRegistry metrics) {
    Settings settings = settings();
    return StatusServer.start(
        settings.get(FollowSettings.HOST),
        Math.toIntExact(settings.get(FollowSettings.PORT)),
        export::notReady,
        metrics);
  }

  private Settings settings() {
    return ClusterSettings.of(
        Settings.fromEnvironment(System.getenv()), data.endpoints(), data.isNamed());
  }

  /** Types of files that threads can be written to. */
  private static final class RowsFile implements ITypeConverter<FileKind> {
    @Override
    public FileKind convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "parquet" -> FileKind.PARQUET;
        case "jsonl" -> FileKind.JSONL;
        default ->
            throw new TypeConversionException("must be parquet or jsonl, not '" + text + "'");
      };
    }
  }

  private static final class Seconds extends WholeNumber {
    Seconds() {
      super(1, 86_400);
    }
  }
}
