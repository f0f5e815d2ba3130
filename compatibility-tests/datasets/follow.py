"""Reads a continuous export as its document says: follow.py FOLDER DOCUMENT THREAD...

The SQL and the Python of the document are run as they stand there, with the folder in the place of theirs. Both must find the
threads that are named, and no others.
"""

import re
import sys

import duckdb

FOLDER = "/data/labeled-threads"


def snippet(document, name):
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", document, re.DOTALL)
    assert found, f"the document has no snippet for {name}"
    return found.group(1).replace(FOLDER, folder)


folder, file, *expected = sys.argv[1:]
with open(file, encoding="utf-8") as opened:
    document = opened.read()

by_sql = duckdb.sql(snippet(document, "duckdb")).df()
by_pandas = {}
exec(snippet(document, "pandas"), by_pandas)

for reader, threads in (("DuckDB", by_sql), ("pandas", by_pandas["threads"])):
    found = sorted(threads["thread_id"])
    assert found == sorted(expected), f"{reader} finds {found}"
    assert all(len(row) > 0 for row in threads["feedback"]), reader
    print(f"{reader} finds {', '.join(found)}")
