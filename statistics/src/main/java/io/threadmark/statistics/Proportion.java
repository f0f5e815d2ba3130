package io.threadmark.statistics;

/**
 * How often something was so, and how sure that is: the interval of E. B. Wilson, "Probable
 * Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical
 * Association 22(158), 1927, at 95 %.
 *
 * @param times how often it was so
 * @param of how often it was looked at, at least 1
 */
public record Proportion(long times, long of) {
  public Proportion {
    if (of < 1 || times < 0 || times > of) {
      throw new IllegalArgumentException("times must be from 0 to of, and of at least 1");
    }
  }

  public double share() {
    return (double) times / of;
  }

  /** Where the interval begins. */
  public double low() {
    return times == 0 ? 0 : middle() - half();
  }

  /** Where it ends. */
  public double high() {
    return times == of ? 1 : middle() + half();
  }

  private double middle() {
    return (share() + Normal.QUANTILE * Normal.QUANTILE / (2 * of)) / widened();
  }

  private double half() {
    double spread = share() * (1 - share()) / of;
    double square = Normal.QUANTILE * Normal.QUANTILE;
    return Normal.QUANTILE * Math.sqrt(spread + square / (4.0 * of * of)) / widened();
  }

  private double widened() {
    return 1 + Normal.QUANTILE * Normal.QUANTILE / of;
  }
}
