#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// A figure over the arms of a sweep, as the study file asks for it: curves, or a map where color
/// is set. Arms without the axes named here are not in it. What else is swept tells curves apart,
/// as the surrogates do.
struct SweepFigure {
    std::string name;  ///< of its files
    std::string title;
    std::string along;   ///< axis whose values follow each other on a curve, all numbers
    std::string x;       ///< metric on the abscissa, median over replicates; "": the axis's numbers
    std::string y;       ///< metric (r2_... are shown as 1 - R2); of a map: the axis upwards
    std::string color;   ///< metric of a map, "" for curves
    std::string panels;  ///< axis with one panel per value, "": one panel
    std::vector<std::string> surrogates;  ///< those drawn; none: all
    std::string against;  ///< surrogate that the others are compared with, pair by pair: where a
                          ///< curve stops being better; of a map: ratio to it; "": nobody
    bool log_x = false;
    bool log_y = true;
    bool slopes = false;           ///< exponent of each curve, fitted on log axes
    std::optional<double> target;  ///< level of y: where each curve first reaches it
};

/// What a publication says, to be held against the replicates: a value of a metric, or that one
/// surrogate is better than another.
struct Published {
    std::string what;                         ///< in words
    std::string source;                       ///< "Fig. 2c"
    std::map<std::string, std::string> arms;  ///< axis -> value; axes not named: all values
    std::string metric;
    // A value:
    std::string surrogate;
    std::optional<double> value;
    double reading = 0.0;  ///< the value is known to +- this, >= 0
    // Or a comparison:
    std::string better;
    std::string than;
};

/// What a page of several studies shows of one of them. Changes no result.
struct Page {
    std::string title;
    std::string note;                ///< paragraphs: settings, what differs, what cannot be checked
    std::vector<std::string> shown;  ///< names of figures, in the order of the page
    std::vector<SweepFigure> figures;  ///< made besides those that every report has
    std::vector<Published> published;
};

}  // namespace jennopt
