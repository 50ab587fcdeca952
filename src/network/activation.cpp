#include "jennopt/network/activation.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

double activate(Activation activation, double z) {
    switch (activation) {
        case Activation::tanh:
            return std::tanh(z);
        case Activation::linear:
            return z;
        case Activation::relu:
            return std::max(z, 0.0);
    }
    return z;
}

double first_derivative(Activation activation, double z) {
    switch (activation) {
        case Activation::tanh: {
            const double a = std::tanh(z);
            return 1.0 - a * a;
        }
        case Activation::linear:
            return 1.0;
        case Activation::relu:
            return z > 0.0 ? 1.0 : 0.0;
    }
    return 1.0;
}

double second_derivative(Activation activation, double z) {
    switch (activation) {
        case Activation::tanh: {
            const double a = std::tanh(z);
            return -2.0 * a * (1.0 - a * a);
        }
        case Activation::linear:
        case Activation::relu:
            return 0.0;
    }
    return 0.0;
}

}  // namespace jennopt
