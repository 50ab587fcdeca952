"""Faults of model files and of plugins."""

import json

from fault import fault
from terminal import model_of


def changed_model(place, change):
    """A trained model with something changed in its file."""
    model, points = model_of(place)
    content = json.loads((place.folder / model).read_text(encoding="utf-8"))
    change(content)
    place.write("model.json", json.dumps(content))
    return "predict", "model.json", points


def every_weight(number):
    """Changes every weight of a model."""

    def change(content):
        content["W"] = [[[number for _ in row] for row in layer] for layer in content["W"]]

    return change


@fault("models")
def model_without_numbers(place):
    """The weights of a model are NaN"""
    place.came(place.run(*changed_model(place, every_weight(float("nan")))), 2, "model.json")


@fault("models")
def model_out_of_range(place):
    """The weights of a model are 1e308, so that it predicts nothing finite"""
    outcome = place.came(place.run(*changed_model(place, every_weight(1e308))), (1, 2))
    place.require("nan" not in outcome.output.lower(), f"prints NaN: {outcome.output}")


@fault("models")
def giant_model(place):
    """A model says that it has a layer of 1e9 neurons"""
    place.came(place.run(*changed_model(place, lambda content: content.update(layer_sizes=[1, 10**9, 1]))), 2,
               "model.json")


@fault("models")
def cut_model(place):
    """Half of a model's file is missing"""
    model, points = model_of(place)
    whole = (place.folder / model).read_bytes()
    place.write("model.json", whole[:len(whole) // 2])
    place.came(place.run("predict", "model.json", points), 2, "model.json")


@fault("models")
def deep_model(place):
    """A model's file is nested 200000 deep"""
    _, points = model_of(place)
    place.write("model.json", "[" * 200000)
    place.came(place.run("predict", "model.json", points), 2, "model.json")


def plugin_study(place, name):
    place.write("study.yaml", f"""study: plugin
problem: {{name: {name}}}
plugins: [{place.plugins / (name + '.so')}]
budget: 5
optimizers: {{best: {{}}}}
""")


@fault("models")
def plugin_of_another_version(place):
    """A plugin was made for another version of jennopt"""
    plugin_study(place, "other_version")
    place.came(place.run(), 2, "version")


@fault("models")
def plugin_of_another_machine(place):
    """A plugin was compiled for another instruction set (-march=native: other alignment of vectors)"""
    plugin_study(place, "wide_alignment")
    place.came(place.run(), 2, "EIGEN_MAX_ALIGN_BYTES")


@fault("models")
def no_plugin(place):
    """A plugin is no library"""
    plugin_study(place, "no_library")
    place.came(place.run(), 2, "no_library.so")
