package io.threadmark.dataset.format;

import java.util.List;
import java.util.stream.Collectors;

/** All formats there are. A new one is a class, a line here, and its golden file. */
public final class DatasetFormats {
  public static final List<DatasetFormat> ALL =
      List.of(
          new FeedbackRows(),
          new Pairwise(),
          new Sft(),
          new Preference(),
          new Kto(),
          new OpenAiChat(),
          new MlflowEval(),
          new Threads(),
          new FewShot(),
          new Classification(),
          new OpenAiPreference(),
          new ShareGpt(),
          new Alpaca(),
          new OpenAiEvals(),
          new Argilla(),
          new LangfuseItems());

  private DatasetFormats() {}

  /** The format of that name. The message of a failure names those that there are. */
  public static DatasetFormat named(String name) {
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format must be one of "
                        + ALL.stream().map(DatasetFormat::name).collect(Collectors.joining(", "))));
  }
}
