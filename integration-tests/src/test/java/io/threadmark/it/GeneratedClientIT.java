package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.client.ApiClient;
import io.threadmark.client.ApiException;
import io.threadmark.client.api.EventsApi;
import io.threadmark.client.api.QueriesApi;
import io.threadmark.client.api.QueriesApi.APICountTracesRequest;
import io.threadmark.client.api.QueriesApi.APIListThreadsRequest;
import io.threadmark.client.api.QueriesApi.APIListTracesRequest;
import io.threadmark.client.api.SettingsApi;
import io.threadmark.client.model.AcceptedErasure;
import io.threadmark.client.model.Erasure;
import io.threadmark.client.model.Feedback;
import io.threadmark.client.model.FeedbackDefinition;
import io.threadmark.client.model.FeedbackDefinitionPolarity;
import io.threadmark.client.model.FeedbackState;
import io.threadmark.client.model.IngestAnswer;
import io.threadmark.client.model.ProjectSettings;
import io.threadmark.client.model.SubjectKind;
import io.threadmark.client.model.ThreadDocument;
import io.threadmark.client.model.ThreadList;
import io.threadmark.client.model.ThreadMessage;
import io.threadmark.client.model.ThreadPage;
import io.threadmark.client.model.ThreadRow;
import io.threadmark.client.model.Trace;
import io.threadmark.client.model.TraceList;
import io.threadmark.client.model.TraceRow;
import io.threadmark.client.model.TypedFeedbackEvent;
import io.threadmark.client.model.TypedTraceEvent;
import io.threadmark.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client generated from the OpenAPI document sends and reads. */
@ExtendWith(SharedThreadmark.class)
class GeneratedClientIT {
  private final String project = "generated-" + UUID.randomUUID();
  private EventsApi events;
  private QueriesApi queries;
  private SettingsApi settings;

  @BeforeEach
  void connect() {
    ApiClient client = new ApiClient();
    client.updateBaseUri(SharedThreadmark.threadmark().gatewayUrl());
    events = new EventsApi(client);
    queries = new QueriesApi(client);
    settings = new SettingsApi(client);
  }

  @Test
  void whatItSendsItReads() throws ApiException {
    TypedTraceEvent trace = new TypedTraceEvent();
    trace.traceId("t1").clientRequestId("r1").threadId("h1").output("Hi").model("m");
    trace.setType(TypedTraceEvent.TypeEnum.TRACE);
    TypedFeedbackEvent feedback = new TypedFeedbackEvent();
    feedback.feedbackId("f1").clientRequestId("r1").value(true).rationale("good");
    feedback.setType(TypedFeedbackEvent.TypeEnum.FEEDBACK);
    IngestAnswer answer =
        events.postEvents(List.of(trace, feedback), project, null, null, null, 10_000);
    assertThat(answer.getAccepted()).isEqualTo(2);
    assertThat(answer.getVisible()).isTrue();

    Feedback found = queries.getFeedback("f1", project, null, null, answer.getReceipt(), 10_000);
    assertThat(found.getState()).isEqualTo(FeedbackState.MATCHED);
    assertThat(found.getTraceId()).isEqualTo("t1");
    assertThat(found.getHistory()).hasSize(1);
    Trace its = queries.getTrace("t1", project, null, null, null, null);
    assertThat(its.getOutput()).isEqualTo("Hi");
    assertThat(its.getFeedback()).hasSize(1);
    APIListTracesRequest ofRequest =
        APIListTracesRequest.newBuilder()
            .xThreadmarkProject(project)
            .clientRequestId(List.of("r1"))
            .build();
    assertThat(queries.listTraces(ofRequest).getRows()).hasSize(1);
  }

  @Test
  void itListsAndCounts() throws ApiException {
    TypedTraceEvent trace = new TypedTraceEvent();
    trace.traceId("t1").threadId("h1, all of it").input("Where is my refund?").model("m");
    trace.setType(TypedTraceEvent.TypeEnum.TRACE);
    TypedFeedbackEvent feedback = new TypedFeedbackEvent();
    feedback.feedbackId("f1").traceId("t1").name("stars").value(4);
    feedback.setType(TypedFeedbackEvent.TypeEnum.FEEDBACK);
    String receipt =
        events.postEvents(List.of(trace, feedback), project, null, null, null, null).getReceipt();

    APIListThreadsRequest threads =
        APIListThreadsRequest.newBuilder()
            .xThreadmarkProject(project)
            .ids(List.of("h1\\, all of it", "other"))
            .hasFeedback(true)
            .feedbackValue(List.of(">=4"))
            .search("refund")
            .facets(List.of("feedback_value"))
            .includeFeedback(true)
            .waitFor(receipt)
            .waitMs(10_000)
            .build();
    ThreadList found = queries.listThreads(threads);
    assertThat(found.getCount()).isEqualTo(1);
    assertThat(found.getCountExact()).isTrue();
    assertThat(found.getFacets()).isEqualTo(Map.of("feedback_value", Map.of("4", 1L)));
    ThreadRow row = found.getRows().get(0);
    assertThat(row.getThreadId()).isEqualTo("h1, all of it");
    assertThat(row.getFeedback()).hasSize(1);
    assertThat(row.getSnippets().get(0).getHits()).containsExactly(List.of(12, 18));

    TraceList traces =
        queries.listTraces(
            APIListTracesRequest.newBuilder()
                .xThreadmarkProject(project)
                .model(List.of("m", "n"))
                .build());
    assertThat(traces.getRows())
        .extracting(TraceRow::getInputPreview)
        .containsExactly("Where is my refund?");
    APICountTracesRequest counted =
        APICountTracesRequest.newBuilder()
            .xThreadmarkProject(project)
            .notFeedbackName(List.of("stars"))
            .build();
    assertThat(queries.countTraces(counted).getCount()).isZero();
  }

