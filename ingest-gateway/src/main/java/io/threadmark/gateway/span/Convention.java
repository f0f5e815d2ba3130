package io.threadmark.gateway.span;

/** Who says what the attributes of a span mean. Where several speak, the first here is heard. */
public enum Convention {
  THREADMARK("Threadmark"),
  GENAI("OpenTelemetry GenAI"),
  OPENINFERENCE("OpenInference"),
  LANGFUSE("Langfuse"),
  MLFLOW("MLflow"),
  TRACELOOP("Traceloop");

  private final String title;

  Convention(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
