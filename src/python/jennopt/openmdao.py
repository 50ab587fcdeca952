"""jennopt in OpenMDAO: a model as a component, a surrogate for MetaModelUnStructuredComp, and the optimum of
an OpenMDAO model in few runs of it.
"""

from collections import namedtuple

import numpy as np
import openmdao.api as om

from ._core import Model, load
from ._fit import fit
from ._optimize import Optimizer

Result = namedtuple("Result", "best runs X Y message")


class ModelComp(om.ExplicitComponent):
    """A trained model as a component: its inputs and outputs by their names, exact partials.

    Options: model, a Model or the name of its file; vec_size, how many points at once.
    """

    def initialize(self):
        self.options.declare("model", types=(Model, str), desc="Model, or the file of one")
        self.options.declare("vec_size", types=int, default=1, lower=1, desc="points at once")

    def setup(self):
        given = self.options["model"]
        self._model = load(given) if isinstance(given, str) else given
        n = self.options["vec_size"]
        rows = np.arange(n)
        for name in self._model.input_names:
            self.add_input(name, shape=n)
        for name in self._model.output_names:
            self.add_output(name, shape=n)
            for other in self._model.input_names:
                self.declare_partials(name, other, rows=rows, cols=rows)

    def _points(self, inputs):
        return np.column_stack([inputs[name] for name in self._model.input_names])

    def compute(self, inputs, outputs):
        values = self._model.predict(self._points(inputs))
        for k, name in enumerate(self._model.output_names):
            outputs[name] = values[:, k]

    def compute_partials(self, inputs, partials):
        J = self._model.jacobian(self._points(inputs))
        for k, name in enumerate(self._model.output_names):
            for j, other in enumerate(self._model.input_names):
                partials[name, other] = J[:, k, j]


class JennSurrogate(om.SurrogateModel):
    """For MetaModelUnStructuredComp, which gives values without partials: a plain network or kriging.

    Options are those of jennopt.fit, as in JennSurrogate(kind="kriging").
    """

    def __init__(self, **options):
        super().__init__()
        self._options = options
        self.model = None

    def train(self, x, y):
        super().train(x, y)
        self.model = fit(x, y, **{"cross_validate": False, **self._options})

    def predict(self, x):
        super().predict(x)
        return self.model.predict(np.ravel(x))

    def linearize(self, x):
        return self.model.jacobian(np.ravel(x))


unbounded = 1e29  # OpenMDAO's limits beyond are none


class _Variables:
    """Design variables, objective and constraints of a problem, as an optimizer has them: in the units of the
    driver, without its scaling."""

    def __init__(self, problem):
        problem.final_setup()
        self._problem = problem
        model = problem.model
        self._designs = model.get_design_vars()
        objectives = model.get_objectives()
        if len(objectives) != 1:
            raise ValueError(f"the model has {len(objectives)} objectives, expected one")
        self._responses = {**objectives, **model.get_constraints()}
        self.inputs = []
        for name, meta in self._designs.items():
            for lower, upper in zip(_entries(meta, "lower"), _entries(meta, "upper")):
                if lower is None or upper is None:
                    raise ValueError(f"design variable {name} has no bounds, expected lower and upper")
                self.inputs.append({"name": f"x{len(self.inputs) + 1}", "lower": lower, "upper": upper})
        self.outputs = []
        for name, meta in self._responses.items():
            if name in objectives:
                self.outputs.append({"name": "objective", "role": "objective"})
                continue
            for limits in zip(*(_entries(meta, key) for key in ("lower", "upper", "equals"))):
                output = {"name": f"constraint{len(self.outputs)}", "role": "constraint"}
                output.update({key: limit for key, limit in zip(("lower", "upper", "equals"), limits)
                               if limit is not None})
                self.outputs.append(output)

    def _value(self, name, meta):
        return np.ravel(self._problem.get_val(meta.get("name", name), units=meta["units"], indices=_indices(meta)))

    def get(self):
        """x (n_x,) as the model has it."""
        return np.concatenate([self._value(name, meta) for name, meta in self._designs.items()])

    def run(self, x):
        """Runs the model at x (n_x,); values (n_y,)."""
        place = 0
        for name, meta in self._designs.items():
            size = int(meta["size"])
            self._problem.set_val(meta.get("name", name), x[place:place + size], units=meta["units"],
                                  indices=_indices(meta))
            place += size
        self._problem.run_model()
        return np.concatenate([self._value(name, meta) for name, meta in self._responses.items()])

    def partials(self):
        """Total derivatives where the model was run last, (n_y, n_x)."""
        return self._problem.compute_totals(of=list(self._responses), wrt=list(self._designs), return_format="array")


def _indices(meta):
    return None if meta["indices"] is None else meta["indices"].as_array()


def _entries(meta, key):
    """A limit for each entry of a variable, None where there is none."""
    limits = np.broadcast_to(np.nan if meta[key] is None else meta[key], int(meta["size"])).astype(float)
    return [float(limit) if abs(limit) < unbounded else None for limit in limits]


def minimize(problem, budget=30, *, derivatives=True, seed=1, **options):
    """Minimizes the objective of an OpenMDAO problem in few runs of its model, as its driver would.

    Parameters
    ----------
    problem : om.Problem
        Set up, with design variables that have bounds, one objective, and constraints. Left at the best design.
    budget : int
        Greatest number of runs of the model; the best design is run once more if it was not the last.
    derivatives : bool
        Whether total derivatives are computed at each design: with analytic ones a fraction of a run.
    seed : int
    **options
        Of jennopt.Optimizer. The first start is the design that the model has, where it is within the bounds.

    Returns
    -------
    Result
        best (a Best, in the units of the driver), runs, X (runs, n_x), Y (runs, n_y), message.
    """
    variables = _Variables(problem)
    bounds = np.array([(entry["lower"], entry["upper"]) for entry in variables.inputs])
    start = variables.get()
    if (start >= bounds[:, 0]).all() and (start <= bounds[:, 1]).all():
        options.setdefault("starts", [start])
    optimizer = Optimizer(variables.inputs, variables.outputs, seed=seed, **options)
    tried, values = [], []
    while len(tried) < budget:
        X = optimizer.ask()
        if len(X) == 0:
            break
        try:
            y = variables.run(X[0])
            J = variables.partials()[np.newaxis] if derivatives else None
        except om.AnalysisError:
            y, J = np.full(len(variables.outputs), np.nan), None
        optimizer.tell(X, [y], J)
        tried.append(X[0])
        values.append(y)
    best = optimizer.best
    if best is not None and (best.x != tried[-1]).any():
        variables.run(best.x)
    return Result(best, len(tried), np.array(tried), np.array(values), optimizer.termination or "budget used up")
