package io.threadmark.follow.export;

import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.manifest.ExportSource;
import java.util.List;
import java.util.Set;

/**
 * What is to be exported.
 *
 * @param kind the type of all parts
 * @param projects those whose threads are exported; empty for all
 * @param beginAnew whether, where the export cannot go on, it begins anew
 */
public record ExportOrder(FileKind kind, Set<String> projects, boolean beginAnew) {

  public ExportOrder {
    projects = Set.copyOf(projects);
  }

  /** Whether threads of a project are wanted. */
  boolean wants(String project) {
    return projects.isEmpty() || projects.contains(project);
  }

  ExportSource source(FollowedTopic topic) {
    List<String> sorted = projects.stream().sorted().toList();
    return new ExportSource(
        topic.name(), topic.id(), topic.beginnings().size(), kind.word(), sorted);
  }
}
