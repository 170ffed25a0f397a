"""Kith beside its peers on the same rows, by one evaluator.

    match_with_peers.py KITH DATA [SET…] [--systems kith,splink,…] [--timeout 900] [--memory 12]
                        [--json FILE] [--markdown]
    match_with_peers.py KITH DATA --same-pairs [--rows 200000]
    match_with_peers.py KITH DATA --scale ROWS [--systems kith,splink]
    match_with_peers.py KITH DATA [SET…] --thin SHARE [--scale ROWS]
    match_with_peers.py KITH DATA [SET…] --columns A,B [--columns A,C …] [--thin SHARE] [--scale ROWS]

KITH is the binary, DATA the folder of public data sets. The Python that runs this needs the peers: splink,
goldenmatch[polars], recordlinkage, and dedupe (3.0 with BTrees below 6 and zope.index below 8). Each system
on each set is a process of its own, given so many seconds and GiB; what does not come back in them is told as
such and the run goes on.

Who is told what:
  kith           nothing: `kith dedupe` and `kith link` as bench_match runs them, the truth only graded by
  splink         comparisons, blocking and training rules, written for every set: after its tutorials for
                 febrl3 and historical_50k, else by the kinds of the columns, words of texts taken apart
                 beforehand; that neither of two files holds duplicates; and of five thresholds the best by
                 the truth
  goldenmatch    nothing: dedupe_df and match_df without a configuration
  goldenmatch-fs nothing: the same with its probabilistic configuration, auto_configure_probabilistic_df
  dedupe         the kinds of its columns by their length, and labels: 100 pairs that are one (all 50 where
                 RLdata500 has no more) and 100 that are not, half of them alike. Nobody else is given labels,
                 and the labelled pairs are graded with the rest
  recordlinkage  blocking and columns after its FEBRL example, elsewhere in its manner, with its unsupervised
                 ECM classifier in place of the hand-set threshold
Peers do not see the truth, nor columns that number the rows. They get their rows in memory and their modules
loaded before the seconds begin, Kith's are the whole process, file to file. Seconds of the processor are
those of all threads and helpers together; the peak of a peer includes Python and the rows.

--same-pairs scores the same candidate pairs of a made-up table of standardised values, one thread each.
--scale is `kith sample --records ROWS`, read from the file by both; Splink's columns are cleaned before.
--thin is Kith alone where duplicates are rare: of each true group one row, and of a SHARE of them a second; the
sets of one file, or with --scale the wide sample. --columns is Kith alone with these columns and no others.
"""
import argparse
import collections
import csv
import functools
import gzip
import itertools
import json
import logging
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
csv.field_size_limit(1 << 24)

SYSTEMS = ["kith", "splink", "goldenmatch", "goldenmatch-fs", "dedupe", "recordlinkage"]

# files; the column, pattern or file of pairs that holds the truth; columns that peers are spared; how missing
# values are written. Rows and truth are those of bench_match.
Set = collections.namedtuple("Set", "title files truth pattern pairs hidden missing",
                             defaults=("", "", "", (), ()))
SETS = {
    "febrl3": Set("febrl3", ["febrl/dataset3.csv"], "rec_id", r"rec-([0-9]+)"),
    "febrl4": Set("febrl4, linked", ["febrl/dataset4a.csv", "febrl/dataset4b.csv"], "rec_id",
                  r"rec-([0-9]+)"),
    "fake_1000": Set("fake_1000", ["splink/fake_1000.csv"], "cluster", hidden=["unique_id"]),
    "fake_20000": Set("fake_20000", ["splink/fake_20000.csv.gz"], "group", hidden=["unique_id"]),
    "historical_50k": Set("historical_figures_50k", ["splink/historical_figures_50k.csv.gz"], "cluster",
                          hidden=["unique_id"]),
    "rldata500": Set("RLdata500", ["rldata/RLdata500.csv"], "ent_id", hidden=["rec_id"], missing=["NA"]),
    "dblp_acm": Set("DBLP–ACM, linked", ["dblp_acm/DBLP2.csv", "dblp_acm/ACM.csv"],
                    pairs="dblp_acm/DBLP-ACM_perfectMapping.csv", hidden=["id"]),
    "abt_buy": Set("Abt–Buy, linked", ["abt_buy/abt.csv", "abt_buy/buy.csv"], pairs="abt_buy/gt.csv",
                   hidden=["id"]),
    "amazon_google": Set("Amazon–Google, linked", ["amazon_google/amazon.csv", "amazon_google/gp.csv"],
                         pairs="amazon_google/gt.csv", hidden=["id"]),
    "cora": Set("Cora", ["cora/cora.csv"], pairs="cora/cora_gt.csv", hidden=["Entity Id"]),
    "cddb": Set("CDDB", ["cddb/cddb.csv.gz"], pairs="cddb/gt.csv", hidden=["id"]),
    "musicbrainz": Set("MusicBrainz 20K", ["musicbrainz/musicbrainz_20k.csv.gz"], "CID",
                       hidden=["TID", "CTID", "id"], missing=["null", "unk.", "[unknown]"]),
    "patstat": Set("PATSTAT organisations", ["patstat_organisations/patstat_input.csv"],
                   pairs="patstat_organisations/patstat_reference.csv", hidden=["person_id"]),
    "transactions": Set("transactions, linked",
                        ["splink/transactions_origin.csv.gz", "splink/transactions_destination.csv.gz"],
                        "ground_truth", hidden=["unique_id"]),
}


# --- rows and truth

def read_table(path):
    """Header and rows of a file with any of the separators of these sets."""
    raw = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    header = text[:text.index("\n")]
    separator = max(",|#", key=header.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=separator, skipinitialspace=True)
    table = list(lines)
    return table[0], [row + [""] * (len(table[0]) - len(row)) for row in table[1:] if row]


def read_set(name, data):
    """Rows as peers get them, the file and number of each, and its true label (None where it has none)."""
    chosen = SETS[name]
    rows, place, labels, ids = [], [], [], []
    for number, file in enumerate(chosen.files):
        header, table = read_table(os.path.join(data, file))
        hidden = {chosen.truth, *chosen.hidden, ""}
        for at, cells in enumerate(table):
            row = dict(zip(header, cells))
            ids.append((number, row.get(chosen.hidden[0]) if chosen.hidden else ""))
            place.append((number, at))
            label = row.get(chosen.truth, "")
            if chosen.pattern:
                found = re.search(chosen.pattern, label)
                label = found.group(1) if found else ""
            labels.append(label or None)
            rows.append({column: None if value.strip() == "" or value in chosen.missing else value
                         for column, value in row.items() if column not in hidden})
    if chosen.pairs:
        labels = labels_of_pairs(os.path.join(data, chosen.pairs), ids, len(chosen.files))
    return rows, place, labels


