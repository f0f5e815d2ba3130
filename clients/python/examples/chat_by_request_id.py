"""A chat whose page makes an id for each request itself, and judges by it: also before the answer is there.

uvicorn chat_by_request_id:app
"""

from fastapi import FastAPI, Header
from pydantic import BaseModel

import threadmark

app = FastAPI()
sender = threadmark.Client().background()


class Question(BaseModel):
    text: str


class Stars(BaseModel):
    stars: int


@app.post("/chat")
def chat(question: Question, x_request_id: str = Header()) -> dict[str, str]:
    text = f"You asked: {question.text}"  # the model's work
    sender.log_trace(client_request_id=x_request_id, input=question.text, output=text)
    return {"answer": text}


@app.put("/requests/{request_id}/stars")
def stars(request_id: str, given: Stars) -> dict[str, str]:
    # The same id for the same request: who changes their mind has one judgement, and not two.
    said = sender.log_feedback(
        given.stars,
        client_request_id=request_id,
        name="stars",
        scale={"min": 1, "max": 5},
        feedback_id=f"stars-{request_id}",
    )
    return {"feedback_id": said}
