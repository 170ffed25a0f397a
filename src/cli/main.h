// The command line: parses the words, runs the command, turns errors into sentences and exit codes.
#pragma once

namespace kith::cli {

int main(int argc, char** argv);

}  // namespace kith::cli
