// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/vector_math.h"
#include "tests/support/test_program.h"

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

using namespace modeldeck::inference;

namespace {

std::vector<float> ramp(float from, float to, int count)
{
    std::vector<float> values;
    for (int i = 0; i < count; ++i)
        values.push_back(from + (to - from) * float(i) / float(count - 1));
    return values;
}

double exactQuickGelu(double h)
{
    return h / (1 + std::exp(-1.702 * h));
}

float toFloat(BFloat16 value)
{
    return std::bit_cast<float>(std::uint32_t(value) << 16);
}

// Exact for the values used here.
BFloat16 toBFloat16(float value)
{
    return BFloat16(std::bit_cast<std::uint32_t>(value) >> 16);
}

} // namespace

class VectorMathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quickGeluIsExactInFloat32();
    void quickGeluRoundsToTheNearestBFloat16();
    void quickGeluKeepsUndefinedNumbers();
    void softmaxRowsAddUpToOne_data();
    void softmaxRowsAddUpToOne();
    void softmaxStandsLargeNumbers();
    void maskedNumbersGetNothing();
    void softmaxKeepsUndefinedNumbers();
};

void VectorMathTest::quickGeluIsExactInFloat32()
{
    const auto inputs = ramp(-60, 60, 100'001);
    auto outputs = inputs;
    quickGelu(std::span(outputs));
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const double expected = exactQuickGelu(inputs[i]);
        const double allowed = 4e-7 * std::abs(expected) + 1e-30;
        // the factor 1.702 is rounded before the exponential, which counts for large negative numbers
        QVERIFY2(std::abs(outputs[i] - expected) <= allowed * (1 + std::abs(inputs[i])),
                 qPrintable(QString::number(inputs[i])));
    }
}

void VectorMathTest::quickGeluRoundsToTheNearestBFloat16()
{
    for (const float h : {-8.0F, -1.5F, -0.25F, 0.0F, 0.125F, 1.0F, 3.5F, 96.0F}) {
        std::vector<BFloat16> value{toBFloat16(h)};
        quickGelu(std::span(value));
        const double expected = exactQuickGelu(h);
        QVERIFY2(std::abs(toFloat(value[0]) - expected) <= std::abs(expected) / 256,
                 qPrintable(QString::number(h)));
    }
}

void VectorMathTest::quickGeluKeepsUndefinedNumbers()
{
    std::vector<float> values(40, std::numeric_limits<float>::quiet_NaN());
    quickGelu(std::span(values));
    for (const float v : values)
        QVERIFY(std::isnan(v));
    std::vector<BFloat16> narrow(40, BFloat16(0x7fff));
    quickGelu(std::span(narrow));
    for (const BFloat16 v : narrow)
        QVERIFY(std::isnan(toFloat(v)));
}

void VectorMathTest::softmaxRowsAddUpToOne_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {1, 2, 15, 16, 17, 50, 77, 257})
        QTest::newRow(qPrintable(QString::number(length))) << length;
}

void VectorMathTest::softmaxRowsAddUpToOne()
{
    QFETCH(int, length);
    std::vector<float> rows;
    for (int row = 0; row < 3; ++row) {
        for (int i = 0; i < length; ++i)
            rows.push_back(float(std::sin(row * 100 + i)) * 5);
    }
    const auto inputs = rows;
    softmaxRows(std::span(rows), std::size_t(length));
    for (int row = 0; row < 3; ++row) {
        double total = 0;
        for (int i = 0; i < length; ++i)
            total += std::exp(double(inputs[std::size_t(row * length + i)]));
        for (int i = 0; i < length; ++i) {
            const double expected = std::exp(double(inputs[std::size_t(row * length + i)])) / total;
            QVERIFY(std::abs(rows[std::size_t(row * length + i)] - expected) <= 1e-6 * expected + 1e-9);
        }
    }
}

void VectorMathTest::softmaxStandsLargeNumbers()
{
    std::vector<float> row(20, 1e30F);
    softmaxRows(std::span(row), row.size());
    for (const float v : row)
        QVERIFY(std::abs(v - 0.05F) < 1e-6F);
}

void VectorMathTest::maskedNumbersGetNothing()
{
    std::vector<float> row(20, -std::numeric_limits<float>::infinity());
    row[0] = row[3] = -2;
    softmaxRows(std::span(row), row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
        QVERIFY(std::abs(row[i] - (i == 0 || i == 3 ? 0.5F : 0.0F)) < 1e-7F);
}

void VectorMathTest::softmaxKeepsUndefinedNumbers()
{
    std::vector<float> row(40, 1.0F);
    row[20] = std::numeric_limits<float>::quiet_NaN();
    softmaxRows(std::span(row), row.size());
    QVERIFY(std::isnan(row[0]));
}

MODELDECK_TEST(VectorMathTest)
#include "vector_math_test.moc"
