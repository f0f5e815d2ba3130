"""log_feedback of MLflow's client from 8 threads, against a gateway and against `mlflow server`, in turns.

Usage: log_feedback.py GATEWAY PID...

Each PID is of a process behind the gateway, the gateway first. Prints calls a second and the time of the processors for each
call. MLflow's server runs as it does by itself: SQLite, and as many workers as it chooses.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import mlflow
from mlflow.entities import AssessmentSource

THREADS = 8
ROUNDS = 3
SECONDS = 15
TRACES = 64
HUMAN = AssessmentSource("HUMAN", "user-1")
TICK = os.sysconf("SC_CLK_TCK")


def seconds_of(pids):
    """What processes have taken of the processors; None where one is gone."""
    taken = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        taken += int(fields[11]) + int(fields[12])
    return taken / TICK


def family(pid):
    """A process and all below it."""
    found = [pid]
    for each in found:
        for task in os.listdir(f"/proc/{each}/task"):
            with open(f"/proc/{each}/task/{task}/children") as children:
                found.extend(int(child) for child in children.read().split())
    return found


def traces():
    made = []
    for number in range(TRACES):
        with mlflow.start_span(name="answer") as span:
            span.set_inputs({"question": "How do I get my money back?"})
            span.set_outputs("By asking for it.")
            made.append(span.trace_id)
    mlflow.flush_trace_async_logging()
    return made


def judge(made, seconds):
    """Calls until the time is over; how many there were."""
    end = time.monotonic() + seconds
    counts = [0] * THREADS
    failures = []

    def work(number):
        try:
            while time.monotonic() < end:
                trace = made[(number + counts[number] * THREADS) % len(made)]
                mlflow.log_feedback(trace_id=trace, name="user_feedback", value=True, rationale="spot on", source=HUMAN)
                counts[number] += 1
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts)


def measured(server, parts):
    before = {part: seconds_of(pids()) for part, pids in parts.items()}
    client = time.process_time()
    began = time.monotonic()
    calls = judge(server, SECONDS)
    took = time.monotonic() - began
    figures = {part: (seconds_of(pids()) - before[part]) / calls * 1e6 for part, pids in parts.items()}
    return calls / took, figures, (time.process_time() - client) / calls * 1e6


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    gateway, pids = sys.argv[1], [int(pid) for pid in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
        with open(os.path.join(folder, "log"), "w") as log:
            theirs = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + 120
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health").read()
                    break
                except OSError:
                    if time.monotonic() > deadline or theirs.poll() is not None:
                        sys.exit("mlflow server does not start:\n" + open(os.path.join(folder, "log")).read())
                    time.sleep(0.2)
            compare(gateway, pids, f"http://127.0.0.1:{port}", theirs.pid)
        finally:
            theirs.terminate()
            theirs.wait()


def compare(gateway, pids, server, server_pid):
    sides = {
        "Threadmark": (gateway, {"gateway": lambda: pids[:1], "gateway, and all that is behind it": lambda: pids}),
        "mlflow server": (server, {"all its processes": lambda: family(server_pid)}),
    }
    made = {}
    for name, (address, _) in sides.items():
        mlflow.set_tracking_uri(address)
        mlflow.set_experiment("Default" if name == "mlflow server" else "default")
        made[name] = traces()
        judge(made[name], 5)
    rounds = {name: [] for name in sides}
    for number in range(ROUNDS):
        for name, (address, parts) in sides.items():
            print(f"{name}, round {number + 1} of {ROUNDS}", file=sys.stderr)
            mlflow.set_tracking_uri(address)
            rounds[name].append(measured(made[name], parts))
    print("| log_feedback, 8 threads | calls a second | of the client, µs a call | server, µs a call |")
    print("|---|---|---|---|")
    for name, all_of in rounds.items():
        rate, figures, client = sorted(all_of, key=lambda one: one[0])[ROUNDS // 2]
        told = "; ".join(f"{part}: {micros:,.0f}" for part, micros in figures.items())
        print(f"| {name} | {rate:,.0f} | {client:,.0f} | {told} |")


main()
