// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include <memory>

// Several test classes in one program: each .cpp file registers its class, and the program runs the one that
// its first argument names (Qt Test gets the other arguments), or all of them, one after the other.
namespace modeldeck::test {

using MakeTest = std::unique_ptr<QObject> (*)();

struct RegisteredTest
{
    RegisteredTest(const char *className, MakeTest makeTest);

    const char *name;
    MakeTest make;
};

// The number of failed functions; 255 if no class has the name.
int runTests(int argc, char *argv[]);

} // namespace modeldeck::test

#define MODELDECK_TEST(Class)                                                                                \
    static const modeldeck::test::RegisteredTest registered##Class(                                          \
        #Class, []() -> std::unique_ptr<QObject> { return std::make_unique<Class>(); });
