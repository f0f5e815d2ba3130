package io.threadmark.processor.query.list;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.IndexNotReadyException;
import io.threadmark.processor.index.ProjectCounts;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.list.ListPart.AskedProjects;
import io.threadmark.processor.query.list.ListPart.ToldProjects;
import io.threadmark.schema.Micros;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.streams.state.HostInfo;

/** Lists the projects that have threads, with how much there is of each. */
public final class ProjectList {
  /** Where other instances are asked what they have. */
  public static final String PATH = "/internal/v1/projects";

  private static final int MOST_ROWS = 10_000;

  private final ThreadIndex index;
  private final StoreAccess stores;
  private final Scatter scatter;
  private final RequestDeadline deadline;

  ProjectList(ThreadIndex index, StoreAccess stores, Scatter scatter, RequestDeadline deadline) {
    this.index = index;
    this.stores = stores;
    this.scatter = scatter;
    this.deadline = deadline;
  }

  /**
   * The projects, the one of which something was said last first.
   *
   * @throws NotAvailableException where a partition cannot tell
   */
  public ObjectNode find() {
    List<Integer> partitions = IntStream.range(0, stores.partitions()).boxed().toList();
    Map<HostInfo, AskedProjects> questions = new LinkedHashMap<>();
    scatter
        .byOwner(partitions, partition -> partition)
        .forEach((owner, of) -> questions.put(owner, new AskedProjects(of)));
    Map<String, ProjectCounts> counts = new TreeMap<>();
    scatter.ask(
        PATH,
        questions,
        this::local,
        ToldProjects.class,
        (asked, told) ->
            told.projects()
                .forEach((project, of) -> counts.merge(project, of, ProjectCounts::plus)));
    return view(counts);
  }

  private static ObjectNode view(Map<String, ProjectCounts> counts) {
    ObjectNode view = Views.object();
    view.put("count", counts.size());
    ArrayNode rows = view.putArray("rows");
    counts.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, ProjectCounts> project) -> project.getValue().updatedAt())
                .reversed())
        .limit(MOST_ROWS)
        .forEach(project -> add(rows.addObject(), project.getKey(), project.getValue()));
    return view;
  }

  private static void add(ObjectNode row, String project, ProjectCounts counts) {
    row.put("project_id", project);
    row.put("thread_count", counts.threads());
    row.put("trace_count", counts.traces());
    row.put("message_count", counts.messages());
    row.put("feedback_count", counts.feedback());
    row.put("last_event_at", Micros.toInstant(counts.updatedAt()).toString());
  }

  /** What partitions of this instance have. */
  public byte[] local(byte[] question) {
    return ListPart.write(local(ListPart.readQuestion(question, AskedProjects.class)));
  }

  private ToldProjects local(AskedProjects asked) {
    try {
      Map<String, ProjectCounts> counts = new TreeMap<>();
      for (int partition : asked.partitions()) {
        index
            .projects(partition, deadline::check)
            .forEach((project, of) -> counts.merge(project, of, ProjectCounts::plus));
      }
      return new ToldProjects(counts);
    } catch (IndexNotReadyException e) {
      throw new NotAvailableException(e.getMessage(), e);
    }
  }
}
