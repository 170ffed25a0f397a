"""Kith beside Splink and recordlinkage on the same rows, by one evaluator.

    match_with_peers.py KITH DATA [SET…] [--pairs-per-second]

KITH is the binary, DATA the folder of public data sets. Splink runs with the settings of its own tutorials for
each set, recordlinkage with those of its FEBRL example and its unsupervised classifier; Kith runs without any.
Seconds are of the processor, all threads together, reading and clustering included. Needs splink and
recordlinkage in the Python that runs this.
"""
import collections
import csv
import gzip
import json
import logging
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

SETS = {
    "fake_1000": ("splink/fake_1000.csv", "unique_id", "cluster", None),
    "febrl3": ("febrl/dataset3.csv", "rec_id", "rec_id", r"rec-(\d+)"),
    "historical_50k": ("splink/historical_figures_50k.csv.gz", "unique_id", "cluster", None),
}


def read_rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return rows


def grade(clusters, truth):
    """Pairwise precision, recall and F1, and B³, of two labels a row."""
    both = collections.Counter(zip(clusters, truth))
    found, true = collections.Counter(clusters), collections.Counter(truth)
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())
    right, found_pairs, true_pairs = pairs(both), pairs(found), pairs(true)
    precision = right / found_pairs if found_pairs else 1.0
    recall = right / true_pairs if true_pairs else 1.0
    rows = len(truth)
    b3p = sum(n * n / found[c] for (c, _), n in both.items()) / rows
    b3r = sum(n * n / true[t] for (_, t), n in both.items()) / rows
    mean = lambda a, b: 2 * a * b / (a + b) if a + b else 0.0
    return {"f1": mean(precision, recall), "precision": precision, "recall": recall, "b3": mean(b3p, b3r)}


