"""Numbers in words, as the reports of the program write them."""

import math


def half_up(value):
    return math.floor(value + 0.5)


def short_number(value, digits=3):
    """About `digits` significant digits, without exponent between 1e-3 and 1e5."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size == 0.0:
        return "0"
    if size < 1e-3 or size >= 1e5:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{max(0, digits - math.floor(math.log10(size)) - 1)}f}"


def r2_number(value):
    """ "0.9932", and by its gap to 1 where that is below 1e-4: "1 - 2.0e-06"."""
    if not math.isfinite(value) or abs(value) >= 10.0:
        return short_number(value)
    gap = 1.0 - value
    if gap < 1e-4:
        return f"1 - {gap:.1e}" if gap > 0.0 else "1"
    text = f"{value:.{max(math.ceil(-math.log10(gap)) + 1, 4)}f}"
    return text.lstrip("-") if float(text) == 0.0 else text


def place_text(value):
    """A number of an axis: "10,000", "0.05", "9.34"."""
    rounded = float(half_up(value)) if abs(value) >= 100.0 else value
    return f"{rounded:,.0f}" if rounded == math.floor(rounded) else f"{value:.3g}"


def factor_text(ratio):
    """At least 1: "3.1", "1,200"."""
    return f"{ratio:.1f}" if ratio < 10.0 else f"{half_up(ratio):,}"


def duration_text(seconds):
    if seconds < 10.0:
        return f"{seconds:.2g} s"
    whole = half_up(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    minutes = half_up(seconds / 60.0)
    return f"{minutes // 60} h {minutes % 60} min"


def plural(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


def listed(texts):
    """ "a, b and c"."""
    texts = list(texts)
    return ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else "".join(texts)
