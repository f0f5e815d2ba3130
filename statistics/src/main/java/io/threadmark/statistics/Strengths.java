package io.threadmark.statistics;

/**
 * The strengths at which the Bradley-Terry likelihood of a group of candidates is greatest, and how
 * sure they are.
 *
 * <p>Strengths are logarithms and add up to zero; the model says that i wins against j with
 * probability {@code 1 / (1 + exp(s_j - s_i))}. The likelihood is climbed by the MM algorithm of D.
 * R. Hunter, "MM Algorithms for Generalized Bradley-Terry Models", Annals of Statistics 32(1),
 * 2004, equation (3), whose step on this scale is {@code s_i += log(wins / expected wins)}. MM
 * never goes down, but near the top it is slow where few comparisons join many candidates; there
 * Newton's method goes on, with the information matrix that the intervals take anyway (section 4 of
 * the same paper). It ends where for each candidate wins and expected wins differ by at most 1e-10
 * of its comparisons.
 */
final class Strengths {
  private static final double TOLERANCE = 1e-10;
  private static final int MM_STEPS = 200;
  private static final int NEWTON_STEPS = 100;
  private static final int HALVINGS = 40;

  /** How much of a log-likelihood is rounding. */
  private static final double ROUNDING = 1e-12;

  private final double[][] wins;
  private final int n;
  private final double[] strengths;

  /**
   * @param wins of the first of two candidates against the second; the graph of wins is strongly
   *     connected
   */
  private Strengths(double[][] wins) {
    this.wins = wins;
    n = wins.length;
    strengths = new double[n];
  }

  /**
   * A strength with its standard error.
   *
   * @param standardError the square root of the diagonal of the pseudo-inverse of the observed
   *     Fisher information, which is the covariance under the constraint that strengths add up to
   *     zero
   */
  record Estimate(double strength, double standardError) {}

  /**
   * The estimates in the order of the matrix.
   *
   * @throws ArithmeticException where the maximum is not found within the precision of doubles
   */
  static Estimate[] of(double[][] wins) {
    Strengths fit = new Strengths(wins);
    fit.climb();
    double[][] covariance = fit.covariance();
    Estimate[] estimates = new Estimate[fit.n];
    for (int i = 0; i < fit.n; i++) {
      estimates[i] = new Estimate(fit.strengths[i], Math.sqrt(covariance[i][i]));
    }
    return estimates;
  }

  private void climb() {
    for (int step = 0; step < MM_STEPS && !isAtTop(); step++) {
      double[] next = new double[n];
      for (int i = 0; i < n; i++) {
        next[i] = strengths[i] + Math.log(won(i) / expected(i));
      }
      moveTo(next);
    }
    for (int step = 0; step < NEWTON_STEPS && !isAtTop(); step++) {
      newton();
    }
    if (!isAtTop()) {
      throw new ArithmeticException("the maximum of the likelihood was not found");
    }
  }

  /** A step of Newton's method, shortened until it does not go down. */
  private void newton() {
    double[][] covariance = covariance();
    double[] from = strengths.clone();
    double atLeast = logLikelihood() * (1 + ROUNDING); // it is negative
    double length = 1;
    for (int halving = 0; halving < HALVINGS; halving++, length /= 2) {
      double[] next = from.clone();
      moveTo(from);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          next[i] += length * covariance[i][j] * (won(j) - expected(j));
        }
      }
      moveTo(next);
      if (logLikelihood() >= atLeast) {
        return;
      }
    }
  }

  private boolean isAtTop() {
    for (int i = 0; i < n; i++) {
      double compared = 0;
      for (int j = 0; j < n; j++) {
        compared += compared(i, j);
      }
      if (!(Math.abs(won(i) - expected(i)) <= TOLERANCE * compared)) {
        return false;
      }
    }
    return true;
  }

  /** Strengths add up to zero; only their differences say something. */
  private void moveTo(double[] next) {
    double mean = 0;
    for (double strength : next) {
      mean += strength / n;
    }
    for (int i = 0; i < n; i++) {
      strengths[i] = next[i] - mean;
    }
  }

  private double logLikelihood() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (wins[i][j] > 0) {
          double behind = strengths[j] - strengths[i];
          // log(1 + exp(behind)), without overflow
          sum -= wins[i][j] * (Math.max(behind, 0) + Math.log1p(Math.exp(-Math.abs(behind))));
        }
      }
    }
    return sum;
  }

  /**
   * The information has the vector of ones as its null space, so its pseudo-inverse is that of it
   * with a multiple c of the matrix of ones added, minus that matrix divided by c n².
   */
  private double[][] covariance() {
    double[][] information = new double[n][n];
    double scale = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double p = probability(i, j);
          double weight = compared(i, j) * p * (1 - p);
          information[i][j] -= weight;
          information[i][i] += weight;
          scale += weight / ((double) n * n);
        }
      }
    }
    for (double[] row : information) {
      for (int j = 0; j < n; j++) {
        row[j] += scale;
      }
    }
    double[][] inverse = PositiveDefinite.inverse(information);
    for (double[] row : inverse) {
      for (int j = 0; j < n; j++) {
        row[j] -= 1 / (scale * n * n);
      }
    }
    return inverse;
  }

  private double won(int candidate) {
    double sum = 0;
    for (double against : wins[candidate]) {
      sum += against;
    }
    return sum;
  }

  private double expected(int candidate) {
    double sum = 0;
    for (int other = 0; other < n; other++) {
      double compared = compared(candidate, other);
      if (compared > 0) {
        sum += compared * probability(candidate, other);
      }
    }
    return sum;
  }

  private double compared(int one, int other) {
    return wins[one][other] + wins[other][one];
  }

  private double probability(int winner, int loser) {
    return 1 / (1 + Math.exp(strengths[loser] - strengths[winner]));
  }
}
