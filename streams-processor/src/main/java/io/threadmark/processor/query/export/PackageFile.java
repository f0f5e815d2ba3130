package io.threadmark.processor.query.export;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.export.job.Exports;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The package of an export, and where it is.
 *
 * @param here where this instance has it; null where another one does
 * @param owner the instance that has it
 * @param name of the file
 * @param sha256 in hex
 */
public record PackageFile(Path here, HostInfo owner, String name, long bytes, String sha256) {

  /**
   * Finds one.
   *
   * @throws RequestProblem where there is no such export in the project, or no package of it
   * @throws NotAvailableException where that cannot be known
   */
  public static PackageFile find(Exports exports, String project, String id) {
    Key key = ExportQuery.key(project, id);
    ExportJob job = exports.find(key);
    if (job == null) {
      throw RequestProblem.notFound("there is nothing of that id");
    }
    if (job.getPackageBytes() == null) {
      throw RequestProblem.notFound(
          job.getPackageGone() == null
              ? "there is no package: the export is " + job.getState()
              : "the package is gone: " + job.getPackageGone());
    }
    Path here = exports.isHere(job) ? exports.packageOf(key) : null;
    if (here != null && !Files.exists(here)) {
      throw RequestProblem.notFound("the package is gone");
    }
    return new PackageFile(
        here,
        HostInfo.buildFromEndpoint(job.getAddress()),
        PackageName.of(ExportView.of(id, job).get("name").textValue()),
        job.getPackageBytes(),
        job.getPackageSha256());
  }

  /** Sends it, or the part that is asked for, from the disk. */
  public void send(RoutingContext request) {
    HttpServerResponse response = request.response();
    String tag = "\"" + sha256 + "\"";
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    response
        .putHeader("Content-Type", "application/zip")
        .putHeader("Content-Disposition", PackageName.disposition(name))
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("ETag", tag)
        .putHeader("Digest", "sha-256=" + digest)
        .putHeader("Repr-Digest", "sha-256=:" + digest + ":")
        .putHeader("Cache-Control", "no-store");
    String condition = request.request().getHeader("If-Range");
    boolean isSame = condition == null || condition.equals(tag);
    ByteRange range = isSame ? ByteRange.read(request.request().getHeader("Range"), bytes) : null;
    if (range != null && !range.isThere()) {
      response.headers().clear();
      response.putHeader("Content-Range", range.of(bytes));
      Answers.fail(request, RequestProblem.noSuchRange("Range", "is not of this package"));
      return;
    }
    if (range != null) {
      response.setStatusCode(206).putHeader("Content-Range", range.of(bytes));
    }
    ByteRange sent = range == null ? new ByteRange(0, bytes) : range;
    response.putHeader("Content-Length", Long.toString(sent.length()));
    if (request.request().method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    response
        .sendFile(here.toString(), sent.from(), sent.length())
        .onFailure(
            failure -> {
              if (!response.headWritten()) {
                response.headers().clear();
                Answers.fail(request, new NotAvailableException("the package cannot be read"));
              } else {
                response.reset();
              }
            });
  }
}
