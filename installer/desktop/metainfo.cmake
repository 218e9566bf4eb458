# SPDX-License-Identifier: GPL-3.0-or-later
# Writes METAINFO for software catalogues; included by the build, and run as a script by its test. Takes PROJECT_VERSION,
# MODELDECK_APP_ID, MODELDECK_RELEASE_DATE and MODELDECK_HOMEPAGE. A catalogue fetches pictures from the web, so there are
# none before there is a place to fetch them from.
set(published "")
if(MODELDECK_HOMEPAGE)
    file(READ ${CMAKE_CURRENT_LIST_DIR}/published.xml.in published)
    string(CONFIGURE "${published}" published @ONLY)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/modeldeck.metainfo.xml.in ${METAINFO} @ONLY)
