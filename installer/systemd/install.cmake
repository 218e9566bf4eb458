# SPDX-License-Identifier: GPL-3.0-or-later
# Runs during installation, because units contain the full path of their program and only the installation knows the prefix.
# Takes SOURCE (this folder), BUILD (a folder for the finished files), BINDIR, and SYSTEMD_VERSION if it is not this system's.
if(NOT SYSTEMD_VERSION) # a minimal root only has the library
    execute_process(COMMAND sh -c "systemctl --version || dpkg-query -W libsystemd0"
        OUTPUT_VARIABLE SYSTEMD_VERSION ERROR_QUIET)
    string(REGEX MATCH "[ \t]([0-9]+)" matched "${SYSTEMD_VERSION}")
    set(SYSTEMD_VERSION "${CMAKE_MATCH_1}")
endif()
set(NEEDS_PRIVATE_USERS "#")
if(SYSTEMD_VERSION AND SYSTEMD_VERSION LESS 254)
    set(NEEDS_PRIVATE_USERS "")
endif()
cmake_path(ABSOLUTE_PATH BINDIR BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX} NORMALIZE)
set(SYSCONFDIR ${CMAKE_INSTALL_PREFIX}/etc)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(SYSCONFDIR /etc)
endif()
foreach(kind user system)
    configure_file(${SOURCE}/modeldeckd-${kind}.service.in ${BUILD}/${kind}/modeldeckd.service @ONLY)
    file(INSTALL ${BUILD}/${kind}/modeldeckd.service DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/systemd/${kind})
endforeach()
file(INSTALL ${SOURCE}/modeldeck.sysusers DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/sysusers.d RENAME modeldeck.conf)
file(INSTALL ${SOURCE}/modeldeckd.default DESTINATION ${SYSCONFDIR}/default RENAME modeldeckd)
