<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>modeldeck::Actions</name>
    <message numerus="yes">
        <source>&amp;Unload after %n request(s) finish</source>
        <translation>
            <numerusform>&amp;Unload after %n request finishes</numerusform>
            <numerusform>&amp;Unload after %n requests finish</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::LibraryPage</name>
    <message numerus="yes">
        <source>✓ Its files are sound: %n file(s) read.</source>
        <translation>
            <numerusform>✓ Its files are sound: %n file read.</numerusform>
            <numerusform>✓ Its files are sound: %n files read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::ModelDetails</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::SettingsPage</name>
    <message numerus="yes">
        <source>%n change(s) not applied</source>
        <translation>
            <numerusform>%n change not applied</numerusform>
            <numerusform>%n changes not applied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::StatusLine</name>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n model loaded</numerusform>
            <numerusform>%n models loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::Tray</name>
    <message numerus="yes">
        <source>%n model(s) loaded</source>
        <translation>
            <numerusform>%n model loaded</numerusform>
            <numerusform>%n models loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::WelcomePage</name>
    <message numerus="yes">
        <source>%n model(s) installed</source>
        <translation>
            <numerusform>%n model installed</numerusform>
            <numerusform>%n models installed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>modeldeck::Wording</name>
    <message numerus="yes">
        <source>busy: %n request(s)</source>
        <translation>
            <numerusform>busy: %n request</numerusform>
            <numerusform>busy: %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>unloads after %n request(s) finish</source>
        <translation>
            <numerusform>unloads after %n request finishes</numerusform>
            <numerusform>unloads after %n requests finish</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
</TS>
