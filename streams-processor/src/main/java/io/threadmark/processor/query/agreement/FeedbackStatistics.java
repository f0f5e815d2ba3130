package io.threadmark.processor.query.agreement;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of statistics that are computed from the feedback itself when they are asked for.
 */
public final class FeedbackStatistics {
  private static final String AGREEMENT_PATH = "/api/v1/metrics/agreement";
  private static final String RANKING_PATH = "/api/v1/metrics/ranking";

  private static final Set<String> OF_PARTITION =
      Stream.concat(Stream.of("store", "partition"), FeedbackRange.PARAMETERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  /** The parameters that each address knows. */
  public static final Map<String, Set<String>> PARAMETERS =
      Map.of(AGREEMENT_PATH, AgreementQuery.PARAMETERS, RANKING_PATH, RankingQuery.PARAMETERS);

  /** The same of the addresses for other instances. */
  public static final Map<String, Set<String>> PARAMETERS_OF_PARTS =
      Map.of(AgreementQuery.PATH, OF_PARTITION, RankingQuery.PATH, OF_PARTITION);

  private final FeedbackTallies tallies;
  private final AgreementQuery agreement;
  private final RankingQuery ranking;

  public FeedbackStatistics(FeedbackTallies tallies) {
    this.tallies = tallies;
    agreement = new AgreementQuery(tallies);
    ranking = new RankingQuery(tallies);
  }

  /**
   * What one of the addresses answers, as JSON.
   *
   * @throws RequestProblem where a parameter is wrong, or selects too much
   * @throws NotAvailableException where a partition cannot be reached
   */
  public byte[] of(String path, QueryParameters parameters) {
    FeedbackRange range = FeedbackRange.read(parameters);
    return switch (path) {
      case AGREEMENT_PATH ->
          Views.json(agreement.find(range, parameters.word("level", AgreementQuery.LEVELS)));
      case RANKING_PATH -> Views.json(ranking.find(range));
      case AgreementQuery.PATH -> part(parameters, range, new JudgementTally());
      case RankingQuery.PATH -> part(parameters, range, new PreferenceTally());
      default -> throw RequestProblem.notFound("no such path");
    };
  }

  private byte[] part(QueryParameters parameters, FeedbackRange range, FeedbackTally empty) {
    int partition = parameters.whole("partition", -1, 0, Integer.MAX_VALUE);
    return tallies.part(parameters.text("store"), partition, range, empty);
  }
}
