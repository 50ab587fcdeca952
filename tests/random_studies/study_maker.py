"""Makes one small random study from a seed: the study file and the files beside it."""

import json
import random

# The names of their inputs, where studies name them.
PROBLEMS = {
    "ackley": ["x1", "x2"],
    "branin": ["x1", "x2"],
    "goldstein_price": ["x1", "x2"],
    "rastrigin": ["x1", "x2"],
    "rosenbrock": ["x1", "x2"],
    "styblinski_tang": ["x1", "x2"],
    "harmonics": ["x1", "x2"],
    "sinusoid": ["x"],
    "x_sin_x": ["x"],
    "hartmann6": None,
    "borehole": None,
    "speed_reducer": None,
    "airfoil": None,
}
METRICS = ["r2_value", "r2_partials", "rmse_value", "train_seconds", "gamma", "lambda", "final_loss", "optimum_distance",
           "optimum_true_value", "optimum_violation", "optimum_gradient_norm", "true_evaluations", "true_cost"]

PROGRAM = '''import json, math, sys
point = json.load(sys.stdin)
x = point["x"] if isinstance(point, dict) else point
n = len(x)
key = math.floor(1e6 * sum((i + 1) * v for i, v in enumerate(x)))
if key % 100 < FAILURES:
    sys.exit("did not converge")
values, partials = {}, {}
for k, output in enumerate(OUTPUTS):
    flat = output in FLAT
    values[output] = 0.5 if flat else sum((v - 0.3 * k) ** 2 for v in x) - k
    partials[output] = {name: 0.0 if flat else 2 * (v - 0.3 * k) for name, v in zip(INPUTS, x)
                        if [output, name] not in UNKNOWN and (key + k) % 100 >= MISSING}
answer = {"values": values}
if GIVES_PARTIALS:
    answer["partials"] = {output: row for output, row in partials.items() if row}
print(json.dumps(answer))
'''


