package io.threadmark.gateway.span;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/** What sort of step a span is, whoever names it. */
public enum SpanSort {
  /** A call of a language model. */
  LLM,
  EMBEDDING,
  RERANKER,
  RETRIEVER,
  TOOL,
  AGENT,
  /** A step that is made of others: a chain, a workflow, a task. */
  CHAIN,
  EVALUATOR,
  GUARDRAIL,
  /** One that does not say, or in a word that is not known. */
  OTHER;

  private static final Map<String, SpanSort> BY_WORD =
      Map.ofEntries(
          entry("llm", LLM),
          entry("chat", LLM),
          entry("chat_model", LLM),
          entry("text_completion", LLM),
          entry("completion", LLM),
          entry("generate_content", LLM),
          entry("generation", LLM),
          entry("embedding", EMBEDDING),
          entry("embeddings", EMBEDDING),
          entry("reranker", RERANKER),
          entry("rerank", RERANKER),
          entry("retriever", RETRIEVER),
          entry("retrieval", RETRIEVER),
          entry("tool", TOOL),
          entry("execute_tool", TOOL),
          entry("function", TOOL),
          entry("agent", AGENT),
          entry("invoke_agent", AGENT),
          entry("create_agent", AGENT),
          entry("chain", CHAIN),
          entry("workflow", CHAIN),
          entry("invoke_workflow", CHAIN),
          entry("task", CHAIN),
          entry("prompt", CHAIN),
          entry("parser", CHAIN),
          entry("memory", CHAIN),
          entry("evaluator", EVALUATOR),
          entry("guardrail", GUARDRAIL));

  /** The sort of a span; one that tells none and names a model is a call of it. */
  public static SpanSort of(Attributes attributes) {
    String word = attributes.text(Meaning.KIND);
    if (word != null) {
      return BY_WORD.getOrDefault(word.strip().toLowerCase(Locale.ROOT), OTHER);
    }
    boolean isCall =
        attributes.find(Meaning.MODEL) != null || attributes.find(Meaning.INPUT_MESSAGES) != null;
    return isCall ? LLM : OTHER;
  }

  /**
   * Whether the tokens that it tells are its own. Agents, chains and their like repeat those of the
   * calls within them; an agent that is called elsewhere has none within.
   */
  public boolean countsTokens(SpanData span) {
    return switch (this) {
      case LLM, EMBEDDING, RERANKER, OTHER -> true;
      case AGENT -> "CLIENT".equals(span.kind());
      case RETRIEVER, TOOL, CHAIN, EVALUATOR, GUARDRAIL -> false;
    };
  }

  /** Whether what goes in and comes out may stand for that of the trace. */
  public boolean speaksForTheTrace() {
    return this == LLM || this == AGENT || this == CHAIN || this == OTHER;
  }

  /** Whether its model is one that answers. */
  public boolean answers() {
    return this == LLM || this == AGENT || this == OTHER;
  }
}
