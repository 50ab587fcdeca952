#include "surrogate/onnx_graph.hpp"

#include "core/at.hpp"
#include "core/format.hpp"

#include <onnx/onnx_pb.h>

namespace jennopt {

namespace {

constexpr std::int64_t operator_set = 13;
constexpr std::int64_t file_version = 8;

void set_shape(onnx::ValueInfoProto& value,
               const std::string& name,
               std::initializer_list<Index> extents) {
    value.set_name(name);
    onnx::TypeProto_Tensor& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(onnx::TensorProto::DOUBLE);
    tensor.mutable_shape()->add_dim()->set_dim_param("points");
    for (const Index extent : extents) {
        tensor.mutable_shape()->add_dim()->set_dim_value(extent);
    }
}

void set_extents(onnx::TensorProto& tensor, std::initializer_list<Index> extents) {
    for (const Index extent : extents) {
        tensor.add_dims(extent);
    }
}

}  // namespace

struct OnnxGraph::Parts {
    onnx::ModelProto model;

    onnx::GraphProto& graph() { return *model.mutable_graph(); }

    onnx::TensorProto& constant(const std::string& name, onnx::TensorProto::DataType type) {
        onnx::TensorProto& tensor = *graph().add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(type);
        return tensor;
    }
};

OnnxGraph::OnnxGraph(const std::string& name, const std::string& text)
    : parts_(std::make_unique<Parts>()) {
    onnx::ModelProto& model = parts_->model;
    model.set_ir_version(file_version);
    model.set_producer_name("jennopt");
    model.set_doc_string(text);
    onnx::OperatorSetIdProto& operators = *model.add_opset_import();
    operators.set_domain("");
    operators.set_version(operator_set);
    parts_->graph().set_name(name);
}

OnnxGraph::~OnnxGraph() = default;

std::string OnnxGraph::fresh_name(const char* what) {
    return fmt::format("{}_{}", what, ++names_);
}

void OnnxGraph::input(const std::string& name, std::initializer_list<Index> extents) {
    set_shape(*parts_->graph().add_input(), name, extents);
}

void OnnxGraph::output(const std::string& name, std::initializer_list<Index> extents) {
    set_shape(*parts_->graph().add_output(), name, extents);
}

std::string OnnxGraph::number(double value) {
    return vector(Vector::Constant(1, value));
}

std::string OnnxGraph::vector(const Vector& entries) {
    std::string name = fresh_name("vector");
    onnx::TensorProto& tensor = parts_->constant(name, onnx::TensorProto::DOUBLE);
    set_extents(tensor, {entries.size()});
    tensor.mutable_double_data()->Add(entries.begin(), entries.end());
    return name;
}

std::string OnnxGraph::matrix(const Matrix& matrix) {
    std::string name = fresh_name("matrix");
    onnx::TensorProto& tensor = parts_->constant(name, onnx::TensorProto::DOUBLE);
    set_extents(tensor, {matrix.rows(), matrix.cols()});
    const Matrix rows = matrix.transpose();  // in memory row by row
    tensor.mutable_double_data()->Add(rows.data(), rows.data() + rows.size());
    return name;
}

std::string OnnxGraph::booleans(const std::vector<bool>& entries) {
    std::string name = fresh_name("booleans");
    onnx::TensorProto& tensor = parts_->constant(name, onnx::TensorProto::BOOL);
    set_extents(tensor, {std::ssize(entries)});
    for (const bool entry : entries) {
        tensor.add_int32_data(entry ? 1 : 0);
    }
    return name;
}

std::string OnnxGraph::integers(const std::vector<Index>& entries) {
    std::string name = fresh_name("integers");
    onnx::TensorProto& tensor = parts_->constant(name, onnx::TensorProto::INT64);
    set_extents(tensor, {std::ssize(entries)});
    for (const Index entry : entries) {
        tensor.add_int64_data(entry);
    }
    return name;
}

std::string OnnxGraph::add(const char* operation, const std::vector<std::string>& inputs) {
    std::string name = fresh_name(operation);
    add_as(name, operation, inputs);
    return name;
}

void OnnxGraph::add_as(const std::string& result,
                       const char* operation,
                       const std::vector<std::string>& inputs) {
    onnx::NodeProto& node = *parts_->graph().add_node();
    node.set_op_type(operation);
    node.set_name(result);
    for (const std::string& input : inputs) {
        node.add_input(input);
    }
    node.add_output(result);
}

void OnnxGraph::set_attribute(const char* name, Index value) {
    onnx::AttributeProto& attribute = *parts_->graph().mutable_node()->rbegin()->add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
}

std::string OnnxGraph::add_cast(const std::string& booleans) {
    std::string name = add("Cast", {booleans});
    set_attribute("to", onnx::TensorProto::DOUBLE);
    return name;
}

std::string OnnxGraph::add_sum(const std::string& summed, Index axis) {
    std::string name = add("ReduceSum", {summed, integers({axis})});
    set_attribute("keepdims", 0);
    return name;
}

std::string OnnxGraph::add_joined(const std::string& first, const std::string& second) {
    std::string name = add("Concat", {first, second});
    set_attribute("axis", 1);
    return name;
}

std::string OnnxGraph::bytes() const {
    return parts_->model.SerializeAsString();
}

}  // namespace jennopt