def labels_of_pairs(path, ids, files):
    header, table = read_table(path)
    at = {key: row for row, key in enumerate(ids)}
    pairs = [cells[:2] for cells in [header, *table]]  # a header, where there is one, names no rows
    if not any((files - 1, b) in at for _, b in pairs):  # a row's id and its label
        labels = [None] * len(ids)
        for key, label in pairs:
            if (0, key) in at:
                labels[at[0, key]] = label
        return labels
    links = [(at[0, a], at[files - 1, b]) for a, b in pairs if (0, a) in at and (files - 1, b) in at]
    return components(len(ids), links)


def components(rows, links):
    """The label of each row: the first row of those that it is linked with."""
    parent = list(range(rows))

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in links:
        a, b = find(a), find(b)
        parent[max(a, b)] = min(a, b)
    return [find(i) for i in range(rows)]


def grade(clusters, truth, source):
    """Pairwise precision, recall and F1 (linking: pairs of rows of different files), and B³."""
    known = [i for i, label in enumerate(truth) if label is not None]
    clusters, truth, source = ([of[i] for i in known] for of in (clusters, truth, source))
    both = collections.Counter(zip(clusters, truth))
    found, true = collections.Counter(clusters), collections.Counter(truth)
    linking = len(set(source)) > 1

    def pairs(counts, *labels):
        within = collections.Counter(zip(*labels, source)) if linking else {}
        return sum(n * (n - 1) // 2 for n in counts.values()) - sum(n * (n - 1) // 2 for n in within.values())

    right, found_pairs = pairs(both, clusters, truth), pairs(found, clusters)
    true_pairs = pairs(true, truth)
    precision = right / found_pairs if found_pairs else 0.0
    recall = right / true_pairs if true_pairs else 1.0
    rows = len(truth)
    b3p = sum(n * n / found[c] for (c, _), n in both.items()) / rows
    b3r = sum(n * n / true[t] for (_, t), n in both.items()) / rows
    mean = lambda a, b: 2 * a * b / (a + b) if a + b else 0.0
    return {"f1": mean(precision, recall), "precision": precision, "recall": recall, "b3": mean(b3p, b3r)}


# --- seconds and memory

def descendants(pid):
    """The processes under this one that still live."""
    children = collections.defaultdict(list)
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as file:
                children[int(file.read().rpartition(")")[2].split()[1])].append(int(entry))
        except OSError:
            pass
    found, open_ones = [], [pid]
    while open_ones:
        found += (under := children[open_ones.pop()])
        open_ones += under
    return found


def field_of(path, word):
    """KiB of a line of a file of /proc; 0 where the process is gone."""
    try:
        with open(path) as file:
            return next((int(line.split()[1]) for line in file if line.startswith(word)), 0)
    except (OSError, ValueError):
        return 0


def processor():
    """Seconds of this process, its threads, and its helpers, ended or not."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    for pid in descendants(os.getpid()):
        try:
            with open(f"/proc/{pid}/stat") as file:
                ticks = file.read().rpartition(")")[2].split()[11:13]
                total += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        except OSError:
            pass
    return total


class Measured:
    """with Measured() as m: …; afterwards m.cpu, m.wall and m.peak, in MiB, of this process."""

    def __enter__(self):
        self.begun, self.before = time.monotonic(), processor()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = time.monotonic() - self.begun, processor() - self.before
        self.peak = field_of("/proc/self/status", "VmHWM") / 1024

    def figures(self):
        return {"cpu": self.cpu, "wall": self.wall, "peak": self.peak}


def run_kith(words, **more):
    """Runs KITH; its JSON and what it took. Called before anything is loaded: a process that starts another
    hands down the peak of its own memory."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([*words, "--json"], stdout=out, stderr=err, **more)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if process.returncode:
            raise RuntimeError(err.read().decode()[-500:])
        answer = json.load(out)
    return answer, {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.monotonic() - begun,
                    "peak": usage.ru_maxrss / 1024}


def run_limited(command, seconds, gib):
    """What a child wrote as JSON, or why there is nothing. Its helpers share its limits and its end."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "result.json")
        with open(os.path.join(folder, "said"), "w+b") as said:
            child = subprocess.Popen([*command, "--result", out], stdout=said, stderr=said, cwd=folder,
                                     start_new_session=True,
                                     env={**os.environ, "HOME": folder, "TMPDIR": folder})
            begun, peak, reason = time.monotonic(), 0.0, None
            while child.poll() is None and not reason:
                time.sleep(0.2)
                family = [child.pid, *descendants(child.pid)]
                held = sum(field_of(f"/proc/{pid}/smaps_rollup", "Pss:") for pid in family) / 1024
                peak = max(peak, held)
                if held > gib * 1024:
                    reason = f"no answer in {gib:g} GiB"
                elif time.monotonic() - begun > seconds:
                    reason = f"no answer in {seconds:g} s"
            try:
                os.killpg(child.pid, signal.SIGKILL)  # helpers that outlive it, or all of them
            except ProcessLookupError:
                pass
            child.wait()
            if reason:
                return {"failed": reason, "peak": peak, "wall": time.monotonic() - begun}
            if not os.path.exists(out):
                said.seek(0)
                lines = said.read().decode(errors="replace").splitlines()
                errors = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Exit)\b", line)]
                last = (errors or lines or ["?"])[-1]
                return {"failed": f"ended without an answer: {last[:200]}"}
        with open(out) as file:
            result = json.load(file)
    if "peak" in result and child.pid and result.get("helpers"):
        result["peak"] = max(peak, result["peak"])
    return result


# --- Kith

def kith_clusters(out, place):
    """The output starts with the cluster, then (linking) the file, and the number of the row."""
    header, table = read_table(out)
    row = header.index("row")
    linked = row == 2
    files = {}
    at = {}
    for cells in table:
        number = files.setdefault(cells[1], len(files)) if linked else 0
        at[number, int(cells[row]) - 1] = cells[0]
    return at, list(files)


def system_kith(kith, name, data):
    chosen = SETS[name]
    files = [os.path.join(data, file) for file in chosen.files]
    words = [kith, "link" if len(files) > 1 else "dedupe", *files]
    if chosen.pairs:
        words += ["--truth-pairs", os.path.join(data, chosen.pairs)]
    else:
        words += ["--truth", chosen.truth] + (["--truth-pattern", chosen.pattern] if chosen.pattern else [])
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "clusters.csv")
        answer, took = run_kith([*words, "--out", out])
        _, place, truth = read_set(name, data)
        at, order = kith_clusters(out, place)
    names = [os.path.basename(file) for file in chosen.files]
    number = {file: order.index(names[file]) if len(names) > 1 else 0 for file in range(len(names))}
    clusters = [at[number[file], row] for file, row in place]
    result = grade(clusters, truth, [file for file, _ in place])
    if any(abs(result[word] - answer[word]) > 1e-9 for word in result):
        raise RuntimeError(f"Kith grades itself {answer['f1']}, this {result['f1']}: not the same rows")
    return {**result, **took, "pairs": answer["pairs_scored"], "seconds": answer["seconds"]}


# --- Splink

# A comparison is "kind column", a block "expression + expression", "each X" one of the words of an array.
# For a text column X there are X_key (its words), X_words, X_rare (its three rarest that others have too) and
# X_codes (words with digits). The rules of `certain` find about `recall` of the true pairs without an error;
# with `train` m is learned.
PERSON_FEBRL = {
    "compare": ["name given_name", "name surname", "typos date_of_birth", "typos soc_sec_id",
                "tf street_number", "typos-tf postcode"],
    "block": ["soc_sec_id", "given_name", "surname", "date_of_birth", "postcode + street_number"],
    "certain": ["soc_sec_id", "given_name + surname + date_of_birth"], "recall": 0.8,
    "train": ["date_of_birth", "soc_sec_id"]}
PERSON_FAKE = {  # wider blocking than that of its tutorial, whose two rules cost half of the recall
    "compare": ["names first_name surname", "birth dob", "tf city", "email email"],
    "block": ["first_name", "surname", "dob", "email"],
    "certain": ["first_name + surname + dob", "first_name + surname + email"], "recall": 0.5,
    "train": ["dob", "email", "first_name + surname"]}
SPLINK = {
    "febrl3": PERSON_FEBRL,
    "febrl4": PERSON_FEBRL,
    "fake_1000": PERSON_FAKE,
    "fake_20000": PERSON_FAKE,
    "historical_50k": {
        "compare": ["names first_name surname", "birth dob", "postcode postcode_fake", "tf birth_place",
                    "tf occupation"],
        "block": ["substr(first_name,1,3) + substr(surname,1,4)", "surname + dob", "first_name + dob",
                  "postcode_fake + first_name", "postcode_fake + surname", "dob + birth_place",
                  "substr(postcode_fake,1,3) + dob", "substr(postcode_fake,1,3) + first_name",
                  "substr(postcode_fake,1,3) + surname",
                  "substr(first_name,1,2) + substr(surname,1,2) + substr(dob,1,4)"],
        "certain": ["first_name + surname + dob",
                    "substr(first_name,1,2) + surname + substr(postcode_fake,1,2)", "dob + postcode_fake"],
        "recall": 0.6, "train": ["first_name + surname", "dob"]},
    "rldata500": {
        "compare": ["name fname_c1", "exact fname_c2", "name lname_c1", "exact lname_c2", "typos by",
                    "typos bm", "typos bd"],
        "block": ["fname_c1", "lname_c1", "by + bm", "bm + bd", "by + bd"],
        "certain": ["fname_c1 + lname_c1 + by"], "recall": 0.6, "train": ["fname_c1", "lname_c1", "by + bm"]},
    "dblp_acm": {
        "texts": ["title", "authors"],
        "compare": ["words title", "words authors", "exact year"],
        "block": ["each title_rare", "year + substr(authors_key,1,8)", "substr(title_key,1,12)"],
        "certain": ["title_key + year"], "recall": 0.8,
        "train": ["substr(title_key,1,12)", "year + authors_key"]},
    "abt_buy": {
        "texts": ["name", "description"],
        "compare": ["codes name", "words name", "words description", "number price"],
        "block": ["each name_codes", "each name_rare", "each description_rare"],
        "certain": ["each name_codes"], "recall": 0.6, "train": ["substr(name_key,1,12)", "name_codes[1]"]},
    "amazon_google": {
        "texts": ["title", "description", "manufacturer"],
        "compare": ["words title", "words description", "text manufacturer_key", "number price"],
        "block": ["each title_rare", "substr(title_key,1,8)", "each description_rare"],
        "certain": ["title_key"], "recall": 0.2, "train": ["substr(title_key,1,12)", "manufacturer_key"]},
    "cora": {
        "texts": ["title", "author", "venue", "pages"],
        "compare": ["words title", "words author", "words venue", "exact year", "words pages"],
        "block": ["each title_rare", "substr(title_key,1,12)", "each author_rare", "each pages_rare"],
        "certain": ["title_key + year"], "recall": 0.4, "train": ["substr(title_key,1,12)", "author_key"]},
    "cddb": {
        "texts": ["artist", "title", "tracks"],
        "compare": ["words artist", "words title", "words tracks", "tf genre", "exact year"],
        "block": ["each title_rare", "each artist_rare", "each tracks_rare"],
        "certain": ["artist_key + title_key"], "recall": 0.5, "train": ["title_key", "artist_key"]},
    "musicbrainz": {
        "texts": ["title", "artist", "album", "all"],
        "compare": ["words title", "words artist", "words album", "words all", "exact year_2",
                    "exact length"],
        "block": ["each title_rare", "each album_rare", "each all_rare"],
        "certain": ["title_key + album_key"], "recall": 0.3, "train": ["title_key", "album_key"]},
    "patstat": {
        "texts": ["Name", "Coauthor", "Class"],
        "compare": ["text Name_key", "words Coauthor", "words Class", "exact place"],
        "block": ["substr(Name_key,1,5)", "each Name_rare", "each Coauthor_rare", "place"],
        "certain": ["Name_key"], "recall": 0.3, "train": ["Name_key", "place"]},
    "transactions": {
        "texts": ["memo"],
        "compare": ["number amount", "text memo_key", "days transaction_date"],
        "block": ["amount", "substr(memo_key,1,8) + substr(transaction_date,1,7)",
                  "round(log(cast(amount as double)+1)*50) + substr(transaction_date,1,7)",
                  "substr(memo_key,1,3) + transaction_date"],
        "certain": ["amount + memo_key"], "recall": 0.3, "train": ["memo_key", "amount"]},
}
THRESHOLDS = [0.1, 0.5, 0.9, 0.95, 0.99]


def words_of(text):
    return re.findall(r"[^\W_]+", (text or "").lower())


def take_texts_apart(rows, texts):
    """Key, words, rare words and codes of each text column, as a Splink user prepares columns; words as
    numbers, which DuckDB compares faster."""
    numbers = collections.defaultdict(itertools.count(1).__next__)
    for column in texts:
        words = [list(dict.fromkeys(words_of(row[column]))) for row in rows]
        spread = collections.Counter(itertools.chain.from_iterable(words))
        for row, own in zip(rows, words):
            shared = sorted((word for word in own if 2 <= spread[word] <= 100), key=lambda word: spread[word])
            row[column + "_key"] = " ".join(words_of(row[column])) or None
            codes = [word for word in shared if re.search(r"\d", word) and len(word) > 3]
            for part, of in (("_words", own), ("_rare", shared[:3]), ("_codes", codes)):
                row[column + part] = [numbers[word] for word in of] or None


def splink_rows(name, rows):
    """Splink's own preparation: derived columns that its comparisons and blocks name."""
    if name == "musicbrainz":
        for row in rows:
            row["all"] = " ".join(row[word] or "" for word in ("title", "artist", "album"))
            row["year_2"] = row["year"][-2:] if row["year"] else None
    if name == "patstat":
        for row in rows:
            row["place"] = f"{row['Lat']} {row['Lng']}" if float(row["Lat"] or 0) else None
    for spec in SPLINK[name]["compare"]:
        if spec.startswith("names "):
            for row in rows:
                names = [row[column] for column in spec.split()[1:]]
                row["both_names"] = " ".join(names) if all(names) else None
    take_texts_apart(rows, SPLINK[name].get("texts", ()))


def splink_comparison(spec):
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    kind, column, *more = spec.split()

    def custom(column, conditions):
        levels = [cll.CustomLevel(sql, label) for sql, label in conditions]
        null = cll.NullLevel(column)
        return cl.CustomComparison([null, *levels, cll.ElseLevel()], output_column_name=column)

    if kind == "words":
        column += "_words"
        both = f"len(list_intersect({column}_l, {column}_r))"  # the words of a list are different ones
        return custom(column, [(f"{both} >= {part} * (len({column}_l) + len({column}_r) - {both})",
                                f"share of words {part}") for part in (0.95, 0.7, 0.5, 0.3)])
    if kind == "codes":
        return cl.ArrayIntersectAtSizes(column + "_codes", [1])
    if kind == "number":
        a, b = f"try_cast({column}_l as double)", f"try_cast({column}_r as double)"
        return custom(column, [(f"abs({a} - {b}) <= {part} * greatest(abs({a}), abs({b}))", f"within {part}")
                               for part in (0, 0.05, 0.2)])
    if kind == "days":
        return cl.AbsoluteDateDifferenceAtThresholds(column, input_is_string=True, metrics=["day"] * 3,
                                                     thresholds=[1, 4, 10])
    if kind == "names":
        return cl.ForenameSurnameComparison(column, more[0], forename_surname_concat_col_name="both_names")
    birth = functools.partial(cl.DateOfBirthComparison, input_is_string=True)
    text = functools.partial(cl.JaroWinklerAtThresholds, score_threshold_or_thresholds=[0.95, 0.88, 0.75])
    typos = functools.partial(cl.DamerauLevenshteinAtThresholds, distance_threshold_or_thresholds=[1, 2])
    made = {"name": cl.NameComparison, "email": cl.EmailComparison, "postcode": cl.PostcodeComparison,
            "exact": cl.ExactMatch, "tf": cl.ExactMatch, "birth": birth, "text": text, "typos": typos,
            "typos-tf": typos}[kind](column)
    return made.configure(term_frequency_adjustments=True) if kind.endswith("tf") else made


def splink_block(spec):
    from splink import block_on

    if spec.startswith("each "):
        return block_on(spec[5:], arrays_to_explode=[spec[5:]])
    return block_on(*spec.split(" + "))


def splink_sql(spec):
    """A rule of certain pairs."""
    if spec.startswith("each "):
        return f"len(list_intersect(l.{spec[5:]}, r.{spec[5:]})) > 0"
    sides = [re.sub(r"(?<!\w)(?!substr\b)([A-Za-z_]\w*)", r"{0}.\1", part) for part in spec.split(" + ")]
    return " and ".join(f"{part.format('l')} = {part.format('r')}" for part in sides)


def splink_linker(model, tables, linking):
    from splink import Linker, SettingsCreator

    settings = SettingsCreator(
        link_type="link_only" if linking else "dedupe_only", unique_id_column_name="row_number",
        comparisons=[splink_comparison(spec) for spec in model["compare"]],
        blocking_rules_to_generate_predictions=[splink_block(spec) for spec in model["block"]])
    return Linker(tables if linking else tables[0], settings, log_level=None)


def splink_train(linker, model):
    linker.training.estimate_probability_two_random_records_match(
        [splink_sql(spec) for spec in model["certain"]], recall=model["recall"])
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6 if "texts" in model else 5e6, seed=1)
    for spec in model["train"]:
        linker.training.estimate_parameters_using_expectation_maximisation(splink_block(spec))


