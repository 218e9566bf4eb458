// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace modeldeck {

// One thing to embed: a text that is typed, or an image file that is dropped or chosen. The image is not
// shown: only a runner decodes files that somebody else made.
class TryInput : public QWidget
{
    Q_OBJECT
public:
    explicit TryInput(const QString &name, QWidget *parent = nullptr);

    std::optional<EmbedInput> input() const; // nothing: it is empty
    void setFile(const QString &path);
    void setText(const QString &text);

Q_SIGNALS:
    void changed();
    void readFailed(const QString &path, const QString &why);

private:
    struct FileContent
    {
        QByteArray bytes;
        QString error;
    };

    void chooseFile();
    void showFile();
    void clear();
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

    QPlainTextEdit *m_text;
    QLabel *m_file;
    QToolButton *m_clear;
    QString m_path;     // of the image; empty: there is none
    QByteArray m_bytes; // its file
};

} // namespace modeldeck
