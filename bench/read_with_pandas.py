"""Reads tables with pandas for bench_readers: one JSON job a line in, one JSON table a line out.

A job is {"path": …} with, where the dialect is told, {"delimiter", "quote", "escape", "header", "skip"}.
A table is {"rows": [[…]]}, the header first, or {"error": …}. Every cell is text, as it stands in the file.
"""
import json
import resource
import sys

import pandas as pd

# A file that it would take all memory for is answered with MemoryError.
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))


def read(job):
    options = {"dtype": str, "keep_default_na": False, "skip_blank_lines": True, "on_bad_lines": "skip"}
    if "delimiter" in job:
        delimiter = job["delimiter"]
        options["sep"] = delimiter if len(delimiter) == 1 else delimiter.replace("|", "\\|")
        if len(delimiter) > 1:
            options["engine"] = "python"
        options["skiprows"] = job["skip"]
        if job["quote"]:
            options["quotechar"] = job["quote"]
        if job["escape"] and job["escape"] != job["quote"]:
            options["escapechar"] = job["escape"]
        if job["header"] == 0:
            options["header"] = None
    else:
        options.update(sep=None, engine="python")
    frame = pd.read_csv(job["path"], **options)
    body = [["" if isinstance(cell, float) else str(cell) for cell in row] for row in frame.values.tolist()]
    return [[str(name) for name in frame.columns]] + body


for line in sys.stdin:
    job = json.loads(line)
    try:
        answer = {"rows": read(job)}
    except Exception as failure:  # whatever pandas refuses with is its answer
        answer = {"error": type(failure).__name__}
    print(json.dumps(answer, ensure_ascii=True), flush=True)
