#include "report/plot_data.hpp"

#include "core/format.hpp"
#include "data/csv.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jennopt {

namespace {

/// A column of numbers of a layer, in the order of the file; x and y are always there.
struct DataColumn {
    const char* name;
    std::vector<double> Layer::*values;
};

constexpr std::array data_columns{DataColumn{"x", &Layer::x},
                                  DataColumn{"y", &Layer::y},
                                  DataColumn{"lower", &Layer::lower},
                                  DataColumn{"upper", &Layer::upper},
                                  DataColumn{"z", &Layer::z}};

std::vector<DataColumn> columns_of(const Plot& plot) {
    std::vector<DataColumn> used;
    for (std::size_t c = 0; c < data_columns.size(); ++c) {
        const auto has_values = [&](const Panel& panel) {
            return std::any_of(panel.layers.begin(), panel.layers.end(), [&](const Layer& layer) {
                return !(layer.*data_columns.at(c).values).empty();
            });
        };
        if (c < 2 || std::any_of(plot.panels.begin(), plot.panels.end(), has_values)) {
            used.push_back(data_columns.at(c));
        }
    }
    return used;
}

bool is_grid(const Layer& layer) {
    return layer.kind == LayerKind::image || layer.kind == LayerKind::contour;
}

bool is_broken_at(const Layer& layer, std::size_t i) {
    return !is_grid(layer) && !(std::isfinite(layer.x[i]) &&
                                (layer.kind == LayerKind::band || std::isfinite(layer.y[i])));
}

/// Quotes and line ends would confuse gnuplot.
std::string name_cell(std::string text) {
    std::replace_if(
        text.begin(),
        text.end(),
        [](char c) { return c == '"' || static_cast<unsigned char>(c) < 0x20; },
        ' ');
    return csv_cell(text);
}

void append_layer(std::string& csv,
                  const std::string& names,
                  const Layer& layer,
                  const std::vector<DataColumn>& columns) {
    bool broken = true;  // nothing before the first row
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        const bool row_ends = is_grid(layer) && i > 0 && layer.y[i] != layer.y[i - 1];
        if (is_broken_at(layer, i) || row_ends) {
            csv += broken ? "" : "\n";
            broken = true;
        }
        if (is_broken_at(layer, i)) {
            continue;
        }
        csv += names;
        for (const DataColumn& column : columns) {
            const std::vector<double>& values = layer.*column.values;
            csv += i < values.size() && std::isfinite(values[i])
                       ? fmt::format(",{:.10g}", values[i] + 0.0)
                       : ",";
        }
        csv += '\n';
        broken = false;
    }
    csv += broken ? "\n" : "\n\n";
}

void append_values(std::vector<double>& all, const std::vector<double>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

std::string plot_csv(const Plot& plot) {
    const std::vector<DataColumn> columns = columns_of(plot);
    std::string csv = "panel,layer";
    for (const DataColumn& column : columns) {
        csv += fmt::format(",{}", column.name);
    }
    csv += '\n';
    for (std::size_t p = 0; p < plot.panels.size(); ++p) {
        const Panel& panel = plot.panels[p];
        const std::string title =
            panel.title.empty() ? fmt::format("{}", p + 1) : name_cell(panel.title);
        for (const Layer& layer : panel.layers) {
            if (!is_empty(layer)) {
                append_layer(csv, title + "," + name_cell(layer.name), layer, columns);
            }
        }
    }
    return csv;
}

int plot_column(const Plot& plot, std::string_view name) {
    const std::vector<DataColumn> used = columns_of(plot);
    const auto found = std::find_if(
        used.begin(), used.end(), [name](const auto& column) { return column.name == name; });
    return 3 + static_cast<int>(found - used.begin());
}

bool is_empty(const Layer& layer) {
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        if (!is_broken_at(layer, i)) {
            return false;
        }
    }
    return true;
}

AxisValues values_along(const Panel& panel, AxisSide side) {
    AxisValues result;
    for (const Layer& layer : panel.layers) {
        const std::vector<double>& middle = side == AxisSide::bottom ? layer.x : layer.y;
        const bool spread = layer.kind == LayerKind::band || layer.kind == LayerKind::box;
        result.tight =
            result.tight || layer.kind == LayerKind::cells || layer.kind == LayerKind::image;
        append_values(result.values, middle);
        if (side == AxisSide::left && spread) {
            append_values(result.values, layer.lower);
            append_values(result.values, layer.upper);
        }
        const double half = layer.kind == LayerKind::cells ? 0.5
                            : layer.kind == LayerKind::box && side == AxisSide::bottom
                                ? 0.5 * layer.box_width
                                : 0.0;
        for (std::size_t i = 0; half > 0.0 && i < middle.size(); ++i) {
            result.values.push_back(middle[i] - half);
            result.values.push_back(middle[i] + half);
        }
    }
    return result;
}

}  // namespace jennopt
