// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/pictures/picture.h"

// The format of each library, and our own of BMP.
namespace modeldeck::inference {

std::unique_ptr<Picture> openAvif(QByteArrayView file);
std::unique_ptr<Picture> openBmp(QByteArrayView file);
std::unique_ptr<Picture> openGif(QByteArrayView file);
std::unique_ptr<Picture> openHeic(QByteArrayView file);
std::unique_ptr<Picture> openJpeg(QByteArrayView file);
std::unique_ptr<Picture> openPng(QByteArrayView file);
std::unique_ptr<Picture> openTiff(QByteArrayView file);
std::unique_ptr<Picture> openWebp(QByteArrayView file);

void warmUpAvif();
void warmUpHeic();

} // namespace modeldeck::inference
