// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace modeldeck::test {

namespace {

std::vector<const RegisteredTest *> &registered()
{
    static std::vector<const RegisteredTest *> tests;
    return tests;
}

int run(const RegisteredTest &test, int argc, char *argv[])
{
    return QTest::qExec(test.make().get(), argc, argv);
}

} // namespace

RegisteredTest::RegisteredTest(const char *className, MakeTest makeTest) : name(className), make(makeTest)
{
    registered().push_back(this);
}

int runTests(int argc, char *argv[])
{
    if (argc < 2 || argv[1][0] == '-') {
        int failed = 0;
        for (const RegisteredTest *test : registered())
            failed += run(*test, argc, argv);
        return std::min(failed, 254);
    }
    const QByteArray name = argv[1];
    for (const RegisteredTest *test : registered()) {
        if (name == test->name) {
            argv[1] = argv[0];
            return run(*test, argc - 1, argv + 1);
        }
    }
    std::fprintf(stderr, "%s: no test class \"%s\" here; there are:\n", argv[0], argv[1]);
    for (const RegisteredTest *test : registered())
        std::fprintf(stderr, "  %s\n", test->name);
    return 255;
}

} // namespace modeldeck::test
