#include "report/plot_data.hpp"

#include "core/format.hpp"
#include "data/csv.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

bool is_grid(const Layer& layer) {
    return layer.kind == LayerKind::image || layer.kind == LayerKind::contour;
}

bool is_gap(const Layer& layer, std::size_t i) {
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

void append_layer(std::string& csv, const std::string& names, const Layer& layer) {
    bool broken = true;  // nothing before the first row
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        const bool gap = is_gap(layer, i);
        if (!broken && (gap || (is_grid(layer) && layer.y[i] != layer.y[i - 1]))) {
            csv += '\n';
            broken = true;
        }
        if (gap) {
            continue;
        }
        csv += names;
        for (const auto* values : {&layer.x, &layer.y, &layer.lower, &layer.upper, &layer.z}) {
            csv += i < values->size() && std::isfinite((*values)[i])
                       ? fmt::format(",{:.10g}", (*values)[i] + 0.0)  // -0 becomes 0
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
    std::string csv = "panel,layer,x,y,lower,upper,z\n";
    for (std::size_t p = 0; p < plot.panels.size(); ++p) {
        const Panel& panel = plot.panels[p];
        const std::string title =
            panel.title.empty() ? fmt::format("{}", p + 1) : name_cell(panel.title);
        for (const Layer& layer : panel.layers) {
            if (!is_empty(layer)) {
                append_layer(csv, title + "," + name_cell(layer.name), layer);
            }
        }
    }
    return csv;
}

bool is_empty(const Layer& layer) {
    std::size_t gaps = 0;
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        gaps += is_gap(layer, i) ? 1U : 0U;
    }
    return gaps == layer.x.size();
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
