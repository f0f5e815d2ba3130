package io.threadmark.processor.query.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.Views;
import io.threadmark.statistics.BradleyTerry;
import io.threadmark.statistics.BradleyTerry.Rank;
import java.util.Set;

/** Who is preferred to whom, from all preferences together; see {@link BradleyTerry}. */
public final class RankingQuery {
  /** Where other instances are asked for a part. */
  public static final String PATH = "/internal/v1/metrics/ranking";

  static final Set<String> PARAMETERS = FeedbackRange.PARAMETERS;

  private final FeedbackTallies tallies;

  RankingQuery(FeedbackTallies tallies) {
    this.tallies = tallies;
  }

  /** The candidates, the strongest first. */
  ObjectNode find(FeedbackRange range) {
    PreferenceTally tally = tallies.fill(range, PATH, new PreferenceTally());
    ObjectNode view = Views.object();
    view.put("comparisons", tally.counts().total());
    view.put("feedback", tally.feedback()).put("left_out", tally.leftOut());
    view.set("rows", Views.array(BradleyTerry.of(tally.counts()), RankingQuery::row));
    return view;
  }

  private static ObjectNode row(Rank rank) {
    ObjectNode view = Views.object();
    view.put("candidate", rank.candidate()).put("group", rank.group());
    view.put("wins", rank.wins()).put("losses", rank.losses()).put("ties", rank.ties());
    view.put("win_rate", rank.winRate());
    view.put("strength", rank.strength()).put("standard_error", rank.standardError());
    view.put("low", rank.low()).put("high", rank.high());
    Views.text(view, "reason", rank.reason() == null ? null : rank.reason().words());
    return view;
  }
}
