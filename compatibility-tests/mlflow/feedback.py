"""What people do with MLflow's client to collect feedback, against a running gateway. Prints a line for each thing done.

Usage: feedback.py GATEWAY
"""

import inspect
import json
import subprocess
import sys
import uuid

import mlflow
from mlflow.entities import AssessmentSource, Feedback

GATEWAY = sys.argv[1]
# Another process that judges a trace before the one that made it has sent it.
if len(sys.argv) > 2:
    mlflow.set_tracking_uri(GATEWAY)
    mlflow.log_feedback(
        trace_id=sys.argv[2],
        name="early",
        value=True,
        source=AssessmentSource("HUMAN", "elsewhere"),
    )
    sys.exit(0)

mlflow.set_tracking_uri(GATEWAY)
RUN = uuid.uuid4().hex[:8]
HUMAN = AssessmentSource("HUMAN", "user-1")


def done(what):
    print("ok  " + what, flush=True)


def equal(found, wanted, what):
    assert found == wanted, f"{what}: {found!r} is not {wanted!r}"


def search(**options):
    # Older releases spell it in another way.
    known = inspect.signature(mlflow.search_traces).parameters
    name = "locations" if "locations" in known else "experiment_ids"
    return mlflow.search_traces(**{name: [EXPERIMENT]}, return_type="list", **options)


def flush():
    if hasattr(mlflow, "flush_trace_async_logging"):
        mlflow.flush_trace_async_logging()


def assessments(trace_id):
    return {each.name: each for each in mlflow.get_trace(trace_id).info.assessments}


EXPERIMENT = mlflow.set_experiment("default").experiment_id
equal(EXPERIMENT, "0", "the default experiment")


# --- a service that tells its trace's id with each answer ---


@mlflow.trace(name="answer")
def answer(question, request=None, session=None):
    mlflow.update_current_trace(
        client_request_id=request,
        tags={"run": RUN},
        metadata={"mlflow.trace.session": session or "s-" + RUN, "mlflow.trace.user": "user-1"},
    )
    with mlflow.start_span(name="model", span_type="LLM") as span:
        span.set_inputs({"question": question})
        span.set_outputs("You asked " + question)
    return "You asked " + question, mlflow.get_current_active_span().trace_id


_, first = answer("one")
flush()
mlflow.log_feedback(trace_id=first, name="user_feedback", value=True, rationale="spot on", source=HUMAN)
found = assessments(first)["user_feedback"]
equal((found.feedback.value, found.rationale, found.source.source_id), (True, "spot on", "user-1"), "by trace id")
info = mlflow.get_trace(first).info
equal(str(info.state).split(".")[-1], "OK", "state")
equal(info.tags["run"], RUN, "tag")
equal(info.tags["mlflow.traceName"], "answer", "name")
equal(json.loads(info.request_preview)["question"], "one", "request preview")
equal(info.trace_metadata["mlflow.trace.session"], "s-" + RUN, "session")
done("feedback by trace id")

# --- a service whose client only knows an id of its own ---

request = "request-" + RUN
answer("two", request=request)
flush()
(trace,) = search(filter_string=f"attributes.client_request_id = '{request}'", max_results=1)
equal(trace.info.client_request_id, request, "client request id")
mlflow.log_feedback(trace_id=trace.info.trace_id, name="user_feedback", value=False, rationale="no", source=HUMAN)
(trace,) = search(filter_string=f"attributes.client_request_id = '{request}'", max_results=1)
equal([each.feedback.value for each in trace.info.assessments], [False], "by client request id")
done("feedback by client request id, found as soon as it is acknowledged")

# --- a stream, whose last event is the trace's id ---


@mlflow.trace(name="stream", output_reducer=lambda chunks: "".join(chunks[:-1]))
def stream():
    for word in ("a ", "b ", "c"):
        yield word
    yield mlflow.get_current_active_span().trace_id


*words, streamed = stream()
flush()
equal("".join(words), "a b c", "stream")
mlflow.log_feedback(trace_id=streamed, name="user_feedback", value=True, source=HUMAN)
equal(assessments(streamed)["user_feedback"].feedback.value, True, "streamed")
equal(json.loads(mlflow.get_trace(streamed).info.response_preview), "a b c", "response preview")
done("a streamed answer whose trace id comes last")

# --- every kind of value and of judge ---

_, judged = answer("three")
flush()
values = {
    "accuracy": 4,
    "helpfulness": 0.5,
    "tone": "formal",
    "comment": "A long text.\nOf two lines.",
    "parts": {"facts": True, "score": 3},
    "labels": ["a", 2],
}
for kind, (name, value) in zip(["HUMAN", "LLM_JUDGE", "CODE"] * 2, values.items()):
    mlflow.log_feedback(
        trace_id=judged, name=name, value=value, source=AssessmentSource(kind, "judge"), metadata={"version": "1"}
    )
mlflow.log_feedback(trace_id=judged, name="broken", error=ValueError("no answer"), source=AssessmentSource("CODE", "x"))
found = assessments(judged)
for kind, (name, value) in zip(["HUMAN", "LLM_JUDGE", "CODE"] * 2, values.items()):
    equal(found[name].feedback.value, value, name)
    equal(found[name].source.source_type, kind, name + " source")
    equal(found[name].metadata["version"], "1", name + " metadata")
