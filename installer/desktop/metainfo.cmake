# SPDX-License-Identifier: GPL-3.0-or-later
# Writes METAINFO for software catalogues. The build includes this file, and its test runs it as a script. Takes
# PROJECT_VERSION, MODELDECK_APP_ID, MODELDECK_RELEASE_DATE and MODELDECK_HOMEPAGE. Catalogues download pictures from the
# homepage, so there are none without it.
set(published "")
if(MODELDECK_HOMEPAGE)
    file(READ ${CMAKE_CURRENT_LIST_DIR}/published.xml.in published)
    string(CONFIGURE "${published}" published @ONLY)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/modeldeck.metainfo.xml.in ${METAINFO} @ONLY)
