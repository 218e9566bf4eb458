// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/library_page.h"

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/tables/library_model.h"
#include "ui/tables/searched_table.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/command_line.h"
#include "ui/widgets/pull_bar.h"
#include "ui/wording.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto columnsKey = "library/columns"_L1;

struct Library
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::LibraryPage)
};

QString commandFor(const ModelView &model)
{
    if (model.type == ModelType::Text)
        return u"ollama pull "_s + model.id;
    return model.repository.isEmpty() ? QString() : u"hf download "_s + model.repository;
}

QString verdictOf(const Result<Verification> &result)
{
    if (!result)
        return wording::translated(result.error().message);
    QStringList lines{
        result->sound ? Library::tr("✓ Its files are sound: %n file(s) read.", nullptr, result->filesChecked)
                      : Library::tr("✕ Its files are damaged.")};
    for (const Text &problem : result->problems)
        lines << wording::translated(problem);
    return lines.join(u'\n');
}

} // namespace

LibraryPage::LibraryPage(EngineLink &link, Actions &actions, QWidget *parent)
    : QWidget(parent), m_link(link), m_model(new LibraryModel(this)), m_table(buildTable()),
      m_title(headingLabel()), m_text(selectableLabel()),
      m_command(new CommandLine(tr("Command that downloads the model"))),
      m_open(new QPushButton(tr("&Open folder"))), m_verify(new QPushButton(tr("&Verify"))),
      m_pullName(new QLineEdit), m_pull(new QPushButton(tr("&Download"))),
      m_curl(iconButton(u"copy"_s, tr("Copy the curl command that downloads it"))), m_pulls(new QVBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->addLayout(buildTop(actions));
    column->addLayout(m_pulls);
    column->addWidget(m_table, 1);
    column->addWidget(buildDetails());
    connect(m_table, &SearchedTable::currentRowChanged, this, &LibraryPage::showCurrent);
    showCurrent();
}

QHBoxLayout *LibraryPage::buildTop(Actions &actions)
{
    m_pullName->setObjectName(u"pullName"_s);
    m_pullName->setPlaceholderText(u"mxbai-embed-large"_s);
    m_pull->setObjectName(u"pull"_s);
    m_pull->setEnabled(false);
    m_curl->setObjectName(u"pullCurl"_s);
    m_curl->setAutoRaise(false);
    m_curl->setEnabled(false);
    connect(m_pullName, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_pull->setEnabled(!text.trimmed().isEmpty());
        m_curl->setEnabled(m_pull->isEnabled());
    });
    connect(m_curl, &QToolButton::clicked, this, [this, &actions] {
        actions.copyCurl({Command::Kind::Pull, m_pullName->text().trimmed()});
    });
    connect(m_pullName, &QLineEdit::returnPressed, this, &LibraryPage::pull);
    connect(m_pull, &QPushButton::clicked, this, &LibraryPage::pull);
    return rowOf({actionButton(actions.rescan), nullptr, labelFor(m_pullName, tr("Text model for O&llama:")),
                  m_pullName, m_pull, m_curl});
}

SearchedTable *LibraryPage::buildTable()
{
    auto *proxy = new QSortFilterProxyModel;
    proxy->setSortRole(LibraryModel::SortRole);
    auto *searched = new SearchedTable(u"libraryTable"_s, tr("Library"), m_model, proxy);
    searched->table()->setSortingEnabled(true);
    searched->table()->sortByColumn(LibraryModel::Installed, Qt::AscendingOrder);
    searched->table()->horizontalHeader()->setSectionsMovable(true);
    searched->table()->horizontalHeader()->setStretchLastSection(true);
    searched->setWidth(LibraryModel::Name, 36);
    for (const int column : {LibraryModel::Installed, LibraryModel::Size, LibraryModel::Dimension})
        searched->setWidth(column, 12);
    return searched;
}