  @Test
  void itGivesTimesOrLeavesThemOut() throws ApiException {
    TypedTraceEvent trace = new TypedTraceEvent();
    trace.traceId("t1").setType(TypedTraceEvent.TypeEnum.TRACE);
    TypedFeedbackEvent feedback = new TypedFeedbackEvent();
    feedback.feedbackId("f1").traceId("t1").value(true);
    feedback.setType(TypedFeedbackEvent.TypeEnum.FEEDBACK);
    String receipt =
        events.postEvents(List.of(trace, feedback), project, null, null, null, null).getReceipt();
    for (String after : new String[] {null, "2026-01-01T00:00:00Z"}) {
      assertThat(
              queries
                  .listFeedback(
                      project, null, null, null, null, after, null, null, null, receipt, 10_000)
                  .getRows())
          .hasSize(1);
      assertThat(
              queries
                  .getMetricsSummary(
                      project, null, after, null, null, null, null, null, null, receipt, 10_000)
                  .getTotalTraces())
          .isEqualTo(1);
    }
    assertThat(events.retractFeedback("f1", project, null, null, null, 10_000).getVisible())
        .isTrue();
    assertThat(queries.getFeedback("f1", project, null, null, null, null).getState())
        .isEqualTo(FeedbackState.RETRACTED);
  }

  @Test
  void itPutsAThreadAndReadsIt() throws ApiException {
    ThreadMessage message = new ThreadMessage();
    message.messageId("m1").threadId("h2").role("user").content("Hello");
    ThreadDocument document = new ThreadDocument().title("Greeting").messages(List.of(message));
    IngestAnswer answer = events.putThread("h2", document, project, null, null, null, 10_000);
    assertThat(answer.getAccepted()).isEqualTo(2);
    ThreadPage thread =
        queries.getThread("h2", project, null, 10, null, answer.getReceipt(), 10_000);
    assertThat(thread.getTitle()).isEqualTo("Greeting");
    assertThat(thread.getMessages()).hasSize(1);
    assertThat(thread.getMessages().get(0).getContent()).isEqualTo("Hello");
  }

  @Test
  void itErasesAThreadAndIsToldWhenThatIsDone() throws ApiException {
    ThreadMessage message = new ThreadMessage();
    message.messageId("m1").threadId("h3").role("user").content("Hello");
    ThreadDocument document = new ThreadDocument().messages(List.of(message));
    events.putThread("h3", document, project, null, null, null, 10_000);
    AcceptedErasure accepted = events.eraseThread("h3", project, null, null, null);
    assertThat(accepted.getSubjectKind()).isEqualTo(SubjectKind.THREAD);
    Erasure done =
        Await.untilPresent(
            "the erasure is done",
            () -> {
              Erasure found = queries.getErasure(accepted.getErasureId(), project, null);
              return found.getState() == Erasure.StateEnum.DONE ? found : null;
            });
    assertThat(done.getFinishedAt()).isAfterOrEqualTo(done.getRequestedAt());
    assertThat(done.getErased().getMessages()).isEqualTo(1);
  }

  @Test
  void itPutsTheSettingsThatItRead() throws ApiException {
    ProjectSettings unset = settings.getProject(project, null);
    assertThat(unset.getUpdatedAt()).isNull();
    unset.retentionDays(30).putFeedbackItem("rating", rating());
    ProjectSettings put = settings.putProject(unset, project, null, null);
    assertThat(put.getRetentionDays()).isEqualTo(30);
    assertThat(put.getFeedback().get("rating").getPolarity().getAlways())
        .isEqualTo(FeedbackDefinitionPolarity.AlwaysEnum.NEGATIVE);
    assertThat(settings.getProject(project, null)).isEqualTo(put);
  }

  private static FeedbackDefinition rating() {
    return new FeedbackDefinition()
        .kind(FeedbackDefinition.KindEnum.CATEGORICAL)
        .allowedValues(List.of("bad", "worse"))
        .polarity(
            new FeedbackDefinitionPolarity()
                .always(FeedbackDefinitionPolarity.AlwaysEnum.NEGATIVE));
  }

  @Test
  void itIsToldWhatIsWrong() {
    assertThatThrownBy(() -> queries.getTrace("none", project, null, null, null, null))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.getCode()).isEqualTo(404);
              assertThat(refused.getResponseBody()).contains("not_found");
            });
  }
}
