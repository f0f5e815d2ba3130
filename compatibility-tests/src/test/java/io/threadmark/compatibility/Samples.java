package io.threadmark.compatibility;

/** Events of every type, with something in every kind of field. */
final class Samples {
  private Samples() {}

  /**
   * A conversation as an application posts it, one event a line. Its thread has three pieces of
   * feedback, two messages and one trace.
   */
  static String conversation(String thread) {
    return """
        {"type":"feedback","feedback_id":"%1$s-f1","client_request_id":"%1$s-r1","value":true,"rationale":"точно 👍","source":{"type":"HUMAN","id":"u1"},"metadata":{"n":12345678901234567890.5},"timestamp":"2026-01-01T00:00:05.123456Z"}
        {"type":"trace","trace_id":"%1$s-t1","client_request_id":"%1$s-r1","thread_id":"%1$s","name":"chat","status":"ERROR","error":{"code":"E1","message":"too slow"},"start_time":"2026-01-01T00:00:00.000001Z","end_time":"2026-01-01T00:00:01Z","input":"Où?","output":{"rows":[1,2.50,null]},"model":"gpt-x","usage":{"input_tokens":10,"output_tokens":999999999999},"user":{"id":"u1","name":"Ann","segments":{"plan":"pro"}},"tags":{"env":"prod"},"metadata":{"deep":{"a":[true,{}]}},"timestamp":"2026-01-01T00:00:01Z"}
        {"type":"message","thread_id":"%1$s","message_id":"m1","role":"user","content":"Où est 我的 🍵?","timestamp":"2026-01-01T00:00:00Z"}
        {"type":"message","thread_id":"%1$s","message_id":"m2","role":"tool","name":"lookup","content_json":{"rows":3},"trace_id":"%1$s-t1","tags":{"k":"v"},"timestamp":"2026-01-01T00:00:01Z"}
        {"type":"thread","thread_id":"%1$s","title":"Tea","intents":["refund","tea"],"issues":["slow"],"tags":{"env":"prod"},"metadata":{"x":null},"timestamp":"2026-01-01T00:00:02Z"}
        {"type":"feedback","feedback_id":"%1$s-f2","trace_id":"%1$s-t1","name":"helpfulness","value":4.5,"scale":{"min":1,"max":5},"timestamp":"2026-01-01T00:00:06Z"}
        {"type":"feedback","feedback_id":"%1$s-f3","thread_id":"%1$s","message_id":"m2","name":"judge","error":{"code":"timeout","message":"no answer"},"source":{"type":"LLM_JUDGE","id":"judge-1"},"timestamp":"2026-01-01T00:00:07Z"}
        """
        .formatted(thread);
  }
}
