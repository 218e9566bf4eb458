# SPDX-License-Identifier: GPL-3.0-or-later
# cpack -G DEB makes modeldeck (the window), modeldeckd (no screen) and modeldeck-runner (libtorch), which both need.

set(CPACK_PACKAGE_NAME modeldeck)
set(CPACK_PACKAGE_VENDOR "Modeldeck")
if(MODELDECK_HOMEPAGE)
    set(CPACK_PACKAGE_HOMEPAGE_URL ${MODELDECK_HOMEPAGE})
endif()
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL server)
if(MODELDECK_RUNNER)
    list(APPEND CPACK_COMPONENTS_ALL runner)
endif()
if(MODELDECK_UI)
    list(APPEND CPACK_COMPONENTS_ALL window)
endif()
set(CPACK_COMPONENT_SERVER_DEPENDS runner)
set(CPACK_COMPONENT_WINDOW_DEPENDS runner)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 0modeldeck1) # not a revision of Debian's own
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)

# Dependencies that no library brings: Qt's plugins, libheif's (a part of it until 1.16), and the BLAS without which libtorch is many times slower.
set(CPACK_DEBIAN_WINDOW_PACKAGE_NAME modeldeck)
set(CPACK_DEBIAN_WINDOW_PACKAGE_DEPENDS "libqt6sql6-sqlite, libqt6svg6, qt6-qpa-plugins")
set(CPACK_DEBIAN_WINDOW_PACKAGE_RECOMMENDS qt6-translations-l10n) # the words of Qt's own buttons and dialogs
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME modeldeckd)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "libqt6sql6-sqlite")
set(CPACK_DEBIAN_RUNNER_PACKAGE_NAME modeldeck-runner)
set(CPACK_DEBIAN_RUNNER_PACKAGE_DEPENDS "libopenblas0-pthread | libopenblas0")
set(CPACK_DEBIAN_RUNNER_PACKAGE_RECOMMENDS "libheif-plugin-libde265 | libheif1 (<< 1.16)")

set(scripts ${CMAKE_CURRENT_SOURCE_DIR}/debian)
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
    "${scripts}/postinst;${scripts}/prerm;${scripts}/postrm;${scripts}/conffiles")

# The first line of each description below is the package's summary. Without this, CPack would put its own before it.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${CMAKE_PROJECT_NAME} built using CMake")
set(purpose "Modeldeck loads an embedding model when a request needs it, shows what it
costs in VRAM and RAM, and unloads it when nobody uses it.\n")
set(CPACK_DEBIAN_WINDOW_DESCRIPTION "control panel for embedding models
${purpose}.
This package contains the window, with a tray icon and a REST API.")
set(CPACK_DEBIAN_SERVER_DESCRIPTION "manager of embedding models with a REST API, without a screen
${purpose}.
This package contains the server, for machines without a screen, and systemd
services for a user and for the machine.")
set(CPACK_DEBIAN_RUNNER_DESCRIPTION "process that holds one CLIP model for Modeldeck
${purpose}.
This package contains the program that computes the vectors, one process per
model. It uses libtorch.")

include(CPack)
