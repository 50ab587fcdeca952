#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/selection.hpp"

namespace jennopt {

/// What biases and the output layer, on which lambda does not act, are taken for.
enum class OtherParameters {
    flat,      ///< undecided: no prior, as in the loss
    estimated  ///< as two more groups with a precision of their own, in the evidence only
};

/// Chooses lambda and gamma's scale by the evidence of the data: the alternative to
/// cross-validation that select() is measured against.
///
/// MacKay (1992), A Practical Bayesian Framework for Backpropagation Networks, with
/// Levenberg-Marquardt as Foresee and Hagan (1997), and a noise each for values and partials:
///
///     2 m L / sigma_v^2 = |r_v|^2 / sigma_v^2 + |r_p|^2 / sigma_p^2 + alpha |W_hidden|^2
///
/// with gamma = sigma_v^2 / sigma_p^2, lambda = alpha sigma_v^2. After every training, with n_v and
/// n_p residuals r_v and r_p and the Gauss-Newton matrix H = J_v^T J_v + gamma J_p^T J_p + Lambda,
///
///     sigma_v^2 = |r_v|^2 / (n_v - tr H^-1 J_v^T J_v),
///     sigma_p^2 = |r_p|^2 / (n_p - gamma tr H^-1 J_p^T J_p),
///     alpha = (n_hidden - lambda tr_hidden H^-1) / |W_hidden|^2.
///
/// @param start  initial weights of every training
/// @param data   normalized units, with partials
/// @return       its candidates: gamma and lambda of the trainings, in order, without errors
[[nodiscard]] Selection select_by_evidence(const Network& start,
                                           const Dataset& data,
                                           OtherParameters others);

}  // namespace jennopt