def splink_clusters(linker, pairs, threshold, linking, rows):
    """Linking, pairs are taken one to one by falling weight: its own cluster_using_single_best_links needs
    17 s for febrl4 where all the rest takes 11."""
    if linking:
        frame = pairs.as_pandas_dataframe(limit=None)
        frame = frame[frame["match_probability"] >= threshold].sort_values("match_weight", ascending=False)
        taken, links = set(), []
        for a, b in zip(frame["row_number_l"], frame["row_number_r"]):
            if a not in taken and b not in taken:
                taken |= {a, b}
                links.append((a, b))
        return components(rows, links)
    frame = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=threshold).as_pandas_dataframe(limit=None)
    clusters = [None] * rows
    for row, cluster in zip(frame["row_number"], frame["cluster_id"]):
        clusters[int(row)] = cluster
    return clusters


def splink_frames(rows, place):
    import pandas as pd

    frame = pd.DataFrame(rows)
    frame = frame.astype(object).where(frame.notna(), None)
    frame["row_number"] = range(len(rows))
    files = [file for file, _ in place]
    return [frame[[f == file for f in files]].reset_index(drop=True) for file in sorted(set(files))]


def system_splink(kith, name, data):
    from splink import DuckDBAPI

    rows, place, truth = read_set(name, data)
    source = [file for file, _ in place]
    linking = len(set(source)) > 1
    model = SPLINK[name]
    with Measured() as measured:
        splink_rows(name, rows)
        api = DuckDBAPI()
        tables = [api.register(frame, dataset_display_name=f"file{at}")
                  for at, frame in enumerate(splink_frames(rows, place))]
        linker = splink_linker(model, tables, linking)
        splink_train(linker, model)
        pairs = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
        splink_clusters(linker, pairs, THRESHOLDS[0], linking, len(rows))
    return best_of(THRESHOLDS, measured, truth, source,
                   lambda threshold: splink_clusters(linker, pairs, threshold, linking, len(rows)))


