#pragma once

#include <stdexcept>
#include <string>

namespace jennopt {

/// Anything jennopt refuses or cannot do, in one sentence that names the thing, what was
/// found, what was expected and where.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The user's input is wrong: a study file, an option, a name, a data file. Nothing was run.
class ConfigError : public Error {
public:
    using Error::Error;
};

/// Two arrays that belong together do not fit.
class ShapeError : public Error {
public:
    using Error::Error;
};

/// A problem could not be evaluated at a point, or returned something that is not a number.
class EvaluationError : public Error {
public:
    using Error::Error;
};

/// The machine failed, not the point: a full disk, no process or file handle left, a program that is
/// not there, a licence that is taken. Says nothing of the point, so it is never kept as its result.
class MachineFailure : public EvaluationError {
public:
    using EvaluationError::EvaluationError;
};

/// Training left the finite numbers.
class TrainingDiverged : public Error {
public:
    using Error::Error;
};

/// The user stopped it (SIGINT, SIGTERM); what was finished is kept and can be resumed.
class Interrupted : public Error {
public:
    using Error::Error;
};

}  // namespace jennopt
