"""A model server that stands in for OpenAI's."""

import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

QUESTION = "Is it open on Sunday?"
ANSWER = "Yes, until six."


class Model(BaseHTTPRequestHandler):
    """A model that has one answer, at once or in pieces."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        base = {"id": "resp-" + uuid.uuid4().hex, "created": int(time.time()), "model": "stub-1"}
        usage = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}
        self.send_response(200)
        if not asked.get("stream"):
            message = {"role": "assistant", "content": ANSWER}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            body = json.dumps({**base, "object": "chat.completion", "choices": [choice], "usage": usage})
            self.send_header("Content-Type", "application/json")
        else:
            pieces = [{"role": "assistant", "content": ""}] + [{"content": word} for word in ("Yes, ", "until six.")]
            chunks = [{"choices": [{"index": 0, "delta": piece, "finish_reason": None}]} for piece in pieces]
            chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            chunks.append({"choices": [], "usage": usage})
            events = [json.dumps({**base, "object": "chat.completion.chunk", **chunk}) for chunk in chunks]
            body = "".join(f"data: {event}\n\n" for event in events + ["[DONE]"])
            self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass


def serve(handler):
    """A server on a free port of this machine, and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def ask(client, stream):
    """One turn with the model, by OpenAI's client."""
    asked = {"model": "stub-1", "messages": [{"role": "user", "content": QUESTION}]}
    if not stream:
        return client.chat.completions.create(**asked).choices[0].message.content
    chunks = client.chat.completions.create(stream=True, stream_options={"include_usage": True}, **asked)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
