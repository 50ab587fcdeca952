"""Sections of results/reliability/README.md, each written by the program that measures what it says."""


def write_section(file, text):
    """Replaces the section of this heading, the text's first line, in a page, or adds it at the end."""
    heading = text.split("\n", 1)[0] + "\n"
    page = file.read_text(encoding="utf-8") if file.exists() else ""
    begin = page.find(heading)
    if begin < 0:
        before, after = page + ("\n" if page else ""), ""
    else:
        end = page.find("\n## ", begin + len(heading))
        before, after = page[:begin], "" if end < 0 else page[end:]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(before + text + after, encoding="utf-8")