def best_of(thresholds, measured, truth, source, clusters_at):
    grades = {threshold: grade(clusters_at(threshold), truth, source) for threshold in thresholds}
    best = max(thresholds, key=lambda threshold: grades[threshold]["f1"])
    return {**grades[best], **measured.figures(), "threshold": best,
            "f1 by threshold": {str(threshold): made["f1"] for threshold, made in grades.items()}}


# --- GoldenMatch

def goldenmatch_tables(rows, place):
    import pyarrow

    columns = list(dict.fromkeys(itertools.chain.from_iterable(rows)))
    files = sorted({file for file, _ in place})
    parts = [[row for row, (of, _) in zip(rows, place) if of == file] for file in files]
    return [pyarrow.table({column: pyarrow.array([row.get(column) for row in part], pyarrow.string())
                           for column in columns}) for part in parts]


def system_goldenmatch(kith, name, data, probabilistic=False):
    os.environ["GOLDENMATCH_AUTOCONFIG_MEMORY"] = "0"  # nothing carried over from another set
    import goldenmatch
    import polars
    import pyarrow
    from goldenmatch.core.autoconfig import auto_configure_probabilistic_df

    rows, place, truth = read_set(name, data)
    with Measured() as measured:
        tables = goldenmatch_tables(rows, place)
        config = auto_configure_probabilistic_df(pyarrow.concat_tables(tables)) if probabilistic else None
        if len(tables) == 1:
            made = goldenmatch.dedupe_df(tables[0], config=config)
            links = [(info["members"][0], other) for info in made.clusters.values()
                     for other in info["members"][1:]]
        else:
            if name in ("abt_buy", "amazon_google"):  # 3.22 fails to link products of Arrow: no to_pylist
                tables = [polars.from_arrow(table) for table in tables]
            found = goldenmatch.match_df(*tables, config=config).matched
            values = "to_list" if isinstance(found, polars.DataFrame) else "to_pylist"
            ids = [getattr(found[column], values)() for column in ("__target_row_id__", "__ref_row_id__")] \
                if found is not None else []
            links = list(zip(*ids))
        clusters = components(len(rows), links)
    return {**grade(clusters, truth, [file for file, _ in place]), **measured.figures()}


