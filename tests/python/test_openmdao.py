import jennopt
import numpy as np
import pytest

om = pytest.importorskip("openmdao.api")
pytestmark = [pytest.mark.filterwarnings("ignore")]

import jennopt.openmdao  # noqa: E402


def beam(runs):
    """A cantilever of four sections: least mass with bounded stress and deflection, analytic derivatives.

    runs : list that takes mass, greatest stress and deflection of each run
    """

    class Beam(om.ExplicitComponent):
        def setup(self):
            self.add_input("h", shape=4, val=0.6, units="m")
            self.add_output("mass", units="kg")
            self.add_output("stress", shape=4, units="Pa")
            self.add_output("deflection", units="m")
            self.declare_partials("*", "*")

        def compute(self, inputs, outputs):
            h, load, width, length, young = inputs["h"], 5e4, 0.1, 1.0, 7e10
            moment = load * length * np.array([3.5, 2.5, 1.5, 0.5])
            outputs["mass"] = 2700 * width * length * h.sum()
            outputs["stress"] = 6 * moment / (width * h**2)
            outputs["deflection"] = (12 * moment * length * np.array([3.5, 2.5, 1.5, 0.5]) / (young * width * h**3)).sum()
            runs.append((outputs["mass"][0], outputs["stress"].max(), outputs["deflection"][0]))

        def compute_partials(self, inputs, partials):
            h, load, width, length, young = inputs["h"], 5e4, 0.1, 1.0, 7e10
            moment = load * length * np.array([3.5, 2.5, 1.5, 0.5])
            partials["mass", "h"] = np.full((1, 4), 2700 * width * length)
            partials["stress", "h"] = np.diag(-12 * moment / (width * h**3))
            partials["deflection", "h"] = -36 * moment * length * np.array([3.5, 2.5, 1.5, 0.5]) / (young * width * h**4)

    problem = om.Problem(reports=None)
    problem.model.add_subsystem("beam", Beam(), promotes=["*"])
    problem.model.add_design_var("h", lower=5, upper=100, units="cm")
    problem.model.add_objective("mass", ref=100)
    problem.model.add_constraint("stress", upper=150, units="MPa", indices=[0, 1, 2, 3])
    problem.model.add_constraint("deflection", upper=0.02)
    problem.driver = om.ScipyOptimizeDriver(optimizer="SLSQP", disp=False)
    problem.setup()
    return problem


def runs_to(runs, mass):
    """Runs until a design that keeps the limits is within 0.01 % of a mass."""
    for i, (reached, stress, deflection) in enumerate(runs):
        if reached < 1.0001 * mass and stress < 1.00001 * 150e6 and deflection < 1.00001 * 0.02:
            return i + 1
    raise AssertionError(f"{mass} was not reached in {len(runs)} runs")


def test_fewer_runs_than_the_driver_of_openmdao():
    runs_of_slsqp, runs = [], []
    own = beam(runs_of_slsqp)
    own.run_driver()
    mass = own["mass"][0]
    ours = beam(runs)
    result = jennopt.openmdao.minimize(ours, budget=len(runs_of_slsqp))
    print(f"runs to the least mass {mass:.4f}: SLSQP {runs_to(runs_of_slsqp, mass)}, jennopt {runs_to(runs, mass)}")
    assert result.best.feasible
    assert ours["mass"][0] < 1.0001 * mass
    assert runs_to(runs, mass) < runs_to(runs_of_slsqp, mass)


def test_what_cannot_be_minimized_is_named():
    unbounded = om.Problem(reports=None)
    unbounded.model.add_subsystem("square", om.ExecComp("y = x**2"), promotes=["*"])
    unbounded.model.add_design_var("x")
    unbounded.model.add_objective("y")
    unbounded.setup()
    with pytest.raises(ValueError, match="design variable x has no bounds"):
        jennopt.openmdao.minimize(unbounded)


@pytest.fixture
def model(samples):
    X, Y, J = samples
    return jennopt.fit(X, Y, J, hidden=[8], inputs=["mach", "alpha"], outputs=["lift", "drag"], cross_validate=False)


@pytest.mark.parametrize("vec_size", [1, 3])
def test_a_model_as_a_component(model, vec_size, tmp_path):
    model.save(tmp_path / "model.json")
    problem = om.Problem(reports=None)
    component = jennopt.openmdao.ModelComp(model=str(tmp_path / "model.json"), vec_size=vec_size)
    problem.model.add_subsystem("wing", component, promotes=["*"])
    problem.setup(force_alloc_complex=False)
    problem["mach"] = np.linspace(-0.5, 0.5, vec_size)
    problem["alpha"] = 0.2
    problem.run_model()
    expected = model.predict(np.column_stack([problem["mach"], problem["alpha"]]))
    np.testing.assert_allclose(problem["lift"], expected[:, 0])
    data = problem.check_partials(out_stream=None, method="fd", form="central", step=1e-5)
    for error in data["wing"].values():
        np.testing.assert_allclose(error["J_fwd"], error["J_fd"], atol=1e-6)


def test_a_surrogate_of_a_metamodel(samples):
    X, Y, _ = samples
    problem = om.Problem(reports=None)
    meta = om.MetaModelUnStructuredComp(default_surrogate=jennopt.openmdao.JennSurrogate(kind="kriging"))
    meta.add_input("x", shape=2, training_data=X)
    meta.add_output("y", shape=2, training_data=Y)
    problem.model.add_subsystem("meta", meta, promotes=["*"])
    problem.setup()
    problem["x"] = [0.2, 0.3]
    problem.run_model()
    np.testing.assert_allclose(problem["y"].ravel(), [0.04 + np.sin(0.3), 0.06], atol=1e-3)
    data = problem.check_totals(of=["y"], wrt=["x"], out_stream=None, form="central", step=1e-3)
    for error in data.values():
        np.testing.assert_allclose(error["J_fwd"], error["J_fd"], atol=1e-5)