def processor(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def components(ids, links):
    parent = {i: i for i in ids}

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in links:
        parent[find(a)] = find(b)
    return {i: find(i) for i in ids}


def run_kith(kith, path, rows, key):
    """The rows of the output come in the order of the file; the cluster is the column that was not there."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "clusters.csv")
        before = processor(resource.RUSAGE_CHILDREN)
        subprocess.run([kith, "dedupe", path, "--out", out, "--json"], check=True, capture_output=True)
        seconds = processor(resource.RUSAGE_CHILDREN) - before
        made = read_rows(out)
    column = next(name for name in made[0] if name not in rows[0])
    by_key = {row[key]: row[column] for row in made}
    return [by_key[row[key]] for row in rows], seconds


def splink_model(name):
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    if name == "fake_1000":
        return dict(
            settings=SettingsCreator(
                link_type="dedupe_only",
                comparisons=[
                    cl.NameComparison("first_name"), cl.NameComparison("surname"),
                    cl.LevenshteinAtThresholds("dob", 1),
                    cl.ExactMatch("city").configure(term_frequency_adjustments=True),
                    cl.EmailComparison("email")],
                blocking_rules_to_generate_predictions=[block_on("first_name", "city"), block_on("surname")]),
            certain=[block_on("first_name", "dob"), block_on("surname", "dob"), block_on("email")],
            recall=0.7, train=[block_on("first_name", "surname"), block_on("dob")], threshold=0.5)
    if name == "febrl3":
        return dict(
            settings=SettingsCreator(
                link_type="dedupe_only", unique_id_column_name="rec_id",
                comparisons=[
                    cl.NameComparison("given_name"), cl.NameComparison("surname"),
                    cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
                    cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                    cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                    cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                        term_frequency_adjustments=True)],
                blocking_rules_to_generate_predictions=[
                    block_on("soc_sec_id"), block_on("given_name"), block_on("surname"),
                    block_on("date_of_birth"), block_on("postcode", "street_number")]),
            certain=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
            recall=0.8, train=[block_on("date_of_birth"), block_on("soc_sec_id")], threshold=0.5)
    return dict(
        settings=SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.ForenameSurnameComparison("first_name", "surname",
                                             forename_surname_concat_col_name="first_name_surname_concat"),
                cl.DateOfBirthComparison("dob", input_is_string=True), cl.PostcodeComparison("postcode_fake"),
                cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
                cl.ExactMatch("occupation").configure(term_frequency_adjustments=True)],
            blocking_rules_to_generate_predictions=[
                block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"),
                block_on("first_name", "dob"), block_on("postcode_fake", "first_name"),
                block_on("postcode_fake", "surname"), block_on("dob", "birth_place"),
                block_on("substr(postcode_fake,1,3)", "dob"),
                block_on("substr(postcode_fake,1,3)", "first_name"),
                block_on("substr(postcode_fake,1,3)", "surname"),
                block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)")]),
        certain=[
            "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
            "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname and "
            "substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
            "l.dob = r.dob and l.postcode_fake = r.postcode_fake"],
        recall=0.6, train=[block_on("first_name", "surname"), block_on("dob")], threshold=0.95)


def run_splink(name, rows, key, pairs_only=False):
    import pandas as pd
    from splink import DuckDBAPI, Linker

    frame = pd.DataFrame(rows).map(lambda cell: cell if cell != "" else None)
    if name == "historical_50k":
        frame["first_name_surname_concat"] = frame["first_name"] + " " + frame["surname"]
    model = splink_model(name)
    before = processor(resource.RUSAGE_SELF)
    api = DuckDBAPI()
    linker = Linker(api.register(frame), model["settings"], log_level=None)
    linker.training.estimate_probability_two_random_records_match(model["certain"], recall=model["recall"])
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in model["train"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    begun = processor(resource.RUSAGE_SELF)
    pairs = linker.inference.predict(threshold_match_probability=None if pairs_only else model["threshold"])
    scoring = processor(resource.RUSAGE_SELF) - begun
    if pairs_only:
        return len(pairs.as_pandas_dataframe(limit=None)), scoring
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=model["threshold"]).as_pandas_dataframe()
    seconds = processor(resource.RUSAGE_SELF) - before
    by_key = dict(zip(clusters[key].astype(str), clusters["cluster_id"].astype(str)))
    return [by_key[row[key]] for row in rows], seconds


def run_recordlinkage(rows, key):
    """As its FEBRL example does it, with its ECM classifier in place of the hand-set threshold."""
    import pandas as pd
    import recordlinkage

    frame = pd.DataFrame(rows).map(lambda cell: cell if cell != "" else None).set_index(key)
    before = processor(resource.RUSAGE_SELF)
    indexer = recordlinkage.Index()
    for column in ("given_name", "surname", "date_of_birth"):
        indexer.block(column)
    pairs = indexer.index(frame)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "suburb", "state", "soc_sec_id"):
        compare.exact(column, column, label=column)
    features = compare.compute(pairs, frame)
    links = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
    clusters = components(list(frame.index), list(links))
    return [clusters[row[key]] for row in rows], processor(resource.RUSAGE_SELF) - before


def show(name, system, clusters, truth, seconds):
    result = grade(clusters, truth)
    figures = "  ".join(f"{k} {v:.4f}" for k, v in result.items())
    print(f"{name:15} {system:14} {figures}  {seconds:.1f} cpu-s", flush=True)


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    kith, data, wanted = words[0], words[1], words[2:] or list(SETS)
    for name in wanted:
        path, key, label, pattern = SETS[name]
        path = os.path.join(data, path)
        rows = read_rows(path)
        truth = [re.search(pattern, row[label]).group(1) if pattern else row[label] for row in rows]
        if "--pairs-per-second" in sys.argv:
            inputs = [{k: v for k, v in row.items() if k != "cluster"} for row in rows]
            pairs, seconds = run_splink(name, inputs, key, pairs_only=True)
            print(f"{name:15} splink: {pairs} pairs in {seconds:.1f} cpu-s, {pairs / seconds:,.0f} a cpu-second")
            continue
        show(name, "kith", *[(c, truth, s) for c, s in [run_kith(kith, path, rows, key)]][0])
        inputs = [{k: v for k, v in row.items() if k != "cluster"} for row in rows]
        clusters, seconds = run_splink(name, inputs, key)
        show(name, "splink", clusters, truth, seconds)
        if name == "febrl3":
            clusters, seconds = run_recordlinkage(inputs, key)
            show(name, "recordlinkage", clusters, truth, seconds)


main()
