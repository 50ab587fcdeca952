#pragma once

#include <string_view>

namespace jennopt {

/// What `jennopt describe study` prints; a line %name% stands for the table of a block's keys.
inline constexpr std::string_view page_text = R"(# Studies

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

## The file

The blocks of a study.

%study%

## problem

The true function: a plugin by its `name`, a program as `external`, or data as `table`.
`partials`, `noise`, `missing`, `failures` and `delay` change what the
surrogates are trained on, and only that: test samples, the check of each optimum and the direct
search see the problem as it is. Everything is drawn from the seed, the replicate and the point.

%problem%

## problem.table

A study of data that are there already. sampling.count rows to train on are drawn from those
that are not tested on, anew in each replicate; `sampling` has no other keys then, and there is no
`test`. Bounds are the ranges of the inputs. Without a true function optima are predictions that
nothing is checked on. `partials` is a pattern, "d_{output}_d_{input}", or a map of the columns
that there are, {cd: {mach: d_cd_d_mach}}; an empty cell is a missing partial.

%table%

## problem.external

A program in any language, run once per point in a folder of its own below the
replicate's; relative paths of files beside the study are found. What it reads
and writes: [`problems/README.md`](../problems/README.md).

%external%

## problem.external.inputs

The list of inputs, in the order in which the program reads them.

%inputs%

## problem.external.outputs

The list of outputs.

%outputs%

## problem.external.results.OUTPUT

For a program that writes a format of its own: where each output stands.

%results%

## problem.partials

Written as one name, the source; or as a map. Differences are those of the noisy values, within
the bounds unless `outside` is true, and cost one value per input and side. With `none` the direct
search is left out; a problem that has no partials is differenced for test samples, check and direct
search too.

%partials%

## problem.noise

Standard normal numbers times the standard deviations given.

%noise%

## problem.missing

Missing partials have no weight in the loss. A larger fraction leaves out the same and more.
With `fill: zero` they are 0 for those who use the samples, with the weight of any other: what it
costs to be careless. Partials that are not there at all (`partials: none`) stay without weight.

%missing%

## sampling, test

One plan, or a list of plans whose points are put together.

%sampling%

## surrogates.NAME, defaults

A model that is trained afresh. What stands under `defaults` holds for every
surrogate that has no value of its own. All start from the same samples and seed.
gamma and lambda `auto` are chosen by cross-validation on the training samples.

%fresh%

## beta, gamma

Written as one number, the scale; or as a map of factors that are multiplied.

%weights%

## training

How the weights are found, for fresh and polished surrogates.

%training%

## surrogates.NAME with polish

Training goes on from another surrogate's weights, with more weight where the
function is flat: gamma (1 + eta exp(-(epsilon |dy/dx|)^2)). With `by: value`, for plain networks too,
beta and gamma of a sample have the factor 1 + eta exp(-(epsilon r)^2), r how far its predicted
objective is above the least of all samples, in standard deviations. Network and training are that
surrogate's; keys of `training` that are given here change them.

%polished%

## optimization

The search for the minimum, from several starts, on each surrogate.

%optimization%

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

## figures

Figures over the sweep, of medians over the replicates. R2 is drawn as 1 - R2. What is swept
besides `along` and `panels` makes curves of its own, as surrogates do. They change no result and may
change between runs.

%figures%

```yaml
sweep: {sampling.count: [10, 20, 40]}
figures:
  - {name: rows, along: sampling.count, y: r2_value, against: nn, log_x: true}
```

## --set

`--set key.path=value` replaces one value before the sweep is expanded; the value is YAML and goes through
the same checks. It can be given several times. `--set sweep={}` runs without the sweep.
)";

}  // namespace jennopt
