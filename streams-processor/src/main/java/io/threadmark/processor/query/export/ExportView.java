package io.threadmark.processor.query.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.export.job.Exports.Found;
import io.threadmark.processor.query.http.Views;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.ExportJob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Exports as the API shows them. */
final class ExportView {
  private ExportView() {}

  static ObjectNode of(String exportId, ExportJob job) {
    JsonNode request = Views.read(job.getRequest().getBytes(StandardCharsets.UTF_8));
    ObjectNode view = Views.object();
    view.put("export_id", exportId);
    view.put("state", job.getState());
    for (String member : List.of("format", "file", "name")) {
      view.set(member, request.get(member));
    }
    view.put("created_at", time(job.getCreatedAt()));
    view.put("started_at", time(job.getStartedAt()));
    view.put("finished_at", time(job.getFinishedAt()));
    view.putObject("progress")
        .put("threads", job.getThreads())
        .put("threads_total", job.getThreadsTotal())
        .put("rows", job.getRows())
        .put("rows_written", job.getRowsWritten())
        .put("bytes", job.getBytes());
    ObjectNode dropped = view.putObject("dropped");
    new TreeMap<>(job.getDropped()).forEach(dropped::put);
    error(view, job);
    made(view, job);
    return view;
  }

  static ObjectNode of(List<Found> jobs) {
    ObjectNode view = Views.object();
    view.set("rows", Views.array(jobs, found -> of(found.key().id(), found.job())));
    return view;
  }

  private static void error(ObjectNode view, ExportJob job) {
    if (job.getErrorCode() == null) {
      view.putNull("error");
    } else {
      view.putObject("error").put("code", job.getErrorCode()).put("message", job.getErrorMessage());
    }
  }

  private static void made(ObjectNode view, ExportJob job) {
    if (job.getPackageBytes() == null) {
      view.putNull("package");
    } else {
      view.putObject("package")
          .put("name", PackageName.of(view.get("name").textValue()))
          .put("bytes", job.getPackageBytes())
          .put("sha256", job.getPackageSha256());
    }
    if (job.getPackageGone() != null) {
      view.put("package_gone", job.getPackageGone());
    }
  }

  private static String time(Long micros) {
    return micros == null ? null : Micros.toInstant(micros).toString();
  }
}
