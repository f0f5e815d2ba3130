"""A chat that tells the trace's id with each answer, and takes a thumb for it.

uvicorn chat_by_trace_id:app
"""

import uuid

from fastapi import FastAPI
from pydantic import BaseModel

import threadmark

app = FastAPI()
sender = threadmark.Client().background()


class Question(BaseModel):
    text: str
    conversation: str


class Thumb(BaseModel):
    trace_id: str
    up: bool
    comment: str | None = None


def answer(text: str) -> str:
    return f"You asked: {text}"  # the model's work


@app.post("/chat")
def chat(question: Question) -> dict[str, str]:
    trace_id = uuid.uuid4().hex
    text = answer(question.text)
    sender.log_message(question.conversation, "user", question.text)
    sender.log_trace(trace_id, thread_id=question.conversation, input=question.text, output=text, model="example")
    sender.log_message(question.conversation, "assistant", text, trace_id=trace_id)
    return {"answer": text, "trace_id": trace_id}


@app.post("/feedback")
def feedback(thumb: Thumb) -> dict[str, str]:
    said = sender.log_feedback(thumb.up, trace_id=thumb.trace_id, name="thumb", rationale=thumb.comment)
    return {"feedback_id": said}
