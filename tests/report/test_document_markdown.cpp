#include "report/document.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("document markdown: every part in GitHub's form", "[report][document_markdown]") {
    const ReportDocument document{
        "study",
        {{Sentences{{"Use this design: x = 1"}, Tone::advice}},
         {Sentences{{"R2 is high"}, Tone::finding}},
         {Sentences{{"careful"}, Tone::warning}},
         {TableBlock{{{"", false}, {"true value"}}, {{{"nn"}, {"1.5", "1, 2"}}}}}},
        {{Heading{"Figures"}},
         {FigureBlock{1, "optima", "Optima", "By arm.", "<svg/>"}},
         {Cards{{{"nn", "#fff", "Plain network", {{"λ", "0.1"}}}}}},
         {Fold{"more", {{Code{"a: 1"}}}}}}};
    CHECK(document_markdown(document) == R"(# study

**Use this design: x = 1**

- R² is high

- **Note:** careful

|  | true value |
|---|---:|
| nn | 1.5 (1, 2) |

## Figures

![Optima](figures/optima.svg)

*Figure 1. Optima.* By arm.

**nn**: Plain network.

- λ: 0.1

<details><summary>more</summary>

```
a: 1
```

</details>

)");
}

TEST_CASE("document markdown: texts cannot become markup or break a table",
          "[report][document_markdown]") {
    const std::string markdown =
        document_markdown({"a_b _c_ <b> *x* |",
                           {{TableBlock{{{"h"}}, {{{"1 | 2\n3"}}}}}, {Code{"```\nfenced\n```"}}},
                           {}});
    CHECK_THAT(markdown,
               Catch::StartsWith("# a_b \\_c_ &lt;b> \\*x\\* \\|\n") &&
                   Catch::Contains("| 1 \\| 2 3 |") && Catch::Contains("````\n```\nfenced"));
}
