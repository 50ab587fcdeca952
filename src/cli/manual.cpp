#include "cli/manual.hpp"

#include "cli/command_line.hpp"
#include "cli/command_list.hpp"
#include "cli/option_list.hpp"
#include "core/format.hpp"

#include <vector>

namespace jennopt {

namespace {

/// Text as troff takes it: a hyphen that is typed is one on the page, too.
std::string escaped(const std::string& text) {
    std::string result;
    for (const char letter : text) {
        const bool begins_line = result.empty() || result.back() == '\n';
        if (letter == '\\') {
            result += "\\e";
        } else if (letter == '-') {
            result += "\\-";
        } else if (begins_line && (letter == '.' || letter == '\'')) {
            result += std::string("\\&") + letter;
        } else {
            result += letter;
        }
    }
    return result;
}

std::string command_section(const Command& command) {
    std::string text = fmt::format(".SS jennopt {} {}{}\n{}.\n",
                                   command.name,
                                   command.options.empty() ? "" : "[OPTIONS] ",
                                   escaped(command.arguments),
                                   escaped(command.summary));
    for (const OptionHelp& option : option_help(command)) {
        text += fmt::format(".TP\n.B {}\n{}\n", escaped(option.spelled), escaped(option.meaning));
    }
    return text;
}

constexpr const char* page_head = R"(.SH NAME
jennopt \- surrogate-based optimization with Jacobian-enhanced neural networks
.SH SYNOPSIS
.B jennopt
.I COMMAND
[OPTIONS] [ARGUMENTS]
.SH DESCRIPTION
jennopt finds the minimum of an expensive, differentiable simulation in few evaluations, by models
of its values and partial derivatives. A study is one YAML file;
.B jennopt describe study
lists its keys. A study that was interrupted or killed goes on with the same command.
.SH COMMANDS
)";

constexpr const char* page_end = R"(.SH FILES
.TP
.I results/STUDY/report.html
the report;
.I metrics.csv
beside it has every number
.TP
.I results/STUDY/evaluations/
every evaluation that was made: none is made twice
.TP
.I results/STUDY/log.txt
what happened in all runs, with each failure
.SH EXAMPLES
.nf
jennopt run quickstart.yaml
jennopt check study.yaml \-\-partials
jennopt run study.yaml \-\-set replicates=3 \-\-hours 11.5
jennopt pack results/study
.fi
)";

}  // namespace

std::string manual_page() {
    std::string text = fmt::format(
        ".TH JENNOPT 1 \"\" \"jennopt {}\" \"User Commands\"\n{}", JENNOPT_VERSION, page_head);
    for (const Command& command : commands()) {
        text += command_section(command);
    }
    return text + ".SH EXIT STATUS\n" + escaped(exit_code_help()) + page_end;
}

std::string bash_completion() {
    std::vector<std::string> names;
    std::string cases;
    for (const Command& command : commands()) {
        names.emplace_back(command.name);
        std::vector<std::string> words;
        for (const OptionHelp& option : option_help(command)) {
            words.push_back(option.name);
        }
        cases += fmt::format("        {}) words=\"{}\" ;;\n", command.name, fmt::join(words, " "));
    }
    return fmt::format(R"(# Completion of jennopt for bash; made by: jennopt describe completion
_jennopt() {{
    local words="" word=${{COMP_WORDS[COMP_CWORD]}}
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "{} --help --version" -- "$word"))
        return
    fi
    [[ $word == -* ]] || return  # then names of files
    case ${{COMP_WORDS[1]}} in
{}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o bashdefault -o default -F _jennopt jennopt
)",
                       fmt::join(names, " "),
                       cases);
}

}  // namespace jennopt
