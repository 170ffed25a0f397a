#include "cli/main.h"

int main(int argc, char** argv) { return kith::cli::main(argc, argv); }
