package io.threadmark.processor.rollup.rows;

import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.state.Contribution;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** The totals of what is there, each added up anew. */
final class PlainTotals {
  private PlainTotals() {}

  static Map<PartialKey, SpecificRecord> of(String project, Collection<Contribution> all) {
    Map<PartialKey, List<Contribution>> groups =
        List.of(Granularity.values()).stream()
            .flatMap(granularity -> all.stream().flatMap(one -> keys(project, granularity, one)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    Map<PartialKey, SpecificRecord> totals = new HashMap<>();
    groups.forEach((key, group) -> totals.put(key, sum(key.part(), group)));
    return totals;
  }

  private static Stream<Map.Entry<PartialKey, Contribution>> keys(
      String project, Granularity granularity, Contribution one) {
    long window = one.getTime() - Math.floorMod(one.getTime(), granularity.micros());
    return one.getDimensions().stream()
        .map(
            value ->
                Map.entry(
                    new PartialKey(
                        project,
                        granularity,
                        value.getDimension(),
                        value.getValue(),
                        window,
                        Part.of(one)),
                    one));
  }

  static SpecificRecord sum(Part part, List<Contribution> group) {
    if (part instanceof Part.Series) {
      FeedbackTotals totals = Totals.noFeedback();
      for (Contribution one : group) {
        totals = Totals.plus(totals, one.getFeedback(), 1);
      }
      return totals;
    }
    TraceTotals totals = Totals.noTraces();
    for (Contribution one : group) {
      totals = Totals.plus(totals, one, 1);
    }
    return totals;
  }
}
