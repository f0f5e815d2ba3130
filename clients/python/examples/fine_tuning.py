"""From a filter to a file for fine-tuning.

python fine_tuning.py FOLDER
"""

import sys

import threadmark

# %% Which conversations are there?
client = threadmark.Client()
liked = client.threads(polarity="POSITIVE", facets="feedback_name,model")
print(f"{liked.count} conversations have good feedback: {liked.facets}")

# %% Look at a few.
for row in liked.to_list()[:3]:
    print(row["thread_id"], row.get("title"))

# %% Make the dataset: what at least one person liked or corrected, without leaks between the splits.
package = client.export(
    "openai-chat",
    sys.argv[1],
    filters={"has_feedback": True},
    rules={"min_raters": 1, "thresholds": {"stars": {"positive_from": 4, "negative_to": 2}}},
    split={"train": 0.9, "validation": 0.1, "test": 0, "salt": "2026"},
)
print(f"{package.rows} rows in {package.path}; left out: {package.dropped}")
