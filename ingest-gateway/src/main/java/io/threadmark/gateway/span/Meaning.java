package io.threadmark.gateway.span;

import static io.threadmark.gateway.span.Convention.GENAI;
import static io.threadmark.gateway.span.Convention.LANGFUSE;
import static io.threadmark.gateway.span.Convention.MLFLOW;
import static io.threadmark.gateway.span.Convention.OPENINFERENCE;
import static io.threadmark.gateway.span.Convention.THREADMARK;
import static io.threadmark.gateway.span.Convention.TRACELOOP;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What attributes of spans mean: the one table, a row a constant, and in it a column a convention.
 * Of one span the first attribute that is there and not empty is taken, columns from left to right.
 */
public enum Meaning {
  THREAD(
      "thread",
      in(THREADMARK, "threadmark.thread_id"),
      in(GENAI, "gen_ai.conversation.id"),
      in(OPENINFERENCE, "session.id"),
      in(LANGFUSE, "langfuse.session.id"),
      in(MLFLOW, "mlflow.trace.session"),
      in(
          TRACELOOP,
          "traceloop.association.properties.session_id",
          "traceloop.association.properties.thread_id",
          "traceloop.association.properties.conversation_id")),

  USER(
      "user",
      in(THREADMARK, "threadmark.user.id"),
      in(GENAI, "user.id", "enduser.id"),
      in(OPENINFERENCE, "user.id"),
      in(LANGFUSE, "langfuse.user.id"),
      in(MLFLOW, "mlflow.trace.user"),
      in(TRACELOOP, "traceloop.association.properties.user_id")),

  USER_NAME("user's name", in(THREADMARK, "threadmark.user.name"), in(GENAI, "user.name")),

  USER_EMAIL("user's address", in(THREADMARK, "threadmark.user.email"), in(GENAI, "user.email")),

  USER_SEGMENTS("user's segments", in(THREADMARK, "threadmark.user.segments")),

  CLIENT_REQUEST(
      "client request id; also of the resource",
      in(THREADMARK, "client_request_id", "threadmark.client_request_id")),

  RESPONSE(
      "other join id, where there is no client request id",
      in(GENAI, "gen_ai.response.id"),
      in(TRACELOOP, "traceloop.correlation.id")),

  KIND(
      "sort of span",
      in(THREADMARK, "threadmark.span_type"),
      in(GENAI, "gen_ai.operation.name"),
      in(OPENINFERENCE, "openinference.span.kind"),
      in(LANGFUSE, "langfuse.observation.type"),
      in(MLFLOW, "mlflow.spanType"),
      in(TRACELOOP, "traceloop.span.kind", "llm.request.type")),

  TRACE_NAME(
      "name of the trace, before the span's own",
      in(THREADMARK, "threadmark.trace_name"),
      in(LANGFUSE, "langfuse.trace.name"),
      in(MLFLOW, "mlflow.traceName")),

  INPUT(
      "input",
      in(THREADMARK, "threadmark.input"),
      in(
          GENAI,
          "gen_ai.input.messages",
          "gen_ai.tool.call.arguments",
          "gen_ai.retrieval.query.text",
          "gen_ai.prompt"),
      in(OPENINFERENCE, "input.value", "llm.input_messages.N"),
      in(LANGFUSE, "langfuse.observation.input", "langfuse.trace.input"),
      in(MLFLOW, "mlflow.spanInputs"),
      in(TRACELOOP, "traceloop.entity.input", "gen_ai.prompt.N")),

  OUTPUT(
      "output",
      in(THREADMARK, "threadmark.output"),
      in(
          GENAI,
          "gen_ai.output.messages",
          "gen_ai.tool.call.result",
          "gen_ai.retrieval.documents",
          "gen_ai.completion"),
      in(OPENINFERENCE, "output.value", "llm.output_messages.N"),
      in(LANGFUSE, "langfuse.observation.output", "langfuse.trace.output"),
      in(MLFLOW, "mlflow.spanOutputs"),
      in(TRACELOOP, "traceloop.entity.output", "gen_ai.completion.N")),

  TRACE_INPUT("input of the trace, whichever span tells it", in(LANGFUSE, "langfuse.trace.input")),

  TRACE_OUTPUT(
      "output of the trace, whichever span tells it", in(LANGFUSE, "langfuse.trace.output")),

  SYSTEM_MESSAGE("system message", in(GENAI, "gen_ai.system_instructions")),

  INPUT_MESSAGES(
      "messages to the model, before the input",
      in(GENAI, "gen_ai.input.messages"),
      in(OPENINFERENCE, "llm.input_messages.N"),
      in(TRACELOOP, "gen_ai.prompt.N")),

  OUTPUT_MESSAGES(
      "messages from the model, before the output",
      in(GENAI, "gen_ai.output.messages"),
      in(OPENINFERENCE, "llm.output_messages.N"),
      in(TRACELOOP, "gen_ai.completion.N")),

  DOCUMENTS(
      "documents that were found, before the output",
      in(GENAI, "gen_ai.retrieval.documents"),
      in(OPENINFERENCE, "retrieval.documents.N")),