equal(found["broken"].feedback.error.error_message, "no answer", "error")
done("booleans, numbers, categories, texts, objects, lists, errors; people, models and code")

mlflow.log_expectation(trace_id=judged, name="expected", value="Paris", source=HUMAN)
mlflow.log_expectation(trace_id=judged, name="facts", value={"capital": ["Paris"]}, source=HUMAN)
found = assessments(judged)
equal(found["expected"].expectation.value, "Paris", "expectation")
equal(found["facts"].expectation.value, {"capital": ["Paris"]}, "packed expectation")
done("expectations")

# --- changes ---

made = mlflow.log_feedback(trace_id=judged, name="mind", value=True, rationale="at first", source=HUMAN, metadata={"a": "1"})
key = made.assessment_id
equal(mlflow.get_assessment(judged, key).feedback.value, True, "right after it was made")
mlflow.update_assessment(judged, key, Feedback(name="mind", value=False, metadata={"b": "2"}))
found = mlflow.get_assessment(judged, key)
equal((found.feedback.value, found.rationale, found.metadata), (False, "at first", {"a": "1", "b": "2"}), "updated")
equal(found.create_time_ms, made.create_time_ms, "create time")
over = mlflow.override_feedback(trace_id=judged, assessment_id=key, value="unsure", source=HUMAN)
equal(mlflow.get_assessment(judged, key).valid, False, "overridden")
equal(assessments(judged)["mind"].feedback.value, "unsure", "the one that overrides")
mlflow.delete_assessment(judged, over.assessment_id)
equal(mlflow.get_assessment(judged, key).valid, True, "restored")
mlflow.delete_assessment(judged, key)
mlflow.delete_assessment(judged, key)
assert "mind" not in assessments(judged), "it was deleted"
done("update, override, delete, delete again")

mlflow.set_trace_tag(judged, "reviewed", "yes")
equal(mlflow.get_trace(judged).info.tags.get("reviewed"), "yes", "tag")
mlflow.delete_trace_tag(judged, "reviewed")
equal(mlflow.get_trace(judged).info.tags.get("reviewed"), None, "tag that was deleted")
done("tags")

# --- feedback before its trace ---

with mlflow.start_span(name="early") as span:
    subprocess.run([sys.executable, __file__, GATEWAY, span.trace_id], check=True)
    early = span.trace_id
flush()
equal(assessments(early)["early"].feedback.value, True, "early")
done("feedback from another process before the trace has come")

# --- analysis ---

session = "analysis-" + RUN
for i in range(6):
    _, trace_id = answer(f"question {i}", session=session)
    flush()
    if i < 4:
        mlflow.log_feedback(trace_id=trace_id, name="user_feedback", value=i < 3, source=HUMAN)
        for name in ("ease", "clarity"):
            mlflow.log_feedback(trace_id=trace_id, name=name, value=i + 1, source=HUMAN)

of_session = f"metadata.`mlflow.trace.session` = '{session}'"
traces = search(filter_string=of_session)
equal(len(traces), 6, "traces")
judged_ones = [
    [each for each in trace.info.assessments if each.name == "user_feedback" and each.valid] for trace in traces
]
rate = sum(1 for each in judged_ones if each) / len(traces)
positive = sum(1 for each in judged_ones if each and each[0].feedback.value) / sum(1 for each in judged_ones if each)
print(f"    feedback rate {rate:.2f}, positive rate {positive:.2f}")
equal((round(rate, 2), positive), (0.67, 0.75), "rates")
means = {}
for trace in traces:
    for each in trace.info.assessments:
        if each.name in ("ease", "clarity"):
            means.setdefault(each.name, []).append(each.feedback.value)
means = {name: sum(given) / len(given) for name, given in means.items()}
print(f"    means {means}")
equal(means, {"ease": 2.5, "clarity": 2.5}, "means")
done("feedback rate, positive rate, mean per rating")


def count(filter_string):
    return len(search(filter_string=of_session + " AND " + filter_string))


for filter_string, wanted in {
    "status = 'OK'": 6,
    "status != 'OK'": 0,
    "name LIKE 'ans%'": 6,
    "name IN ('answer', 'x')": 6,
    f"tags.run = '{RUN}'": 6,
    "tags.`run` != 'x'": 6,
    "tags.absent IS NULL": 6,
    "tags.run IS NOT NULL": 6,
    "timestamp_ms > 0": 6,
    "execution_time >= 0": 6,
    "feedback.user_feedback = 'true'": 3,
    "feedback.user_feedback = 'false'": 1,
    "feedback.user_feedback IS NOT NULL": 4,
    "feedback.user_feedback IS NULL": 2,
    "feedback.ease != '4'": 3,
    "metadata.`mlflow.trace.user` = 'user-1'": 6,
    "trace.client_request_id = 'nobody'": 0,
}.items():
    equal(count(filter_string), wanted, filter_string)
try:
    search(filter_string="colour = 'red'")
    raise AssertionError("a field that is not known was taken")
except mlflow.exceptions.MlflowException as e:
    equal(e.error_code, "INVALID_PARAMETER_VALUE", "an unknown field")
oldest = search(filter_string=of_session, order_by=["timestamp_ms ASC"], max_results=4)
equal([json.loads(t.info.request_preview)["question"] for t in oldest], [f"question {i}" for i in range(4)], "order")
done("filters, order, paging")

print("mlflow " + mlflow.__version__ + ": all of it")
