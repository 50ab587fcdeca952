#!/usr/bin/env python3
"""A cantilever under a load at its tip: mass and stress of its section, with partials."""
import json
import sys

point = json.load(sys.stdin)
width, height = point["inputs"]["width"], point["inputs"]["height"]
length, density, load = 2.0, 7800.0, 5e4  # m, kg/m^3, N
stress = 6 * load * length / (width * height**2)
json.dump({"values": {"mass": density * length * width * height, "stress": stress},
           "partials": {"mass": {"width": density * length * height, "height": density * length * width},
                        "stress": {"width": -stress / width, "height": -2 * stress / height}}},
          sys.stdout)
