"""A chat that streams its answer, and tells the trace's id last.

uvicorn chat_streaming:app
"""

import json
import uuid
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

import threadmark

app = FastAPI()
sender = threadmark.Client().background()


def words(question: str) -> Iterator[str]:
    yield from (f"{word} " for word in f"You asked: {question}".split())  # the model's work


@app.get("/chat")
def chat(question: str) -> StreamingResponse:
    def stream() -> Iterator[str]:
        said = ""
        for word in words(question):
            said += word
            yield f"data: {json.dumps({'word': word})}\n\n"
        trace_id = sender.log_trace(uuid.uuid4().hex, input=question, output=said.strip())
        yield f"data: {json.dumps({'trace_id': trace_id})}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream")


@app.post("/feedback/{trace_id}")
def feedback(trace_id: str, up: bool) -> dict[str, str]:
    return {"feedback_id": sender.log_feedback(up, trace_id=trace_id, name="thumb")}
