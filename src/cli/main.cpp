#include "cli/main.h"

namespace kith::cli {

int main(int, char**) { return 0; }

}  // namespace kith::cli