# --- dedupe

def labelled_pairs(rows, place, truth, each=100):
    """Pairs that are one, and pairs that are not, every second of which shares a word or a value."""
    chance = random.Random(1)
    linking = len({file for file, _ in place}) > 1
    fits = lambda a, b: a != b and (not linking or place[a][0] != place[b][0])
    known = [i for i, label in enumerate(truth) if label is not None]

    def sample(groups, want, wished):
        groups = [group for group in groups if len(group) > 1]
        chosen = set()
        for _ in range(200 * wished):
            if len(chosen) == wished or not groups:
                break
            a, b = sorted(chance.sample(chance.choice(groups), 2))
            if fits(a, b) and (truth[a] == truth[b]) == want:
                chosen.add((a, b))
        return sorted(chosen)

    same, alike = collections.defaultdict(list), collections.defaultdict(list)
    for i in known:
        same[truth[i]].append(i)
        for column, value in rows[i].items():
            for word in words_of(value):
                alike[column, word].append(i)
    alike = [group for group in alike.values() if len(group) <= 100]
    one = sample(list(same.values()), True, each)
    return one, sample(alike, False, each // 2) + sample([known], False, each - each // 2)


def dedupe_variables(rows):
    """By the length of the values: Text, String or ShortString."""
    import dedupe.variables as variables

    made = []
    for column in rows[0]:
        values = [row[column] for row in rows if row[column]]
        if len(set(values)) < 2:
            continue
        mean = sum(map(len, values)) / len(values)
        missing = len(values) < len(rows)
        if mean > 60:
            made.append(variables.Text(column, corpus=values, has_missing=missing))
        else:
            kind = variables.String if mean > 4 else variables.ShortString
            made.append(kind(column, has_missing=missing))
    return made


def system_dedupe(kith, name, data):
    import dedupe
    import numpy

    rows, place, truth = read_set(name, data)
    one, other = labelled_pairs(rows, place, truth)
    random.seed(1), numpy.random.seed(1)
    clean = lambda value: re.sub(r"\s+", " ", value).strip().lower() or None if value else None
    with Measured() as measured:
        rows = [{column: clean(value) for column, value in row.items()} for row in rows]
        tables = [{i: row for i, row in enumerate(rows) if place[i][0] == file}
                  for file in sorted({file for file, _ in place})]
        linking = len(tables) > 1
        matcher = (dedupe.RecordLink if linking else dedupe.Dedupe)(dedupe_variables(rows))
        matcher.prepare_training(*tables)
        matcher.mark_pairs({"match": [(rows[a], rows[b]) for a, b in one],
                            "distinct": [(rows[a], rows[b]) for a, b in other]})
        matcher.train()
        if linking:
            links = [pair for pair, _ in matcher.join(*tables, threshold=0.5)]
        else:
            links = [(ids[0], i) for ids, _ in matcher.partition(tables[0], threshold=0.5) for i in ids[1:]]
        clusters = components(len(rows), [(int(a), int(b)) for a, b in links])
    return {**grade(clusters, truth, [file for file, _ in place]), **measured.figures(), "helpers": True}


# --- recordlinkage

# Blocking columns (none: every pair), columns compared by Jaro-Winkler, columns compared whole; or why not.
RECORDLINKAGE = {
    "febrl3": (["given_name", "surname", "date_of_birth"], ["given_name", "surname", "address_1"],
               ["date_of_birth", "suburb", "state", "soc_sec_id"]),
    "fake_1000": (["first_name", "surname", "dob", "email"], ["first_name", "surname", "email"],
                  ["dob", "city"]),
    "historical_50k": (["first_name", "surname", "dob", "postcode_fake"], ["first_name", "surname"],
                       ["dob", "birth_place", "postcode_fake", "occupation"]),
    "rldata500": (None, ["fname_c1", "lname_c1"], ["by", "bm", "bd"]),
    "dblp_acm": (["year"], ["title", "authors"], ["year"]),
    "abt_buy": (None, ["name", "description"], ["price"]),
    "amazon_google": (None, ["title", "description", "manufacturer"], ["price"]),
    "cora": (None, ["title", "author", "venue"], ["year"]),
    "cddb": "it blocks on whole values only, and every pair is 48 million with tracks of hundreds of letters",
    "musicbrainz": "it blocks on whole values only, which hardly ever agree, and every pair is 188 million",
    "patstat": (None, ["Name", "Coauthor", "Class"], ["Lat", "Lng"]),
    "transactions": (["amount", "transaction_date"], ["memo"], ["amount", "transaction_date"]),
}
RECORDLINKAGE["febrl4"] = RECORDLINKAGE["febrl3"]
RECORDLINKAGE["fake_20000"] = RECORDLINKAGE["fake_1000"]


def system_recordlinkage(kith, name, data):
    if isinstance(RECORDLINKAGE[name], str):
        return {"failed": "not run: " + RECORDLINKAGE[name]}
    import pandas as pd
    import recordlinkage

    blocks, strings, wholes = RECORDLINKAGE[name]
    rows, place, truth = read_set(name, data)
    with Measured() as measured:
        frame = pd.DataFrame(rows)
        files = sorted({file for file, _ in place})
        frames = [frame[[f == file for f, _ in place]] for file in files]
        indexer = recordlinkage.Index()
        for column in blocks or []:
            indexer.block(column)
        if not blocks:
            indexer.full()
        pairs = indexer.index(*frames)
        compare = recordlinkage.Compare()
        for column in strings:
            compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
        for column in wholes:
            compare.exact(column, column, label=column)
        features = compare.compute(pairs, *frames)
        links = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(features)
        clusters = components(len(rows), [(int(a), int(b)) for a, b in links])
    return {**grade(clusters, truth, [file for file, _ in place]), **measured.figures()}


# --- the same candidate pairs

def made_up_persons(rows):
    """Standardised: lower case, one form a value. Names of skewed frequency, about 1.25 records a person."""
    chance = random.Random(20261121)
    syllables = [a + b for a in "b d f g h k l m n p r s t v w ch sh st br j".split()
                 for b in "a e i o u an en in on ar er ia ell ot".split()]
    word = lambda parts: "".join(chance.choice(syllables) for _ in range(parts))
    given, family = [word(2) for _ in range(2000)], [word(3) for _ in range(20000)]
    streets = [word(3) + " street" for _ in range(5000)]
    skewed = lambda of: of[int(len(of) * chance.random() ** 2)]

    def slip(text):
        at = chance.randrange(len(text))
        letter = chance.choice("0123456789" if text[at].isdigit() else "abcdefghijklmnopqrstuvwxyz")
        return text[:at] + letter + text[at + 1:] if text[at].isalnum() else text

    made = []
    while len(made) < rows:
        born = f"{1940 + chance.randrange(65)}-{1 + chance.randrange(12):02}-{1 + chance.randrange(28):02}"
        person = {"given_name": skewed(given), "surname": skewed(family), "birth_date": born,
                  "address": f"{1 + chance.randrange(200)} {chance.choice(streets)}",
                  "postcode": str(10000 + chance.randrange(max(1, rows // 100)))}
        person["email"] = f"{person['given_name']}.{person['surname']}{chance.randrange(100)}@mail.com"
        copies = 1
        while chance.random() < 0.2:
            copies += 1
        for copy in range(min(copies, rows - len(made))):
            made.append({column: "" if chance.random() < 0.05 else
                         slip(value) if copy and column != "birth_date" and chance.random() < 0.1 else value
                         for column, value in person.items()})
    return made


SAME_RULES = ["birth_date", "postcode", "given_name + surname", "email"]
SAME_MODEL = {
    "compare": ["name given_name", "name surname", "birth birth_date", "text address", "typos postcode",
                "email email"],
    "block": SAME_RULES, "certain": ["given_name + surname + birth_date", "email"], "recall": 0.7,
    "train": ["given_name + surname", "birth_date"]}


def with_rules(model, rules):
    """A model of Kith with these rules in place of its own."""
    head, fields = model[:model.index("[[rule]]")], model[model.index("[[field]]"):]
    return head + "".join(f'[[rule]]\nname = "{rule}"\npredicted_recall = 1.0\n\n' for rule in rules) + fields


def same_kith(kith, path):
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "model.toml")
        run_kith([kith, "dedupe", path, "--save-model", model])
        with open(model, encoding="utf-8") as file:
            text = with_rules(file.read(), SAME_RULES)
        with open(model, "w", encoding="utf-8") as file:
            file.write(text)
        answer, took = run_kith([kith, "dedupe", path, "--model", model, "--threads", "1"])
    seconds = answer["seconds"]
    return {**took, "pairs": answer["pairs_scored"], "seconds": seconds, "block": seconds["block"],
            "score": seconds["score"], "rules": answer["rules"]}


def same_splink(kith, path):
    import duckdb
    import pandas as pd
    from splink import DuckDBAPI
    from splink.blocking_analysis import count_comparisons_from_blocking_rules

    connection = duckdb.connect()
    connection.execute("SET threads = 1").fetchall()
    api = DuckDBAPI(connection)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None)
    frame["row_number"] = range(len(frame))
    table = api.register(frame)
    linker = splink_linker(SAME_MODEL, [table], False)
    splink_train(linker, SAME_MODEL)
    with Measured() as measured:
        linker.inference.predict(threshold_match_probability=0.5)
    counted = count_comparisons_from_blocking_rules(
        table, blocking_rules=[splink_block(spec) for spec in SAME_RULES], link_type="dedupe_only",
        unique_id_column_name="row_number", record_sample_proportion=1.0)
    return {**measured.figures(), "pairs": int(counted[-1]["cumulative_comparison_count"])}


def same_pairs(wishes):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "persons.csv")
        subprocess.run([sys.executable, __file__, wishes.kith, wishes.data, "--write-persons", path, "--rows",
                        str(wishes.rows)], check=True)
        made = {}
        for system in ("kith", "splink"):
            child = [*child_of(wishes, system), "--same", path]
            made[system] = run_limited(child, wishes.timeout, wishes.memory)
    for system, one in made.items():
        if "failed" in one:
            print(system, one["failed"])
            return made
    kith, splink = made["kith"], made["splink"]
    kith_seconds = kith["block"] + kith["score"]
    apart = abs(kith["pairs"] - splink["pairs"]) / max(1, splink["pairs"])
    print(f"pairs: kith {kith['pairs']:,}, splink {splink['pairs']:,}, apart {apart:.3%}")
    for rule in kith["rules"]:
        print(f"    kith {rule['name']:24} {rule['pairs']:>12,} pairs, {rule['dropped']} rows left out")
    a, b = kith["pairs"] / kith_seconds, splink["pairs"] / splink["cpu"]
    print(f"kith   {kith_seconds:8.2f} s on one thread (blocking {kith['block']:.2f}, scoring "
          f"{kith['score']:.2f}; whole process {kith['cpu']:.2f} cpu-s)  {a:12,.0f} pairs a second")
    print(f"splink {splink['cpu']:8.2f} cpu-s on one thread (blocking and scoring; {splink['wall']:.2f} s by "
          f"the clock)  {b:12,.0f} pairs a second")
    print(f"kith is {a / b:.2f} × splink; scoring alone {kith['pairs'] / kith['score'] / b:.2f} ×")
    return {**made, "pairs apart": apart, "ratio": a / b}


# --- many persons

SCALE_CLEANED = r"""
    select row_number() over () - 1 as row_number, truth_id,
        nullif(lower(regexp_replace(name, '\s+', ' ', 'g')), '') as name,
        nullif(right(regexp_replace(mobile, '\D', '', 'g'), 10), '') as mobile,
        nullif(right(regexp_replace(phone, '\D', '', 'g'), 8), '') as phone,
        case when email like '%@%' then lower(trim(email)) end as email,
        nullif(gender, '') as gender,
        strftime(coalesce(try_strptime(birthday, '%Y-%m-%d'), try_strptime(birthday, '%Y/%m/%d'),
                          try_strptime(birthday, '%Y%m%d'), try_strptime(birthday, '%Y年%m月%d日')),
                 '%Y-%m-%d') as birthday,
        nullif(rtrim(city, '市'), '') as city,
        nullif(lower(regexp_replace(address, '[\s,.]+', ' ', 'g')), '') as address,
        nullif(lower(company), '') as company
    from read_csv($path, header = true, delim = ',', quote = '"', escape = '"',
                  all_varchar = true, nullstr = '')"""
SCALE_MODEL = {
    "compare": ["text name", "typos mobile", "typos phone", "email email", "birth birthday", "tf city",
                "text address", "exact gender"],
    "block": ["mobile", "email", "name + birthday", "phone + name", "name + address", "birthday + address",
              "substr(name,1,2) + birthday + city", "name + company", "name + city + gender"],
    "certain": ["mobile + name", "email + name", "name + birthday"], "recall": 0.7,
    "train": ["name + birthday", "mobile"]}


def scale_splink(kith, path):
    import duckdb
    from splink import DuckDBAPI

    with Measured() as measured:
        connection = duckdb.connect()
        connection.execute("create table people as " + SCALE_CLEANED, {"path": path}).fetchall()
        linker = splink_linker(SCALE_MODEL, [DuckDBAPI(connection).register("people")], False)
        splink_train(linker, SCALE_MODEL)
        pairs = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
        rows = connection.execute("select count(*) from people").fetchall()[0][0]
        splink_clusters(linker, pairs, THRESHOLDS[0], False, rows)
    labels = connection.execute("select truth_id from people order by row_number").fetchall()
    truth = [label for label, in labels]
    return best_of(THRESHOLDS, measured, truth, [0] * rows,
                   lambda threshold: splink_clusters(linker, pairs, threshold, False, rows))


def scale_kith(kith, path):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "clusters.csv")
        answer, took = run_kith([kith, "dedupe", path, "--leave-out", "truth_id", "--out", out])
        with open(out, newline="", encoding="utf-8-sig") as file:
            found, truth = zip(*((row["cluster"], row["truth_id"]) for row in csv.DictReader(file)))
    return {**grade(found, truth, [0] * len(truth)), **took, "pairs": answer["pairs_scored"],
            "seconds": answer["seconds"]}


# --- the run

def child_of(wishes, system):
    return [sys.executable, os.path.abspath(__file__), wishes.kith, wishes.data, "--child", system]


def answer_child(wishes):
    if wishes.same:
        result = {"kith": same_kith, "splink": same_splink}[wishes.child](wishes.kith, wishes.same)
    elif wishes.people:
        result = {"kith": scale_kith, "splink": scale_splink}[wishes.child](wishes.kith, wishes.people)
    else:
        run = {"kith": system_kith, "splink": system_splink, "goldenmatch": system_goldenmatch,
               "goldenmatch-fs": functools.partial(system_goldenmatch, probabilistic=True),
               "dedupe": system_dedupe, "recordlinkage": system_recordlinkage}[wishes.child]
        result = run(wishes.kith, wishes.sets[0], wishes.data)
    with open(wishes.result, "w") as file:
        json.dump(result, file)


def show(title, system, one):
    if "failed" in one:
        print(f"{title:24} {system:15} {one['failed']}", flush=True)
        return
    figures = "  ".join(f"{word} {one[word]:.4f}" for word in ("f1", "precision", "recall", "b3"))
    threshold = f"  threshold {one['threshold']}" if "threshold" in one else ""
    print(f"{title:24} {system:15} {figures}  {one['cpu']:.1f} cpu-s  {one['wall']:.1f} s  "
          f"{one['peak']:.0f} MiB{threshold}", flush=True)


def show_table(results):
    short = lambda x: f"{x:.3f}".lstrip("0")
    print("\n| set | system | F1 | precision | recall | B³ | cpu-s | s | MiB |\n|---|---|" + "---:|" * 7)
    before = None
    for one in results:
        title = one["title"] if one["title"] != before else ""
        before = one["title"]
        words = one["system"] + (" (100 + 100 labels)" if one["system"] == "dedupe" else "")
        words = {"kith": "Kith", "splink": "Splink", "goldenmatch": "GoldenMatch",
                 "goldenmatch-fs": "GoldenMatch, probabilistic"}.get(words, words)
        if "failed" in one:
            print(f"| {title} | {words} | {one['failed']} |" + " |" * 6)
            continue
        figures = " | ".join(short(one[word]) for word in ("f1", "precision", "recall", "b3"))
        print(f"| {title} | {words} | {figures} | {one['cpu']:.1f} | {one['wall']:.1f} | "
              f"{one['peak']:,.0f} |")


def run_sets(wishes):
    for name in wishes.sets or SETS:
        for system in wishes.systems:
            one = run_limited([*child_of(wishes, system), "--set", name], wishes.timeout, wishes.memory)
            show(name, system, one)
            yield {"set": name, "title": SETS[name].title, "system": system, **one}


def run_scale(wishes):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([wishes.kith, "sample", "--records", str(wishes.scale), "--seed", "1",
                        os.path.join(folder, "sample")], check=True, capture_output=True)
        path = os.path.join(folder, "sample", "people.csv")
        for system in wishes.systems:
            if system not in ("kith", "splink"):
                continue
            one = run_limited([*child_of(wishes, system), "--people", path], wishes.timeout, wishes.memory)
            show(f"{wishes.scale:,} persons", system, one)
            yield {"set": f"scale {wishes.scale}", "title": f"{wishes.scale:,} rows", "system": system, **one}


def thinned(labels, share):
    """Rows to keep: one of each group, and of so many groups a second."""
    groups = collections.defaultdict(list)
    for row, label in enumerate(labels):
        groups[label if label is not None else ("alone", row)].append(row)
    random_rows = random.Random(7)
    kept = []
    for rows in groups.values():
        random_rows.shuffle(rows)
        kept += rows[:2] if random_rows.random() < share else rows[:1]
    return sorted(kept)


def run_cut(wishes):
    def grade_cuts(title, header, rows, labels):
        for columns in wishes.columns or [header]:
            if unknown := [column for column in columns if column not in header]:
                sys.exit(f"{title} has no column {', '.join(unknown)}; it has {', '.join(header)}.")
            at = [header.index(column) for column in columns]
            named = title if columns is header else f"{title}, {' '.join(columns)}"
            yield grade_cut(named, columns, [[row[column] for column in at] for row in rows], labels)

    def grade_cut(title, header, rows, labels):
        kept = range(len(rows)) if wishes.thin is None else thinned(labels, wishes.thin)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "rows.csv")
            with open(path, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow([*header, "true_group"])
                writer.writerows([*rows[row], labels[row] or f"alone {row}"] for row in kept)
            answer, took = run_kith([wishes.kith, "dedupe", path, "--truth", "true_group"])
        title += f", {len(kept):,} rows"
        one = {**{word: answer[word] for word in ("f1", "precision", "recall", "b3")}, **took}
        show(title, "anchored" if answer.get("anchored") else "kith", one)
        return {"set": title, "title": title, "system": "kith", **one}

    if wishes.scale:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([wishes.kith, "sample", "--records", str(wishes.scale), "--seed", "1",
                            os.path.join(folder, "sample")], check=True, capture_output=True)
            with open(os.path.join(folder, "sample", "people.csv"), newline="", encoding="utf-8-sig") as file:
                header, *table = csv.reader(file)
        at = header.index("truth_id")
        yield from grade_cuts(f"{wishes.scale:,} persons", header[:at], [row[:at] for row in table],
                              [row[at] for row in table])
        return
    for name in wishes.sets or [name for name in SETS if len(SETS[name].files) == 1]:
        rows, _, labels = read_set(name, wishes.data)
        header = list(rows[0])
        yield from grade_cuts(name, header, [[row[column] or "" for column in header] for row in rows], labels)


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("kith")
    words.add_argument("data", help="the folder entity_resolution")
    words.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    words.add_argument("--systems", default=SYSTEMS, type=lambda text: text.split(","))
    words.add_argument("--timeout", type=float, default=900)
    words.add_argument("--memory", type=float, default=12)
    words.add_argument("--json", metavar="FILE")
    words.add_argument("--markdown", action="store_true")
    words.add_argument("--same-pairs", action="store_true")
    words.add_argument("--rows", type=int, default=200000)
    words.add_argument("--scale", type=int)
    words.add_argument("--thin", type=float, metavar="SHARE")
    words.add_argument("--columns", action="append", type=lambda text: text.split(","), metavar="A,B")
    for name in ("--child", "--set", "--result", "--same", "--people", "--write-persons"):
        words.add_argument(name, help=argparse.SUPPRESS)
    wishes = words.parse_args()
    wishes.kith, wishes.data = os.path.abspath(wishes.kith), os.path.abspath(wishes.data)
    if wishes.set:
        wishes.sets = [wishes.set]
    if unknown := [name for name in wishes.sets if name not in SETS] + \
            [name for name in wishes.systems if name not in SYSTEMS]:
        words.error(f"unknown: {', '.join(unknown)}")
    if wishes.write_persons:
        persons = made_up_persons(wishes.rows)
        with open(wishes.write_persons, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(persons[0]))
            writer.writeheader()
            writer.writerows(persons)
        return
    if wishes.child:
        return answer_child(wishes)
    if wishes.same_pairs:
        results = same_pairs(wishes)
    else:
        cut = wishes.thin is not None or wishes.columns
        run = run_cut if cut else run_scale if wishes.scale else run_sets
        results = list(run(wishes))
        if wishes.markdown:
            show_table(results)
    if wishes.json:
        with open(wishes.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
