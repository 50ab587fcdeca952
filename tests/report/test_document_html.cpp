#include "report/document.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

std::string page_of(Block block) {
    return document_html({"study", {std::move(block)}, {}});
}

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++n;
    }
    return n;
}

}  // namespace

TEST_CASE("document html: the five characters of HTML are escaped", "[report][document_html]") {
    CHECK_THAT(page_of({Paragraph{"a<b>&\"c' λ = 1"}}),
               Catch::Contains("<p>a&lt;b&gt;&amp;&quot;c&#39; λ = 1</p>"));
}

TEST_CASE("document html: no text of any part becomes markup", "[report][document_html]") {
    const std::string evil = "<script>alert('1')</script>";
    const std::vector<Block> blocks{{Heading{evil}},
                                    {Paragraph{evil}},
                                    {Sentences{{evil}, Tone::advice}},
                                    {Sentences{{evil}, Tone::warning}},
                                    {TableBlock{{{evil}}, {{{evil, evil}}}}},
                                    {Cards{{{evil, "#fff", evil, {{evil, evil}}}}}},
                                    {FigureBlock{1, evil, evil, evil, "<svg></svg>"}},
                                    {Code{evil}},
                                    {Fold{evil, {{Paragraph{evil}}}}}};
    const std::string page = document_html({evil, blocks, blocks});
    CHECK(occurrences(page, "<script") == 0);
    CHECK(occurrences(page, "&lt;script&gt;") == 2 + 2 * 17);
}

TEST_CASE("document html: a page needs nothing from outside and has its style",
          "[report][document_html]") {
    const std::string page = page_of({Paragraph{"{{style}} stays"}});
    CHECK_THAT(page,
               Catch::StartsWith("<!DOCTYPE html>") && Catch::Contains("<h1>study</h1>") &&
                   Catch::Contains(".advice {") && Catch::Contains("<p>{{style}} stays</p>") &&
                   !Catch::Contains("src=") && !Catch::Contains("href="));
}

TEST_CASE("document html: R2, powers of ten and minus signs are typeset",
          "[report][document_html]") {
    CHECK_THAT(page_of({Paragraph{"R2 1 - 3.6e-09, -0.5 and 2e+05 of a1b2e-05-x"}}),
               Catch::Contains("<p>R² 1\u00a0−\u00a03.6×10<sup>−9</sup>, −0.5 and "
                               "2×10<sup>5</sup> of a1b2e-05-x</p>"));
    CHECK_THAT(page_of({Sentences{{"x = -1.5e-07"}, Tone::advice}}),
               Catch::Contains("<li>x = -1.5e-07</li>"));
}

TEST_CASE("document html: a table shows quartiles small, names as they are, and dots",
          "[report][document_html]") {
    const TableBlock table{{{"", false}, {"R2 of values"}},
                           {{{"R2_net", "", "#0072B2"}, {"-1.0e-05", "-2, 3"}}}};
    CHECK_THAT(page_of({table}),
               Catch::Contains("<th class=\"text\"></th><th>R² of values</th>") &&
                   Catch::Contains("<td class=\"text\"><span class=\"dot\" "
                                   "style=\"background:#0072B2\"></span>R2_net</td>"
                                   "<td>−1.0×10<sup>−5</sup><small>−2, 3</small></td>"));
}

TEST_CASE("document html: pictures of one page do not share ids", "[report][document_html]") {
    const std::string svg = "<?xml?><svg><g id='gp'/><use href='#gp'/><p fill=\"url(#gp)\"/></svg>";
    const std::string page = document_html(
        {"study", {}, {{FigureBlock{1, "a", "A", "", svg}}, {FigureBlock{2, "b", "B", "", svg}}}});
    CHECK(occurrences(page, "id='f1-gp'") == 1);
    CHECK(occurrences(page, "href='#f2-gp'") == 1);
    CHECK(occurrences(page, "url(#f2-gp)") == 1);
    CHECK(occurrences(page, "<?xml") == 0);
    CHECK_THAT(page, Catch::Contains("<b>Figure 2. B.</b>"));
}
