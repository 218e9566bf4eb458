// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

#include <QDialog>

namespace modeldeck {

// What this is and under which terms, and the button that copies what a helper needs to know. Deletes itself.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    AboutDialog(EngineLink &link, QWidget *parent);
};

// The state of things for a report, in English: whoever helps reads it.
QString diagnosticsText(const Snapshot &snapshot, const std::vector<Diagnosis> &diagnoses);

} // namespace modeldeck
