#pragma once

#include "jennopt/core/types.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace jennopt {

using Json = nlohmann::ordered_json;

/// A number; null for what is not finite.
[[nodiscard]] inline Json number_to(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// A list of numbers; NaN (a missing partial) becomes null.
[[nodiscard]] inline Json json_list(const ConstVectorRef& x) {
    Json list = Json::array();
    for (const double value : x) {
        list.push_back(number_to(value));
    }
    return list;
}

/// A list of rows.
[[nodiscard]] inline Json json_rows(const ConstMatrixRef& A) {
    Json rows = Json::array();
    for (Index i = 0; i < A.rows(); ++i) {
        rows.push_back(json_list(A.row(i).transpose()));
    }
    return rows;
}

[[nodiscard]] inline double number_from(const Json& value) {
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

[[nodiscard]] inline Vector vector_from(const Json& list) {
    Vector x(static_cast<Index>(list.size()));
    for (Index i = 0; i < x.size(); ++i) {
        x(i) = number_from(list.at(static_cast<std::size_t>(i)));
    }
    return x;
}

/// @throws nlohmann's type_error or out_of_range if the rows differ in length or hold no numbers.
[[nodiscard]] inline Matrix matrix_from(const Json& rows) {
    if (rows.empty()) {
        return {};
    }
    Matrix A(static_cast<Index>(rows.size()), static_cast<Index>(rows.at(0).size()));
    for (Index i = 0; i < A.rows(); ++i) {
        const Json& row = rows.at(static_cast<std::size_t>(i));
        if (static_cast<Index>(row.size()) != A.cols()) {
            throw Json::out_of_range::create(401, "the rows of a matrix differ in length", &row);
        }
        for (Index j = 0; j < A.cols(); ++j) {
            A(i, j) = number_from(row.at(static_cast<std::size_t>(j)));
        }
    }
    return A;
}

}  // namespace jennopt
