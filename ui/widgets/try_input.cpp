// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/try_input.h"

#include "ui/background.h"
#include "ui/widgets/basics.h"
#include "ui/wording.h"

#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QStyleOption>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024; // as much as a request of the REST API may hold

QString localFile(const QMimeData *data)
{
    return data->hasUrls() ? data->urls().constFirst().toLocalFile() : QString();
}

} // namespace

TryInput::TryInput(const QString &name, QWidget *parent)
    : QWidget(parent), m_text(new QPlainTextEdit), m_file(wrappedLabel()),
      m_clear(iconButton(u"cancel"_s, tr("Remove the image"), tr("%1: remove the image").arg(name)))
{
    setAcceptDrops(true);
    setAccessibleName(name);
    m_text->setAcceptDrops(false); // the whole field takes them
    m_text->setAccessibleName(tr("%1: text").arg(name));
    m_text->setPlaceholderText(tr("Type a text, or drop an image here"));
    m_text->setTabChangesFocus(true);
    setFocusProxy(m_text);
    m_file->setObjectName(u"tryFile"_s);
    m_file->setAlignment(Qt::AlignCenter);
    auto *choose = new QPushButton(tr("Choose an image…"));
    choose->setAccessibleName(tr("%1: choose an image").arg(name));
    auto *column = new QVBoxLayout(this);
    column->addWidget(headingLabel(name));
    column->addWidget(m_text, 1);
    column->addWidget(m_file, 1);
    column->addLayout(rowOf({choose, nullptr, m_clear}));
    connect(m_text, &QPlainTextEdit::textChanged, this, &TryInput::changed);
    connect(choose, &QPushButton::clicked, this, &TryInput::chooseFile);
    connect(m_clear, &QToolButton::clicked, this, &TryInput::clear);
    clear();
}

std::optional<EmbedInput> TryInput::input() const
{
    if (!m_bytes.isEmpty())
        return EmbedInput{EmbedInput::Kind::Image, m_bytes};
    const QString text = m_text->toPlainText().trimmed();
    if (text.isEmpty() || !m_path.isEmpty())
        return {};
    return EmbedInput{EmbedInput::Kind::Text, text.toUtf8()};
}

void TryInput::setText(const QString &text)
{
    clear();
    m_text->setPlainText(text);
}

void TryInput::setFile(const QString &path)
{
    m_path = path;
    m_bytes.clear();
    showFile();
    const std::function<FileContent()> read = [path]() -> FileContent {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {{}, file.errorString()};
        if (file.size() > largestFile)
            return {{}, tr("it is larger than %1").arg(wording::bytes(Bytes{largestFile}))};
        FileContent content{file.readAll(), {}};
        if (content.bytes.isEmpty())
            content.error = tr("it is empty");
        return content;
    };
    inBackground<FileContent>(this, read, [this, path](const FileContent &content) {
        if (path != m_path)
            return; // another one was chosen meanwhile
        if (!content.error.isEmpty()) {
            clear();
            Q_EMIT readFailed(path, content.error);
            return;
        }
        m_bytes = content.bytes;
        showFile();
        Q_EMIT changed();
    });
}

void TryInput::showFile()
{
    const bool shown = !m_path.isEmpty();
    const QString name = QFileInfo(m_path).fileName();
    m_file->setText(m_bytes.isEmpty()
                        ? name
                        : tr("%1\n%2", "file name, size").arg(name, wording::bytes(Bytes{m_bytes.size()})));
    m_file->setVisible(shown);
    m_clear->setVisible(shown);
    m_text->setVisible(!shown);
}

void TryInput::clear()
{
    m_path.clear();
    m_bytes.clear();
    showFile();
    Q_EMIT changed();
}

void TryInput::chooseFile()
{
    auto *dialog = new QFileDialog(
        this, tr("Choose an image"), {},
        tr("Images (%1)").arg(u"*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff *.heic *.avif"_s));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TryInput::setFile);
    dialog->open();
}

void TryInput::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFile(event->mimeData()).isEmpty() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void TryInput::dropEvent(QDropEvent *event)
{
    if (const QString path = localFile(event->mimeData()); !path.isEmpty())
        setFile(path);
    else
        setText(event->mimeData()->text());
    event->acceptProposedAction();
}

void TryInput::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOption option;
    option.initFrom(this);
    style()->drawPrimitive(QStyle::PE_FrameGroupBox, &option, &painter, this);
}

} // namespace modeldeck
