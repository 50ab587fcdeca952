"""The head of the page: what of the paper holds, in a few sentences made from the verdicts."""

from number_text import factor_text, listed, plural
from samples_needed import reached_text, savings_text
from study_data import PageError, median
from sweep import falls_behind, panels_of, race

VALUE_WORDS = {
    "agrees": ("agrees with the replicates", "agree with the replicates"),
    "better": ("is bettered", "are bettered"),
    "worse": ("is not reached", "are not reached"),
    "differs": ("differs", "differ"),
    "not informative": ("cannot be judged because the replicates scatter too much",) * 2,
    "not there": ("has nothing to compare with", "have nothing to compare with"),
}
ORDER_WORDS = {
    kind: (f"is {kind}", f"are {kind}") for kind in ("confirmed", "contradicted", "undecided", "not there")
}


def counted(verdicts, words):
    """ "2 agree and 1 differs": only of what there is."""
    counts = [(sum(v.kind == kind for v in verdicts), *forms) for kind, forms in words.items()]
    return listed(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)


def is_time(studies, verdict):
    return any(study.about(verdict.entry["metric"])["unit"] == "s" for study in studies)


def values_clause(studies, verdicts):
    values = [v for v in verdicts if not v.is_order() and not is_time(studies, v)]
    return f"of {plural(len(values), 'published value')} {counted(values, VALUE_WORDS)}" if values else ""


def times_clause(studies, verdicts):
    times = [v for v in verdicts if not v.is_order() and is_time(studies, v)]
    if not times:
        return ""
    faster = [1 / v.ratio for v in times if v.kind == "better"]
    slower = [v for v in times if v.kind == "worse"]
    factor = ""
    if faster:
        span = f"{factor_text(min(faster))} to {factor_text(max(faster))}, median " if len(faster) > 1 else ""
        factor = f" by a factor of {span}{factor_text(median(faster))}"
    words = {**VALUE_WORDS, "better": ("is undercut" + factor, "are undercut" + factor)}
    text = f"of {plural(len(times), 'published training time')}, taken on another machine, {counted(times, words)}"
    return text + (f" ({'; '.join(v.what for v in slower)})" if slower else "")


def values_sentence(studies, verdicts):
    text = "; ".join(filter(None, (values_clause(studies, verdicts), times_clause(studies, verdicts))))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def orders_sentence(verdicts):
    orders = [v for v in verdicts if v.is_order() and v.is_published()]
    if not orders:
        return ""
    against = [v.what for v in orders if v.kind == "contradicted"]
    text = f"Of {plural(len(orders), 'comparison')} that put one method above another {counted(orders, ORDER_WORDS)}"
    return text + (f"; contradicted: {'; '.join(against)}." if against else ".")


def claim_sentences(claims, verdicts):
    for name, words in claims.items():
        own = [v for v in verdicts if v.entry.get("claim") == name]
        if own:
            counts = [(kind, sum(v.kind == kind for v in own)) for kind in ORDER_WORDS]
            yield f"{words}: {listed(f'{kind} in {n}' for kind, n in counts if n)} of {plural(len(own), 'comparison')}."


def samples_sentence(names, rows):
    found = [f"{name} needs {text}, {reached_text(rows, name)}" for name in names if (text := savings_text(rows, name))]
    return f"For the same R² of values as a plain network {'; '.join(found)}." if found else ""


def behind_clause(study, figure, entry):
    """Where a curve falls behind the one that its figure compares it with, panel by panel."""
    behind, never = [], []
    for panel in panels_of(study, figure):
        own = next((curve for curve in panel.curves if curve.surrogate == entry["surrogate"]), None)
        rival = own and panel.rival(own, figure["against"])
        if rival:
            at = falls_behind(race(study, figure, own, rival))
            (never if at is None else behind).append((panel.title.split(" = ")[-1], at))
    clauses = []
    if behind:
        clauses.append("falls behind from " + listed(f"{at:.3g}" + (f" ({panel})" if panel else "") for panel, at in behind) + " on")
    if never:
        clauses.append("is nowhere significantly worse" + (f" ({listed(panel for panel, _ in never)})" if behind else ""))
    return f"{entry['words']} {' and '.join(clauses)}" if clauses else ""


def break_even_sentence(entries, studies):
    clauses, words = [], ""
    for entry in entries:
        study = next((each for each in studies if each.name == entry["study"]), None)
        if study is None:
            continue
        figure = next((each for each in study.figures if each["name"] == entry["figure"]), None)
        if figure is None:
            raise PageError(f"{study.name}: break_even: the study has no figure {entry['figure']}")
        words = study.about(figure["x"])["words"] if figure.get("x") else figure["along"]
        if clause := behind_clause(study, figure, entry):
            clauses.append(clause)
    return f"By {words}, {'; '.join(clauses)}." if clauses else ""


def text(page, studies, verdicts, rows):
    every = [verdict for study in studies for verdict in verdicts[study.name]]
    sentences = [
        values_sentence(studies, every),
        orders_sentence(every),
        *claim_sentences(page.get("claims", {}), every),
        samples_sentence(page.get("samples_of", []), rows),
        break_even_sentence(page.get("break_even", []), studies),
    ]
    return "".join(f"- {sentence}\n" for sentence in sentences if sentence)