QWidget *LibraryPage::buildDetails()
{
    m_title->setWordWrap(true);
    m_text->setObjectName(u"libraryText"_s);
    m_open->setObjectName(u"openFolder"_s);
    m_verify->setObjectName(u"verify"_s);
    m_verify->setToolTip(
        tr("Reads all of the model's files and compares them with what is known about them"));
    auto *details = new QWidget;
    auto *column = new QVBoxLayout(details);
    column->setContentsMargins({});
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_command);
    column->addLayout(rowOf({m_open, m_verify, nullptr}));
    connect(m_open, &QPushButton::clicked, this, &LibraryPage::openFolder);
    connect(m_verify, &QPushButton::clicked, this, &LibraryPage::verify);
    return details;
}

const ModelView *LibraryPage::current() const
{
    const int row = m_table->currentRow();
    return row < 0 ? nullptr : &m_model->model(row);
}

void LibraryPage::showCurrent()
{
    const ModelView *model = current();
    const QString id = model ? model->id : QString();
    if (id != m_shown)
        m_verdict.clear();
    m_shown = id;
    m_open->setVisible(model && !model->path.isEmpty());
    m_verify->setVisible(model && model->installed && model->type == ModelType::Vision);
    const QString command = model && !model->installed ? commandFor(*model) : QString();
    m_command->setVisible(!command.isEmpty());
    m_command->setCommand(command);
    if (!model) {
        m_title->setText(tr("Choose a model to see where it is stored, or how to get it."));
        m_text->hide();
        return;
    }
    m_title->setText(model->id);
    QStringList lines;
    if (!model->installed) {
        lines << wording::translated(model->notInstalledReason);
        if (!command.isEmpty())
            lines << tr("This command downloads it; rescan (F5) afterwards.");
    } else if (!model->path.isEmpty()) {
        lines << model->path;
    }
    lines << m_verdict;
    lines.removeAll(QString());
    m_text->setText(lines.join(u'\n'));
    m_text->setVisible(!lines.isEmpty());
}

void LibraryPage::openFolder()
{
    if (const ModelView *model = current())
        QDesktopServices::openUrl(QUrl::fromLocalFile(model->path));
}

void LibraryPage::verify()
{
    const QString id = m_shown;
    m_verdict = tr("Reading its files…");
    m_verify->setEnabled(false);
    showCurrent();
    m_link.engine().verify(id,
                           m_link.answer<Verification>(this, [this, id](const Result<Verification> &result) {
                               m_verify->setEnabled(true);
                               if (id != m_shown)
                                   return;
                               m_verdict = verdictOf(result);
                               showCurrent();
                           }));
}

void LibraryPage::pull()
{
    const QString name = m_pullName->text().trimmed();
    if (name.isEmpty())
        return;
    m_link.run({Command::Kind::Pull, name});
    m_pullName->clear();
}

void LibraryPage::showPulls(const Snapshot &snapshot)
{
    for (const PullView &pull : snapshot.pulls) {
        PullBar *&bar = m_pullBars[pull.name];
        if (!bar) {
            bar = new PullBar(pull.name);
            m_pulls->addWidget(bar);
            connect(bar, &PullBar::cancelled, this, [this, name = pull.name] {
                m_link.run({Command::Kind::CancelPull, name});
            });
        }
        bar->setPull(pull);
    }
    m_pullBars.removeIf([&snapshot](const auto &entry) {
        if (std::ranges::find(snapshot.pulls, entry.key(), &PullView::name) != snapshot.pulls.end())
            return false;
        entry.value()->deleteLater();
        return true;
    });
}

void LibraryPage::setSnapshot(const Snapshot &snapshot)
{
    m_model->setSnapshot(snapshot);
    showPulls(snapshot);
    if (isVisible())
        showCurrent();
}

void LibraryPage::restore(const QSettings &settings)
{
    m_table->table()->horizontalHeader()->restoreState(settings.value(columnsKey).toByteArray());
}

void LibraryPage::save(QSettings &settings)
{
    settings.setValue(columnsKey, m_table->table()->horizontalHeader()->saveState());
}

} // namespace modeldeck
