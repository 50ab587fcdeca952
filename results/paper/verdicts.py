"""What was published against what the replicates of a study are."""

from dataclasses import dataclass

from number_text import factor_text, short_number
from study_data import FEWEST, LEVEL, PageError, compare, median, quantile

WIDEST_RATIO = 10  # of the 90 % to the 10 % quantile, of quantities above 0
WIDEST_R2 = 0.5  # between them, of R2: half of what lies between predicting the mean and perfect
WIDEST_SHARE = 1  # of the published value: the width between them, of what can have either sign

KINDS = (
    "agrees",
    "better",
    "worse",
    "differs",
    "not informative",
    "confirmed",
    "contradicted",
    "undecided",
    "not there",
)

RULES = f"""Reproduced: median [10 %, 90 %] of the replicates, and how many of them lie below the published value. A value *agrees* if it lies
between those two quantiles, widened by how well it can be read; otherwise the replicates are *better*, *worse*, or it *differs* where
neither is good. It is *not informative* where the replicates scatter so much that agreement would mean little: a 90 % quantile more than
{WIDEST_RATIO} times the 10 % one, of losses, errors, distances, times and 1 − R²; for R² also a width above {WIDEST_R2}, half of what lies
between predicting the mean and perfect; for what can have either sign a width above its own size, so that 0 or its double would agree
as well; or fewer than {FEWEST} replicates. An order is *confirmed* or *contradicted* by a one-sided sign test over pairs of replicates with
p ≤ {LEVEL}, and *undecided* without."""


@dataclass
class Verdict:
    entry: dict
    what: str
    published: str
    reproduced: str = "–"
    place: str = "–"  # of the published value among the replicates
    kind: str = "not there"
    size: str = ""  # how far off
    ratio: float = 0.0  # median over published, of what is shown

    def is_order(self):
        return "better" in self.entry

    def is_published(self):
        """Whether it is a statement of the paper and not a question of this project."""
        return self.entry.get("source", "–") != "–"


def scatters_too_much(scale, low, high, published):
    """low, high: quantiles of what is shown, 1 - R2 for R2."""
    if scale == "linear":
        return high - low > WIDEST_SHARE * abs(published)
    return high > WIDEST_RATIO * low or (scale == "one_minus" and high - low > WIDEST_R2)


def size_text(study, metric, published, ours):
    """ "error 3.1 times smaller", or the difference where a ratio means nothing."""
    theirs, ours = study.shown(metric, published), study.shown(metric, ours)
    if min(theirs, ours) <= 1e-15:
        return f"by {short_number(abs(theirs - ours), 2)}"
    size = max(ours / theirs, theirs / ours)
    if size < 1.05:
        return "by less than 5 %"
    what = "error " if study.about(metric)["scale"] == "one_minus" else ""
    return f"{what}{factor_text(size)} times {'smaller' if ours < theirs else 'larger'}"


def judge_value(study, entry, values, verdict):
    metric, published, reading = entry["metric"], float(entry["value"]), float(entry.get("reading", 0))
    low, middle, high = (quantile(values, p) for p in (0.1, 0.5, 0.9))
    verdict.reproduced = f"{study.text(metric, middle)} [{study.text(metric, low)}, {study.text(metric, high)}]"
    below = sum(value < published for value in values)
    verdict.place = f"{below} of {len(values)} are below"
    about = study.about(metric)
    shown = [study.shown(metric, value) for value in values]
    theirs = study.shown(metric, published)
    verdict.ratio = median(shown) / theirs if theirs else 0.0
    ends = quantile(shown, 0.1), quantile(shown, 0.9)
    if len(values) < FEWEST or scatters_too_much(about["scale"], *ends, theirs):
        verdict.kind = "not informative"
    elif low <= published + reading and high >= published - reading:
        verdict.kind = "agrees"
    else:
        higher = low > published
        verdict.kind = "differs" if about["better"] == "neither" else "better" if higher == (about["better"] == "higher") else "worse"
        verdict.size = size_text(study, metric, published, middle)


def judge_order(study, arm, entry, verdict):
    pairs = compare(study, arm, entry["metric"], entry["better"], entry["than"])
    if pairs is None:
        return
    equal = f", equal in {pairs.ties}" if pairs.ties else ""
    verdict.reproduced = f"better in {pairs.wins} of {pairs.n()}{equal}, p = {pairs.p():.2g}"
    verdict.kind = {"better": "confirmed", "worse": "contradicted", "undecided": "undecided"}[pairs.outcome()]


def judge_arm(study, arm, entry, rest):
    verdict = Verdict(entry, entry["what"] + (f" ({rest})" if rest else ""), "")
    metric = entry["metric"]
    if verdict.is_order():
        verdict.published = f"{entry['better']} better than {entry['than']}"
        judge_order(study, arm, entry, verdict)
    else:
        verdict.published = study.text(metric, float(entry["value"]))
        values = list(study.of(arm, entry["surrogate"], metric).values())
        if values:
            judge_value(study, entry, values, verdict)
    return verdict


def check(study, entry):
    """Refuses what is no entry, before anything is made of it."""
    needed = ("better", "than") if "better" in entry else ("surrogate", "value")
    for key in ("what", "metric", *needed):
        if key not in entry:
            raise PageError(f"{study.name}: published: {entry.get('what', entry)}: has no {key}")
    for key in ("value", "reading"):
        try:
            float(entry.get(key, 0))
        except ValueError as error:
            raise PageError(f"{study.name}: published: {entry['what']}: {key} is {entry[key]}, expected a number") from error


def judge(study, entries):
    """One verdict for each arm that an entry means."""
    verdicts = []
    for entry in entries:
        check(study, entry)
        wanted = entry.get("arms", {})
        meant = [arm for arm in study.arms if all(arm.choices.get(axis) == value for axis, value in wanted.items())]
        if not meant:
            raise PageError(f"{study.name}: published: {entry['what']}: no arm has {wanted}")
        for arm in meant:
            rest = ", ".join(f"{axis}={value}" for axis, value in arm.choices.items() if axis not in wanted)
            verdicts.append(judge_arm(study, arm, entry, rest if len(meant) > 1 else ""))
    return verdicts


def counts_text(verdicts):
    """ "4 agree, 2 better": only of what there is."""
    counts = [(kind, sum(verdict.kind == kind for verdict in verdicts)) for kind in KINDS]
    many = {"agrees": "agree", "differs": "differ"}
    return ", ".join(f"{n} {kind if n == 1 else many.get(kind, kind)}" for kind, n in counts if n) or "–"
