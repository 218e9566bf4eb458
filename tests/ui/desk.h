// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_engine.h"
#include "ui/main_window.h"
#include "ui/tables/models_model.h"

#include <QAbstractItemView>
#include <QAction>
#include <QFile>
#include <QLabel>
#include <QTest>
#include <utility>

namespace modeldeck::test {

inline void writeFile(const QString &path, const QByteArray &bytes,
                      QIODevice::OpenMode mode = QIODevice::WriteOnly)
{
    QFile file(path);
    QVERIFY(file.open(mode) && file.write(bytes) == bytes.size());
}

// What the labels in `widget` show, a line each.
inline QString textsOf(const QWidget *widget)
{
    QStringList texts;
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts.join(QLatin1Char('\n'));
}

// Layouts settle by posted events, which may post more: done is when the widgets keep their places.
inline void settle(const QWidget &window)
{
    QList<QRect> before;
    QVERIFY(QTest::qWaitFor([&] {
        QList<QRect> places;
        for (const QWidget *widget : window.findChildren<QWidget *>())
            places << widget->geometry();
        return std::exchange(before, places) == places;
    }));
}

// The real window on an engine that does what the test says, at a time that stands still.
struct Desk
{
    static constexpr EpochSeconds start = 1'640'995'200.0;

    explicit Desk(QSettings *settings = nullptr) : window(engine, {settings, [this] { return now; }})
    {
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            qFatal("the window does not appear");
        // The first snapshot comes by the event loop.
        if (!QTest::qWaitFor([this] { return table->model()->rowCount() > 0; }))
            qFatal("the window shows no models");
    }

    QModelIndex cell(const QString &id, int column) const
    {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QModelIndex index = table->model()->index(row, column);
            if (index.data(ModelsModel::IdRole).toString() == id)
                return index;
        }
        return {};
    }
    QString text(const QString &id, int column) const { return cell(id, column).data().toString(); }
    void click(const QModelIndex &index) const
    {
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    void clickAction(const QString &id) const { click(cell(id, ModelsModel::Action)); }
    void select(const QString &id) const
    {
        table->selectionModel()->select(cell(id, 0),
                                        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    QAction *action(const QString &text) const
    {
        for (QAction *action : window.actions()) {
            if (action->text().remove(QLatin1Char('&')) == text)
                return action;
        }
        return nullptr;
    }
    // The button of the banner with this name; null if no banner shows one.
    template <class T>
    T *visible(const QString &name) const
    {
        for (T *widget : window.findChildren<T *>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }

    FakeEngine engine;
    EpochSeconds now = start;
    MainWindow window;
    QAbstractItemView *table = window.findChild<QAbstractItemView *>(QStringLiteral("modelsTable"));
};

} // namespace modeldeck::test
