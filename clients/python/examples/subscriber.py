"""Listens to labeled threads, and goes on where it was when it is started again.

python subscriber.py PLACE [HOW_MANY]
"""

import sys
from pathlib import Path

import threadmark


def main(place: Path, most: int | None) -> None:
    last = place.read_text() if place.exists() else None
    heard = 0
    with threadmark.Client() as client:
        for event in client.stream(last_event_id=last, replay=last is None):
            if event.kind == "thread":
                print(event.data["thread_id"], event.data["feedback_count"], flush=True)
                heard += 1
            elif event.kind == "removed":
                print(event.data["thread_id"], "removed", flush=True)
            place.write_text(event.id)  # after the work, so that none is left out
            if most is not None and heard >= most:
                return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