  TOOL(
      "name of a tool, before the span's own",
      in(GENAI, "gen_ai.tool.name"),
      in(OPENINFERENCE, "tool.name", "tool_call.function.name"),
      in(TRACELOOP, "traceloop.entity.name")),

  TOOL_CALL(
      "call of a tool",
      in(GENAI, "gen_ai.tool.call.id"),
      in(OPENINFERENCE, "tool_call.id", "tool.id")),

  MODEL(
      "model",
      in(THREADMARK, "threadmark.model"),
      in(GENAI, "gen_ai.response.model", "gen_ai.request.model"),
      in(OPENINFERENCE, "llm.model_name", "embedding.model_name", "reranker.model_name"),
      in(LANGFUSE, "langfuse.observation.model.name"),
      in(MLFLOW, "mlflow.llm.model"),
      in(TRACELOOP, "llm.response.model", "llm.request.model")),

  INPUT_TOKENS(
      "`input_tokens`",
      in(GENAI, "gen_ai.usage.input_tokens"),
      in(OPENINFERENCE, "llm.token_count.prompt"),
      in(TRACELOOP, "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens")),

  OUTPUT_TOKENS(
      "`output_tokens`",
      in(GENAI, "gen_ai.usage.output_tokens"),
      in(OPENINFERENCE, "llm.token_count.completion"),
      in(TRACELOOP, "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens")),

  TOTAL_TOKENS(
      "`total_tokens`",
      in(GENAI, "gen_ai.usage.total_tokens"),
      in(OPENINFERENCE, "llm.token_count.total"),
      in(TRACELOOP, "llm.usage.total_tokens")),

  CACHED_TOKENS(
      "`input_tokens_details.cached_tokens`",
      in(GENAI, "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens"),
      in(OPENINFERENCE, "llm.token_count.prompt_details.cache_read"),
      in(TRACELOOP, "llm.usage.cache_read_input_tokens")),

  CACHE_WRITTEN_TOKENS(
      "`input_tokens_details.cache_creation_tokens`",
      in(
          GENAI,
          "gen_ai.usage.cache_creation.input_tokens",
          "gen_ai.usage.cache_creation_input_tokens"),
      in(OPENINFERENCE, "llm.token_count.prompt_details.cache_write"),
      in(TRACELOOP, "llm.usage.cache_creation_input_tokens")),

  REASONING_TOKENS(
      "`output_tokens_details.reasoning_tokens`",
      in(GENAI, "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens"),
      in(OPENINFERENCE, "llm.token_count.completion_details.reasoning"),
      in(TRACELOOP, "llm.usage.reasoning_tokens")),

  USAGE(
      "counts of tokens by name, below the rows above",
      in(THREADMARK, "threadmark.usage"),
      in(LANGFUSE, "langfuse.observation.usage_details"),
      in(MLFLOW, "mlflow.chat.tokenUsage")),

  TAGS(
      "tags",
      in(THREADMARK, "threadmark.tags"),
      in(OPENINFERENCE, "tag.tags"),
      in(LANGFUSE, "langfuse.trace.tags"),
      in(MLFLOW, "mlflow.traceTag.*"),
      in(TRACELOOP, "traceloop.association.properties.*")),

  METADATA(
      "metadata, of a root span alone",
      in(THREADMARK, "threadmark.metadata"),
      in(OPENINFERENCE, "metadata")),

  TRACE_METADATA(
      "metadata of the trace, whichever span tells it",
      in(LANGFUSE, "langfuse.trace.metadata", "langfuse.trace.metadata.*")),

  VERSION(
      "tag `service.version`; also of the resource",
      in(GENAI, "service.version"),
      in(LANGFUSE, "langfuse.release", "langfuse.version")),

  SERVICE("tag `service.name`; also of the resource", in(GENAI, "service.name")),

  ENVIRONMENT(
      "tag `deployment.environment`; also of the resource",
      in(GENAI, "deployment.environment.name", "deployment.environment"),
      in(LANGFUSE, "langfuse.environment")),

  ERROR_TYPE(
      "code of an error; also of the event `exception`", in(GENAI, "error.type", "exception.type")),

  ERROR_MESSAGE(
      "message of an error, behind the status's; also of the event `exception`",
      in(GENAI, "exception.message"));

  /** The attributes of a convention that have a meaning. */
  private record Column(Convention convention, List<Attribute> attributes) {}

  private final String title;
  private final Map<Convention, List<Attribute>> columns = new EnumMap<>(Convention.class);

  Meaning(String title, Column... columns) {
    this.title = title;
    for (Column column : columns) {
      this.columns.put(column.convention, column.attributes);
    }
  }

  private static Column in(Convention convention, String... notations) {
    return new Column(convention, Arrays.stream(notations).map(Attribute::of).toList());
  }

  /** What it is, for a person to read. */
  public String title() {
    return title;
  }

  /** How the attributes are written that a convention has for it; none where it has none. */
  public List<String> notations(Convention convention) {
    return columns.getOrDefault(convention, List.of()).stream().map(Attribute::notation).toList();
  }

  Map<Convention, List<Attribute>> columns() {
    return columns;
  }
}