class StudyMaker:
    def __init__(self, seed, number):
        self.random = random.Random(f"{seed}/{number}")
        self.seed = f"{seed}/{number}/optimizers"
        self.files = {}
        self.inputs = []  # their names, where they are known
        self.gives_partials = True

    def chance(self, probability):
        return self.random.random() < probability

    def some(self, names, least=1):
        names = list(names)
        return self.random.sample(names, self.random.randint(min(least, len(names)), len(names)))

    def make(self):
        """The study as a map."""
        pick = self.random.choice
        study = {"study": "random", "seed": self.random.randint(0, 1000), "replicates": pick([1, 1, 2, 3])}
        study["problem"] = pick([self.plugin, self.plugin, self.plugin, self.external, self.table])()
        is_table = "table" in study["problem"]
        if is_table:
            study["sampling"] = {"count": self.random.randint(1, 6)}
        else:
            study["sampling"] = self.samples(12)
            study["test"] = self.samples(15)
        study["defaults"] = self.network()
        study["surrogates"] = self.surrogates()
        study["optimization"] = self.optimization()
        if self.chance(0.1) and not is_table:
            study["check_partials"] = True
        if self.chance(0.4):
            self.sweep(study, is_table)
        if not is_table:
            self.random = random.Random(self.seed)  # what comes before stays as it is
            if self.chance(0.4):
                self.optimizers(study)
        return study

    def optimizers(self, study):
        """Beside the surrogates, or instead of them."""
        pick = self.random.choice
        study["budget"] = self.random.randint(1, 9)
        study["optimizers"] = {"best": {"batch": self.random.randint(1, study["budget"])}}
        if self.chance(0.5):
            study["optimizers"]["best"] |= {"model": pick(["kriging", "competition", "nn", "jenn"]), "target": 0.0}
        if self.chance(0.5):
            study["optimizers"]["direct"] = {"method": "multistart", "algorithm": pick(["slsqp", "mma", "ccsaq"])}
        if self.chance(0.3):
            study["optimizer_defaults"] = {"starts": self.random.randint(1, 3)}
        if self.chance(0.5):
            for key in ["surrogates", "defaults", "sampling", "test", "sweep", "figures"]:
                study.pop(key, None)
            if self.chance(0.5):
                study["sweep"] = {"budget": [study["budget"], study["budget"] + 3]}
                study["figures"] = [{"name": "spent", "along": "budget", "y": "optimum_true_value"}]

    def plugin(self):
        name = self.random.choice(list(PROBLEMS))
        problem = {"name": name}
        self.inputs = PROBLEMS[name] or []
        if name in ("ackley", "rastrigin", "rosenbrock", "styblinski_tang") and self.chance(0.3):
            least = 2 if name == "rosenbrock" else 1
            problem["options"] = {"dimension": self.random.randint(least, 4)}
            self.inputs = [f"x{i + 1}" for i in range(problem["options"]["dimension"])]
        if name == "harmonics":
            problem["options"] = {"dimension": 2, "outputs": self.random.randint(1, 3)}
        if name == "airfoil":
            problem["options"] = {"n_upper": 1, "n_lower": 1, "panels": 40, "mach_input": self.chance(0.5)}
        return {**problem, **self.disturbances()}

    def disturbances(self):
        """What surrogates are trained on instead of the problem as it is."""
        pick, found = self.random.choice, {}
        if self.chance(0.3):
            found["partials"] = pick(["exact", "exact", "finite_difference",
                                      {"source": "finite_difference", "scheme": "forward", "step": pick([1e-6, 0.01, 1])}])
        if self.chance(0.1):
            found["partials"] = "none"
            self.gives_partials = False
        elif self.inputs and self.chance(0.1):
            found["partials"] = {"source": "exact", "only": self.some(self.inputs)}
        if self.chance(0.3):
            found["noise"] = {"values": pick([0, 0.01, 0.1, 10]), "partials": pick([0, 0.1, 10]),
                              "kind": pick(["multiplicative", "additive"])}
        if self.chance(0.3):
            found["missing"] = {"fraction": pick([0.1, 0.5, 0.9, 1]), "fill": pick(["masked", "zero"])}
        if self.inputs and self.chance(0.1):
            found["missing"] = {"inputs": self.some(self.inputs)}
        if self.chance(0.2):
            found["failures"] = {"fraction": pick([0.1, 0.4, 0.8, 0.95])}
        return found

    def external(self):
        self.inputs = [f"in{i}" for i in range(self.random.randint(1, 3))]
        outputs = [f"out{k}" for k in range(self.random.randint(1, 3))]
        roles = ["objective"] + [self.random.choice(["constraint", "quantity"]) for _ in outputs[1:]]
        self.gives_partials = self.chance(0.7)
        pairs = [[output, name] for output in outputs for name in self.inputs]
        text = {"INPUTS": self.inputs, "OUTPUTS": outputs, "FLAT": self.some(outputs) if self.chance(0.1) else [],
                "UNKNOWN": self.some(pairs) if self.chance(0.4) else [], "GIVES_PARTIALS": self.gives_partials,
                "FAILURES": self.random.choice([0, 0, 0, 30, 95, 100]), "MISSING": self.random.choice([0, 0, 50, 100])}
        self.files["program.py"] = "".join(f"{key} = {value!r}\n" for key, value in text.items()) + PROGRAM
        external = {"name": "program", "command": ["python3", "-I", "-S", "program.py"],
                    "inputs": [{"name": name, "lower": -1, "upper": self.random.choice([1, 2])} for name in self.inputs],
                    "outputs": [{"name": output, "role": role} for output, role in zip(outputs, roles)],
                    "partials": self.gives_partials}
        disturbances = self.disturbances() if self.chance(0.5) and self.gives_partials else {}
        if "finite_difference" in json.dumps(disturbances):
            del disturbances["partials"]  # a process for each difference: too slow
        return {"external": external, **disturbances}

    def table(self):
        self.inputs = [f"a{i}" for i in range(self.random.randint(1, 3))]
        outputs = [f"b{k}" for k in range(self.random.randint(1, 2))]
        self.gives_partials = with_partials = self.chance(0.7)
        lines = [",".join(self.inputs + outputs + [f"d_{y}_d_{x}" for y in outputs for x in self.inputs if with_partials])]
        empty, flat, outlier = self.random.choice([0, 0, 0.3, 1]), self.chance(0.15), self.chance(0.2)
        rows = []
        for i in range(self.random.randint(4, 14)):
            point = rows[-1] if rows and self.chance(0.01) else [round(self.random.uniform(-1, 1), 5) for _ in self.inputs]
            rows.append(point)
            values = [1.0 if flat else sum(v * v for v in point) + k for k in range(len(outputs))]
            if outlier and i == 1:
                values[0] += 1000.0
            slopes = ["" if self.chance(empty) else repr(0.0 if flat else 2 * v) for _ in outputs for v in point]
            lines.append(",".join([*map(repr, point), *map(repr, values), *(slopes if with_partials else [])]))
        self.files["table.csv"] = "\n".join(lines) + "\n"
        table = {"file": "table.csv", "inputs": self.inputs, "outputs": outputs, "test": self.random.choice([0.5, 2, 3])}
        if with_partials:
            table["partials"] = "d_{output}_d_{input}"
        return {"table": table}

    def samples(self, most):
        plans = [self.plan(most) for _ in range(self.random.choice([1, 1, 1, 2]))]
        return plans if len(plans) > 1 else plans[0]

    def plan(self, most):
        plan = self.random.choice(["grid", "random", "latin_hypercube", "maximin_latin_hypercube", "sobol", "halton"])
        if plan == "grid" and 0 < len(self.inputs) <= 2:
            return {"plan": plan, "levels": self.random.randint(2, 3)}
        return {"plan": "random" if plan == "grid" else plan, "count": self.random.randint(1, most)}

    def training(self):
        pick = self.random.choice
        trainer = pick(["auto", "adam", "lbfgs", "levenberg_marquardt"])
        found = {"trainer": trainer, "max_iterations": pick([1, 5, 40])}
        if trainer == "adam":
            found |= {"rate": pick([0.05, 1, 1e6]), "batch_size": pick([0, 1, 3]), "schedule": pick(["constant", "cosine"])}
        if trainer == "levenberg_marquardt":
            found["warm_up"] = pick([0, 3])
        return found

    def network(self):
        pick = self.random.choice
        found = {"hidden": pick([[1], [3], [4, 2]]), "training": self.training()}
        for key, values in {"activation": ["tanh", "linear", "relu"], "normalize": [True, False], "lambda": ["auto", 0, 0.1],
                            "regularization": ["hidden_layers", "all_layers"], "restarts": [2, 3], "members": [2, 3],
                            "beta": [0.001, 2, {"scale": 0.5}]}.items():
            if self.chance(0.25):
                found[key] = pick(values)
        return found

    def surrogates(self):
        pick, found = self.random.choice, {}
        kinds = self.some(["nn", "jenn"]) if self.gives_partials or self.chance(0.05) else ["nn"]
        for kind in kinds:
            found[kind] = {"kind": kind}
            if self.chance(0.3):
                found[kind]["members"] = pick([1, 2, 4])
            if kind == "jenn" and self.chance(0.4):
                found[kind]["gamma"] = pick([0, 1, "auto", {"inputs": [1.0] * len(self.inputs)}])
            if self.chance(0.4):
                found[kind + "_polished"] = {"polish": kind, "by": "value" if kind == "nn" else pick(["slope", "value"]),
                                             "eta": pick([0, 10, 1000]), "guard": self.chance(0.8)}
        return found

    def optimization(self):
        pick = self.random.choice
        found = {"algorithm": pick(["slsqp", "slsqp", "lbfgs", "mma", "ccsaq"]), "starts": self.random.randint(1, 3),
                 "max_evaluations": pick([1, 5, 30])}
        if self.chance(0.3):
            found["truth_baseline"] = False
        return found

    def sweep(self, study, is_table):
        pick = self.random.choice
        counts = {"sampling.count": pick([[3, 5], [1, 4, 8]])}
        weights = {"defaults.lambda": [0, 0.001]}
        named = {"mode": {"slow": {"defaults.training.max_iterations": 9}, "fast": {"defaults.training.max_iterations": 2}}}
        noise = {"problem.noise.values": [0, 0.1, 1]}
        if is_table or isinstance(study["sampling"], list) or "levels" in study["sampling"]:
            axes = pick([weights, named])
        else:
            axes = pick([counts, counts, weights, named, noise, {**counts, **weights}])
        study["sweep"] = axes if self.chance(0.8) else [axes, {}]
        along = next(iter(axes))
        if along != "mode" and self.chance(0.6):
            study["figures"] = [self.figure(along, list(axes)[1:], study["surrogates"])]

    def figure(self, along, others, surrogates):
        pick = self.random.choice
        figure = {"name": "drawn", "along": along, "y": pick(METRICS)}
        if self.chance(0.3):
            figure["x"] = pick(METRICS)
        if others and self.chance(0.5):
            figure["panels"] = others[0]
        elif others and self.chance(0.5):
            figure |= {"y": others[0], "color": pick(METRICS)}
            figure.pop("x", None)
        if self.chance(0.4):
            figure["against"] = pick(list(surrogates))
        for key, values in {"log_x": [True, False], "log_y": [True, False], "slopes": [True], "target": [0.5, 1e-3]}.items():
            if self.chance(0.25):
                figure[key] = pick(values)
        return figure


def text_of(study):
    """Each block on a line: JSON is YAML."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in study.items())
