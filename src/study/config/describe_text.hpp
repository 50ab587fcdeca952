#pragma once

#include <string_view>

namespace jennopt {

// What `jennopt describe study` says between its tables.

inline constexpr std::string_view introduction = R"(# Studies

A study is one YAML file: a problem, samples of it, the surrogates to compare, and the search for the
minimum on each. Run one, look at its plan without running it, or change a value on the way:

    jennopt run configs/quickstart.yaml
    jennopt check configs/quickstart.yaml
    jennopt run configs/quickstart.yaml --set sampling.count=100 --set surrogates.jenn.lambda=0

A whole study:

```yaml
study: first
replicates: 3
problem: {name: rosenbrock, options: {dimension: 2}}
sampling: {plan: latin_hypercube, count: 50}
defaults: {hidden: [20, 20]}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
  jenn_polished: {polish: jenn, eta: 1000}
optimization: {algorithm: slsqp, starts: 20}
sweep: {sampling.count: [16, 50]}
```

Only `study`, `problem` and `surrogates` are required. Files are read strictly: an unknown or repeated key,
a wrong type or a number out of range is an error with its place in the file, and all errors come at
once. Integers are decimal (`010` is refused), truth values are `true` and `false` (not `yes`), and text
that looks like either needs quotes. Anchors, aliases, tags and merge keys of YAML are refused.

This page is printed by `jennopt describe study`.
)";

inline constexpr std::string_view figures_example = R"(
```yaml
sweep: {sampling.count: [10, 20, 40]}
figures:
  - {name: rows, along: sampling.count, y: r2_value, against: nn, log_x: true}
```
)";

inline constexpr std::string_view sweep_text = R"(
## sweep

Each key is an axis; the study runs once for every combination of their values, called an arm. The same
replicate has the same random streams in every arm. An axis is the path of a key with a list of values,
or a name of your own with a map of named values, each the paths that it sets:

```yaml
sweep:
  sampling.count: [9, 16, 25]
  trainer:
    fast: {defaults.training.trainer: lbfgs}
    paper: {defaults.training: {trainer: adam, rate: 1e-5}, surrogates.jenn.lambda: 0.001}
```

The value at a path is replaced, whatever was there. Elements of a list count from 0: `sampling.1.count`.
`study`, `seed`, `replicates`, `plugins`, `check_partials`, `figures`, `problem.table` and `problem.external`
as a whole are the same in all arms and cannot be swept. Problems by name can, with what goes with each:

```yaml
sweep:
  problem:
    branin: {problem: {name: branin}}
    hartmann: {problem: {name: hartmann6}, sampling.count: 100}
```

A list of such maps is a list of grids: all arms of each are run, and what a grid does not name stays as
in the file. `{}` in the list is the study as it stands.

```yaml
sweep:
  - {sampling.count: [10, 20]}
  - {defaults.lambda: [0, 1e-3]}
```

An arm's folder is named after its values and a hash of its complete configuration, so that more values
on an axis rename nothing.
)";

inline constexpr std::string_view set_text = R"(
## --set

`--set key.path=value` replaces one value before the sweep is expanded; the value is YAML and goes through
the same checks. It can be given several times. `--set sweep={}` runs without the sweep.
)";

}  // namespace jennopt
