#pragma once

#include "jennopt/core/types.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace jennopt {

/// An ONNX model (operator set 13) that is put together operation by operation. What an operation
/// makes is known by the name that it returns.
class OnnxGraph {
public:
    /// @param text  what the model is, for whoever opens the file
    OnnxGraph(const std::string& name, const std::string& text);
    ~OnnxGraph();
    OnnxGraph(const OnnxGraph&) = delete;
    OnnxGraph& operator=(const OnnxGraph&) = delete;
    OnnxGraph(OnnxGraph&&) = delete;
    OnnxGraph& operator=(OnnxGraph&&) = delete;

    /// An input or output of so many points: extents after the first axis.
    void input(const std::string& name, std::initializer_list<Index> extents);
    void output(const std::string& name, std::initializer_list<Index> extents);

    [[nodiscard]] std::string number(double value);
    [[nodiscard]] std::string vector(const Vector& entries);
    /// A matrix of so many rows and columns.
    [[nodiscard]] std::string matrix(const Matrix& matrix);
    [[nodiscard]] std::string booleans(const std::vector<bool>& entries);
    [[nodiscard]] std::string integers(const std::vector<Index>& entries);

    /// One operation on what others made.
    std::string add(const char* operation, const std::vector<std::string>& inputs);

    /// The same where the result has to have this name.
    void add_as(const std::string& result,
                const char* operation,
                const std::vector<std::string>& inputs);

    /// A number of double precision from a boolean.
    [[nodiscard]] std::string add_cast(const std::string& booleans);

    /// Sums over an axis; its extent is left out.
    [[nodiscard]] std::string add_sum(const std::string& name, Index axis);

    /// Two arrays one after the other along the second axis.
    [[nodiscard]] std::string add_joined(const std::string& first, const std::string& second);

    /// The file's bytes.
    [[nodiscard]] std::string bytes() const;

private:
    struct Parts;

    std::string fresh_name(const char* what);
    /// Of the operation that was added last.
    void set_attribute(const char* name, Index value);

    std::unique_ptr<Parts> parts_;
    Index names_ = 0;
};

}  // namespace jennopt
